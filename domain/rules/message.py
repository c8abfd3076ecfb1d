"""A message taken apart: pieces of goods with their amounts, notes, and what is said about all of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from domain.rules import pasted, remarks
from domain.rules.candidates import Finder, is_aspect
from domain.rules.corrections import after_drop, again_in, corrections_in, instead, is_sorry, sorry_behind
from domain.rules.counting import Amount, tidy
from domain.rules.guards import Guards
from domain.rules.naming import Names
from domain.rules.numerals import read_numeral
from domain.rules.packs_said import ends_in_pack, without_packs
from domain.rules.phrases import Piece, pieces_of, plain_name
from domain.rules.reading import Act
from domain.rules.row_names import named
from domain.rules.segments import at_colon, lines_of, parts_of
from domain.rules.tallying import Tally, blank, cut_out
from domain.rules.wrapped import unwrapped

_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_EVERY_KIND = re.compile(
    r"^(?P<name>.+?)\s*(?P<count>[二两三四五六七八九]|\d)\s*[个种款]?(?:不同的?)?(?:口味|味道|味儿?|规格|品种)的?\s*"
    r"(?:都|每[样种个]|各)(?P<rest>.+)$"
)
#: A word in Chinese that stands apart.
_APART = re.compile(r"(?<!\S)[\u3400-\u9fff]{2,12}(?!\S)")
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words that are no goods."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Swap:
    """One thing in place of another: ``芬达换成七喜``."""

    said: str
    old: str
    new: Piece


@dataclass(kw_only=True)
class Heard:
    """``parts`` in the order said; ``unit``: what everything is counted in, if that was said."""

    parts: list[Piece | Note | Swap] = field(default_factory=list)
    again: bool = False
    unit: str = ""

    @property
    def only_names(self) -> bool:
        """Whether nothing is ordered or changed: most messages are the name of something to look at."""
        return not self.again and all(
            isinstance(part, Piece) and not (part.amounts or part.act or part.tail_act or part.restated or part.row)
            for part in self.parts
        )


#: In a line longer than this nobody orders and asks apart; looking at each of its gaps would take seconds.
_ONE_BREATH = 200


class Listener:
    """Takes one message apart."""

    def __init__(self, guards: Guards, finder: Finder, units: frozenset[str]) -> None:
        self._tally = Tally(guards, finder)
        self._finder = finder
        self._units = units
        self._heard = Heard()
        self._sorry = False
        self._again_said: tuple[Amount, ...] = ()
        self._place = 0
        self._complained: int | None = -1

    def hear(self, text: str) -> Heard:
        """Every part of the message."""
        for is_row, group in groupby(text.splitlines(), pasted.is_pasted):
            lines = list(group)
            if is_row:
                self._rows(lines)
            else:
                for line in unwrapped(lines_of("\n".join(lines)), self._tally, self._finder):
                    self._place += 1
                    for part in parts_of(line):
                        self._part(part)
        return self._heard

    def _rows(self, lines: Sequence[str]) -> None:
        for row in pasted.rows_of([line for line in lines if line.strip()], self._units):
            if row.amounts is None:
                self._part(row.said)
            else:
                name = named(row, self._finder)
                self._heard.parts.append(Piece(said=row.said, name=name, amounts=row.amounts, row=True))
            if row.note:
                self._note(row.note)

    def _part(self, said: str) -> None:
        """A part between separators: the first that knows what to do with it does."""
        said = self._without_brackets(said)
        text = tidy(said)
        if remarks.is_greeting(text) or remarks.is_money(text) or not text.strip():
            return
        if is_sorry(text):
            self._sorry = True
            return
        if (sorry := sorry_behind(text)) is not None and len(said) == len(text):
            self._part(said[:sorry])
            self._sorry = True
            return
        steps = (
            self._cut,
            self._spoken_of,
            self._noted,
            self._complaint,
            self._last_again,
            self._unit_of_all,
            self._every_kind,
        )
        for heard in steps:
            if heard(said, text):
                return
        self._goods_or_note(said, text)

    def _without_brackets(self, said: str) -> str:
        """The part without remarks in brackets; they are kept."""
        for match in list(_BRACKETS.finditer(said)):
            inside = tidy(match.group(1))
            if match.start() and (amounts := self._restated(said[: match.start()], inside)):
                self._again_said = amounts
                said = blank(said, *match.span())
                continue
            told = remarks.is_complaint(inside) or (remarks.is_remark(inside) and not self._tally.spoken(inside))
            if told and match.group() != said:
                self._note(match.group(1))
                said = blank(said, *match.span())
        return said.strip()

    def _restated(self, before: str, inside: str) -> tuple[Amount, ...]:
        """The amount that brackets say again behind another one: ``2箱（48罐）``."""
        amounts = tuple(self._tally.spoken(inside))
        if not amounts or plain_name(cut_out(inside, amounts)) or not self._tally.spoken(tidy(before)):
            return ()
        return amounts

    def _cut(self, said: str, text: str) -> bool:
        """``芬达不要了 再加2箱零度``, or a question apart from the rest: heard one after the other."""
        if len(said) != len(text):
            return False
        cut = after_drop(text)
        if cut is None and len(text) <= _ONE_BREATH:
            cut = next(
                (
                    match.end()
                    for match in re.finditer(r"\s+", text)
                    if self._asks_apart(text, match.start(), match.end())
                ),
                None,
            )
        if cut is None:
            return False
        self._part(said[:cut])
        self._part(said[cut:])
        return True

    def _asks_apart(self, text: str, end: int, start: int) -> bool:
        """Whether one side of a gap only asks, or complains, of goods, and the other orders."""
        before, after = text[:end], text[start:]
        if not (self._tally.spoken(before) or self._tally.spoken(after)):
            return False
        return any(
            _only_speaks(one) and not self._tally.spoken(one) and not _only_speaks(other) and self._names(one)
            for one, other in ((before, after), (after, before))
        )

    def _names(self, text: str) -> bool:
        """Whether a question or complaint names goods."""
        name = plain_name(remarks.without_complaint(remarks.without_question(text)))
        return bool(name) and not self._finder.find(name).near

    def _spoken_of(self, said: str, text: str) -> bool:
        if remarks.is_question(text):
            self._mentioned(said, remarks.without_question(text))
            return True
        if self._tally.spoken(text):
            return False
        if remarks.asks_for(text):
            self._mentioned(said, remarks.without_question(text))
            return True
        if (name := remarks.wished_for(text)) and self._finder.find(name).sure:
            self._mentioned(said, name)
            return True
        return False

    def _noted(self, said: str, text: str) -> bool:
        if not (remarks.is_total(text) or remarks.is_detail(text)):
            return False
        cut = at_colon(said)
        if cut and plain_name(cut_out(tidy(cut[1]), self._tally.counts(tidy(cut[1])))):
            self._note(cut[0])
            self._part(cut[1])
            return True
        self._note(said)
        return True

    def _complaint(self, said: str, text: str) -> bool:
        if not remarks.is_complaint(text):
            return False
        if remarks.is_short(text):
            self._complained = None if remarks.is_return(text) else self._place
        self._mentioned(said, cut_out(remarks.without_complaint(text), self._tally.spoken(text)), unsure=True)
        return True

    def _last_again(self, _said: str, text: str) -> bool:
        span = again_in(text)
        if span is None:
            return False
        self._heard.again = True
        rest = f"{text[: span[0]]} {text[span[1] :]}".strip()
        if plain_name(rest):
            self._part(rest)
        return True

    def _unit_of_all(self, _said: str, text: str) -> bool:
        found = remarks.unit_for_all(text)
        if found is None:
            return False
        start, self._heard.unit = found
        if text[:start].strip():
            self._part(text[:start])
        return True

    def _every_kind(self, said: str, text: str) -> bool:
        """``乐事三个口味各一箱``: each of them, where there are just so many."""
        match = _EVERY_KIND.match(text)
        amounts = tuple(self._tally.counts(match["rest"])) if match else ()
        if match is None or not amounts:
            return False
        name = plain_name(match["name"])
        found, count = self._finder.find(name), read_numeral(match["count"])
        if found.near or len(found.options) != count:
            self._heard.parts.append(Piece(said=said, name=name, amounts=amounts, unsure=True, place=self._place))
            return True
        for sku_id in found.options:
            code = self._finder.entry(sku_id).code
            self._heard.parts.append(Piece(said=said, name=tidy(code), amounts=amounts, place=self._place))
        return True

    def _mentioned(self, said: str, name: str, *, unsure: bool = False) -> None:
        """What only speaks of goods may be followed by how many: ``可乐多少钱，来10箱``."""
        if not plain_name(name) or self._finder.find(name).near:
            self._note(said)
        else:
            self._heard.parts.append(Piece(said=said, name=name, unsure=unsure, only_asks=True, place=self._place))

    def _goods_or_note(self, said: str, text: str) -> None:
        amounts = self._tally.spoken(text)
        if not amounts and remarks.is_remark(text) and not self._finder.find(text).sure:
            self._note(said)
            return
        if not amounts and remarks.is_heading(text) and self._finder.find(text).near:
            self._heard.parts.append(Piece(said=said, name=text, place=self._place))
            return
        if cut := at_colon(said):
            self._announced(*cut)
            return
        text = self._without_remarks(said, text)
        if not text.strip() or not (_WORD.search(text) or re.search(r"\d", text)):
            return
        swap = instead(text.strip())
        if swap is None or not self._swap(said, *swap):
            self._pieces(said, text)

    def _announced(self, before: str, after: str) -> None:
        """What stands before a colon announces what follows, or is its name."""
        if self._is_shelf(before, after):
            if remarks.is_heading(tidy(before)):
                self._note(before)
            before = ""
        speaks = before and not after and not remarks.unit_for_all(tidy(before))
        if speaks and not Names(self._finder).is_brand(before) and not self._finder.find(before).sure:
            self._note(before)
            return
        for part in (before, after):
            if part:
                self._part(part)

    def _is_shelf(self, before: str, after: str) -> bool:
        """Whether what follows names goods of its own, so that what stands before is a kind of goods and no brand."""
        text = tidy(after)
        amounts = self._tally.counts(text)
        name = plain_name(text[: amounts[0].start]) if amounts else ""
        if not name or is_aspect(name) or self._tally.counts(tidy(before)) or remarks.unit_for_all(tidy(before)):
            return False
        return not self._finder.find(name).near and not Names(self._finder).is_brand(before)

    def _without_remarks(self, said: str, text: str) -> str:
        """The text with days, prices, places and the like blanked; they are kept."""
        for match in list(remarks.FRAGMENTS.finditer(text)):
            words = said[match.start() : match.end()] if len(said) == len(text) else match.group()
            if words.strip():
                self._note(words)
            text = blank(text, *match.span())
        return self._without_wishes(said, text)

    def _without_wishes(self, said: str, text: str) -> str:
        """The text without what stands apart in it and is a wish about goods: ``都要冰的``."""
        words = list(_APART.finditer(text))
        for match in words if len(text.split()) > 1 else ():
            wish = match.group()
            if remarks.is_remark(wish) and not self._tally.spoken(wish) and not self._finder.find(wish).sure:
                self._note(said[match.start() : match.end()] if len(said) == len(text) else wish)
                text = blank(text, *match.span())
        return text

    def _swap(self, said: str, old: str, new: str) -> bool:
        amounts = self._tally.counts(new)
        if amounts and not plain_name(new[: amounts[0].start]) and not old.strip():
            return False
        if any(word.act is Act.DROP for word in corrections_in(new)):
            return False
        pieces = list(pieces_of(said, new, amounts))
        if len(pieces) != 1 or not plain_name(pieces[0].name) or self._tally.counts(old):
            return False
        self._heard.parts.append(Swap(said=said, old=old, new=pieces[0]))
        return True

    def _pieces(self, said: str, text: str) -> None:
        amounts = self._tally.counts(text)
        packed = ends_in_pack(text) and len(amounts) < 2  # noqa: PLR2004 - a second one is the quantity
        text = without_packs(text, amounts)
        amounts = [amount for amount in amounts if text[amount.start : amount.end].strip()]
        for piece in pieces_of(said, text, amounts):
            if self._sorry:
                piece = replace(piece, act=piece.act or Act.SET, instead=True)  # noqa: PLW2901 - the word before it
                self._sorry = False
            doubted = packed or (self._complained in (None, self._place) and not remarks.is_afresh(text))
            piece = replace(  # noqa: PLW2901
                piece, unsure=piece.unsure or doubted, place=self._place, restated=self._again_said
            )
            self._again_said = ()
            if self._goes_on(piece):
                self._heard.parts.append(replace(piece, tail=""))
                self._goods_or_note(piece.tail.strip(), piece.tail.strip())
            else:
                self._heard.parts.append(piece)

    def _goes_on(self, piece: Piece) -> bool:
        """Whether the words behind the last quantity are goods with numbers of their own: ``红牛 5箱 可乐 3``."""
        tail = piece.tail.strip()
        amounts = self._tally.counts(tail) if tail and piece.tail_act is None else ()
        return bool(amounts) and bool(plain_name(cut_out(tail, amounts)))

    def _note(self, words: str) -> None:
        self._heard.parts.append(Note(text=words.strip()))


def _only_speaks(text: str) -> bool:
    """Whether a tidied text asks or complains."""
    return remarks.is_question(text) or remarks.asks_for(text) or remarks.is_complaint(text)
