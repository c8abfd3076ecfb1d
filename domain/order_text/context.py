"""What earlier lines leave unsaid in later ones: family, brand, heading, the last SKU taken."""

import re
from dataclasses import replace
from decimal import Decimal

from domain.language.canonical import canonical
from domain.language.quantities_in_text import tidy
from domain.language.synonyms import other_words
from domain.order_text.aspects import is_aspect, without_aspects
from domain.order_text.candidate_set import OPTIONS, CandidateSet
from domain.order_text.candidates import CandidateFinder
from domain.order_text.frame import Frame, Part, text_of
from domain.order_text.name_lists import Names
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.result import AskedLine, Line
from domain.search.coverage import bears_all, borne, borne_by_name, is_called, is_style, words_of
from domain.search.entries import Entry

#: What only tells one of a family from another, but may as well be a name.
_OWN = re.compile(r"零度|无糖|(?<!\d)\d{3,}(?!\d)")

#: Fewer figures are no size by themselves.
_SIZE_FROM = 3
#: So many characters at the beginning of names are those of a series.
_SERIES = 3


class Context:
    """What the pieces read so far leave for the next: ``青岛瓶装5箱，罐装3箱``.

    ``head``: the family named last; ``headed``: the question that a heading leaves while nothing follows it;
    ``carried``: the words that the last name took over from those before.
    """

    def __init__(self, finder: CandidateFinder, names: Names) -> None:
        self._finder = finder
        self._names = names
        self._frame = Frame(finder)
        self._brand = ""
        self._heading = ""
        self._over = ""
        self._place = 0
        self._taken: Entry | None = None
        self.carried = ""
        self.head = ""
        self.headed: Line | None = None

    def found(self, piece: Piece, name: str, *, listed: bool) -> tuple[CandidateSet, str]:
        """The goods a name means, with what it leaves out; and the name with it."""
        unit = piece.unit
        found = self._finder.find(name, unit)
        self.carried = ""
        if part := self._value(name, found, unit):
            self.carried = part.carried
            return self.of_part(part, unit), part.name
        if is_aspect(name) and self.head and not (self.is_own(name, unit) or self.is_named(name, found)):
            whole = f"{self.head} {name}"
            headed = self._finder.find(whole, unit)
            if found.sure and found.options[0] in headed.options and not headed.sure:
                return found, name
            if headed.options and (not headed.near or headed.explained):
                return headed, whole
        brand = self._heading or self._brand
        if brand and brand not in name and not (found.sure and self._is_theirs(name, found)):
            found = self._branded(found, name, brand, unit, listed=listed, here=self._place == piece.place)
        return self._under_heading(found, name)

    def heading(self, piece: Piece, name: str) -> tuple[CandidateSet, str]:
        """The goods that a heading means; a mere value goes on with the family said before: ``灰：120*2``."""
        found, whole = self.found(piece, name, listed=False)
        if not self.carried or not found.options:
            return found, whole
        words = words_of(canonical(self.carried))
        whole = f"{text_of(words, borne_by_name(words, self._finder.entry(found.options[0])))} {name}".strip()
        return self._finder.find(whole), whole

    def _is_theirs(self, name: str, found: CandidateSet) -> bool:
        """Whether goods are called so by a name of their own, not only by a nickname that others may share: 套装."""
        entry = self._finder.entry(found.options[0])
        said = tidy(plain_name(name))
        return said not in map(tidy, entry.aliases) or any(said in tidy(own) for own in (*entry.names, *entry.brands))

    def _under_heading(self, found: CandidateSet, name: str) -> tuple[CandidateSet, str]:
        """Of several goods those that bear what stands over the list: ``M8：螺母、平垫各2包``."""
        if found.sure or found.near or not self._over:
            return found, name
        over, words = words_of(self._over), words_of(f"{self._over} {canonical(name)}")
        entries = {sku_id: self._finder.entry(sku_id) for sku_id in found.options}
        bears = {sku_id: len(borne(words, entry)) for sku_id, entry in entries.items() if borne(over, entry)}
        most = max(bears.values(), default=0)
        options = tuple(sku_id for sku_id, count in bears.items() if count == most)
        if not options or len(options) == len(found.options):
            return found, name
        self.carried = self._over
        why = replace(found.why, carried=self._over)
        sure = len(options) == 1 and bears_all(words, entries[options[0]])
        return replace(found, options=options, sure=sure, why=why), name

    def _value(self, name: str, found: CandidateSet, unit: str) -> Part | None:
        """A name that only says what is different from what was said before, unless goods of that unit bear it."""
        is_firm = found.sure and (found.by_unit or not unit)
        if is_firm and borne_by_name(words_of(name), self._finder.entry(found.options[0])):
            return None
        ways = (self._frame.goes_on(each) for each in (name, *other_words(name)))
        return next(filter(None, ways), None)

    def of_part(self, part: Part, unit: str) -> CandidateSet:
        """The goods of a part of a name, those that have the unit said first."""
        found = self._finder.find(part.name, unit, among=part.options)
        options = found.options if found.options and not found.near else part.options
        by_unit = found.by_unit and not found.near
        return CandidateSet(
            options=options,
            sure=part.whole and len(options) == 1,
            near=False,
            by_unit=by_unit,
            explained=1.0,
            why=replace(found.why, carried=part.carried),
        )

    def apart(self, name: str, unit: str, *, many: bool = False) -> list[Part]:
        """The goods in a name that holds several values of a kind; nothing where it is one."""
        return [] if self._finder.find(name, unit).sure else self._frame.apart(name, many=many)

    def every(self, name: str, piece: Piece) -> list[Part]:
        """Each of the goods that a name stands for; all in one question, where it is not clear which are meant."""
        options = self._frame.every(name)
        if not options and (parts := self._frame.apart(name, many=True)):
            return parts
        clear = (
            len(options) == piece.every
            if piece.every
            else len(options) > 1 and self._frame.is_one_kind(options, every_way=piece.matrix)
        )
        if clear:
            return [Part(name=name, options=(sku_id,)) for sku_id in options]
        return [Part(name=name or piece.said, options=options[:OPTIONS], whole=False)]

    def is_own(self, name: str, unit: str = "") -> bool:
        """Whether what only tells one of a family from another is a name here."""
        return self._names.is_own(name) or (bool(_OWN.search(name)) and self._finder.find(name, unit).sure)

    def is_named(self, name: str, found: CandidateSet) -> bool:
        """Whether the goods found bear a Chinese word of a size in their name: ``8oz杯``."""
        words = words_of(canonical(plain_name(name)))
        entries = [self._finder.entry(sku_id) for sku_id in found.options]
        return found.sure and any(words[at].is_han for entry in entries for at in borne_by_name(words, entry))

    def may_name(self, name: str) -> bool:
        """Whether goods answer to what otherwise only tells one of a family from another: ``1664``."""
        found = self._finder.find(name)
        return self.is_own(name) or (not found.near and (bool(_OWN.search(name)) or self._calls(name, found)))

    def _calls(self, name: str, found: CandidateSet) -> bool:
        """Whether a number in a name is part of what the goods found are called, and no size: ``84小瓶``."""
        numbers = [word.text for word in words_of(name) if word.is_number]
        entries = [self._finder.entry(sku_id) for sku_id in found.options]
        return bool(entries) and any(all(is_called(each, entry) for entry in entries) for each in numbers)

    def count_in(self, name: str, unit: str) -> Decimal | None:
        """How many a number alone says, unless the goods named last come in that size: ``红牛5箱，不对，500``."""
        if not name.isdecimal():
            return None
        is_size = len(name) >= _SIZE_FROM and self._finder.find(f"{self.head} {name}", unit).sure
        return None if is_size else Decimal(name)

    def announce(self, piece: Piece, found: CandidateSet) -> Line:
        """A brand alone on its line heads what follows; asked about, unless something does."""
        self._heading = self._brand = self.head = self._finder.heading = self._names.brand_of(piece.name)
        self.headed = AskedLine(text=piece.said, options=found.options[:OPTIONS], count=None, unit="", name=piece.name)
        return self.headed

    def head_with(self, line: Line | None, name: str) -> None:
        """What is said about words without an amount; they may turn out to head what follows."""
        self.headed, self._over = line, canonical(name)

    def mention(self, name: str, found: CandidateSet) -> None:
        """Goods that were only spoken of; a value may follow: ``2.5平方的线多少钱？红的来2卷``."""
        entries = [self._finder.entry(sku_id) for sku_id in found.options]
        if not found.near and not any(tidy(name) in map(tidy, entry.categories) for entry in entries):
            self._frame.remember(name, found.options)

    def remember(self, found: CandidateSet, name: str, place: int = 0) -> None:
        """Keep what was found for a name in a line of the message."""
        self._place = place
        self._taken = self._finder.entry(found.options[0]) if found.sure else self._taken
        left = bool(found.why.left) or (bool(self.carried) and len(found.options) == 1)
        self._frame.remember(name, () if found.near else found.options, is_open=left and not found.sure)
        self._end_heading(found)
        own = tidy(self._finder.entry(found.options[0]).names[0]) if self._calls(name, found) else ""
        self.head = (self._head_of(name, found) or own or self.head) if found.options else ""
        brands = {tidy(brand) for sku_id in found.options[:OPTIONS] for brand in self._finder.entry(sku_id).brands[:1]}
        self._brand = brands.pop() if len(brands) == 1 else ""

    def _head_of(self, name: str, found: CandidateSet) -> str:
        """A name without what tells one of its family from another, but with the number of its style."""
        entries = [self._finder.entry(sku_id) for sku_id in found.options]
        numbers = (word.text for word in words_of(canonical(name)) if word.is_number)
        style = next((each for each in numbers if all(is_style(each, entry) for entry in entries)), "")
        return f"{style} {without_aspects(name)}".strip()

    def _end_heading(self, found: CandidateSet) -> None:
        """A heading ends where goods follow that bear none of it."""
        over = words_of(self._over)
        if not over or found.near or any(borne(over, self._finder.entry(sku_id)) for sku_id in found.options):
            return
        self.headed, self._over = None, ""

    def answers_heading(self, found: CandidateSet) -> bool:
        """Whether what was found is of the brand or family that heads it, so that the heading asks nothing."""
        asked = self.headed.options if isinstance(self.headed, AskedLine) and self.headed.count is None else ()
        if not found.near and (self.carried or (bool(asked) and set(found.options) <= set(asked))):
            return True
        if not self._heading or not found.sure:
            return False
        return self._heading in map(tidy, self._finder.entry(found.options[0]).brands)

    def _is_of_series(self, sku_id: int) -> bool:
        """Whether goods and those taken last are of one brand and are called alike at the beginning: 乳液修护护发素."""
        entry, last = self._finder.entry(sku_id), self._taken
        return last is not None and entry.brands == last.brands and entry.names[0][:_SERIES] == last.names[0][:_SERIES]

    def _branded(
        self, found: CandidateSet, name: str, brand: str, unit: str, *, listed: bool, here: bool
    ) -> CandidateSet:
        """The goods of the brand named before; without doubt in a list, or on one line where they are of one series."""
        branded = self._finder.find(f"{brand} {name}", unit)
        whole = not branded.near and not branded.why.left and branded.explained >= found.explained
        if here and whole and all(map(self._is_of_series, branded.options)):
            return branded
        its = tuple(sku_id for sku_id in branded.options if brand in map(tidy, self._finder.entry(sku_id).brands))
        if not branded.sure or len(its) != 1:
            return found
        if listed or self._heading:
            return branded
        options = tuple(dict.fromkeys((*its, *found.options)))
        return CandidateSet(options=options, sure=len(options) == 1 and not found.near, near=False)
