"""Which numbers in a text are quantities, by the catalogue: not sizes, weights in a name, or codes."""

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.language.canonical import canonical
from domain.language.letter_sizes import is_letter_size
from domain.language.quantities_in_text import Amount, bares, paired, tidy
from domain.language.sizes import is_measure
from domain.language.units import is_weight
from domain.order_text.candidate_set import SURE, CandidateSet
from domain.order_text.candidates import CandidateFinder
from domain.order_text.phrases import courtesies, courtesies_behind, plain_name
from domain.order_text.splitting.leading_amounts import is_of_name
from domain.order_text.splitting.pack_specs import HOLDING, pack_at_end
from domain.order_text.splitting.quantity_like_names import QuantityLikeNames
from domain.search.coverage import is_called

#: Words that make a weight a size: 30斤装.
_SIZED = re.compile(r"^[装的规格\s]+$")
#: From so many on a number before a vessel may be what it holds.
_SMALLEST, _VESSELS = 100, frozenset("瓶罐听桶盒杯支樽")
#: A number that explains so much less than the name alone is no size.
_EVEN = 0.1
#: Fewer digits are no style number.
_CODE_FROM = 3
_LOOKED = 12
_WORD = re.compile(r"[^\W\d_]")
#: A number between words, perhaps behind a sign for times.
_AMONG = re.compile(r"(?<=[a-z])\s+(?:[x×]\s?)?(?P<count>\d{1,3})(?=\s+[a-z]{2,})")
#: The same in Chinese, glued to the word it counts and to the next: 黑6灰6藏青6条.
_AMONG_GLUED = re.compile(r"(?<=[\u3400-\u9fff])(?P<count>\d{1,3})(?=\s?(?![年月日号码])[\u3400-\u9fff])")
_GLUED = re.compile(r"(?<=[\u3400-\u9fff])\d")
#: A number with a gap behind it.
_SIZE_BEFORE = re.compile(r"(?<![\d.])(?P<size>\d{2,3})[码号]?\s+$")
#: A number and no more.
_ALONE = re.compile(r"\s*(?P<count>\d{1,4})\s*")


class QuantityFilter:
    """Counts in texts of one message."""

    def __init__(self, guards: QuantityLikeNames, finder: CandidateFinder) -> None:
        self._guards = guards
        self._finder = finder

    def spoken(self, text: str) -> Sequence[Amount]:
        """What in a tidied text sounds like a quantity and is no part of a name."""
        return self._guards.counts(text)

    def alone(self, text: str) -> Sequence[Amount]:
        """The quantities in a tidied text; where it is nothing else, a weight is one too."""
        spoken = self._guards.counts(text)
        return self.counts(text) if plain_name(cut_out(text, spoken)) else spoken

    def counts(self, text: str) -> Sequence[Amount]:
        """The quantities in a tidied text."""
        held = [match.span() for match in HOLDING.finditer(text)]
        found = [
            amount
            for amount in self._guards.counts(text)
            if not any(start <= amount.start < end for start, end in held)
        ]
        sized = self._without_sizes(text, found)
        return self._beside(text, sized) if sized else self._paired(text) or self._bare(text)

    def _beside(self, text: str, amounts: Sequence[Amount]) -> Sequence[Amount]:
        """The amounts with the numbers without units among them, each behind a name: ``cola 5 soda 2 cases``.

        Those that are set alike, ``黑6灰6藏青6条``, count in the unit of the last.
        """
        glued = len(amounts) == 1 and _GLUED.match(text, amounts[0].start)
        unit, among = (amounts[0].unit, _AMONG_GLUED) if glued else ("", _AMONG)
        more = [
            Amount(count=Decimal(match["count"]), unit=unit, start=match.start(), end=match.end("count"))
            for match in among.finditer(text, 0, amounts[-1].start)
            if not any(each.start <= match.start() < each.end for each in amounts)
            and not is_of_name(text, match.start("count"), match.end("count"), self._finder)
        ]
        every = sorted((*amounts, *more), key=lambda amount: amount.start)
        starts = [0, *(amount.end for amount in every)]
        names = [plain_name(text[start : amount.start]) for start, amount in zip(starts, every, strict=False)]
        found = [self._finder.find(name) for name in names if name] if more else []
        named = len(found) == len(every) and all(not each.near and each.explained >= SURE for each in found)
        return every if named and not plain_name(text[every[-1].end :]) else amounts

    def _paired(self, text: str) -> Sequence[Amount]:
        """Numbers behind names, but for those that are a code or with the words beside them a size, as M8 is."""

        def is_name(amount: Amount) -> bool:
            start, end = amount.start, amount.end
            sized = text[start - 1 : end] if text[start - 1 : start].isalpha() else ""
            if sized.isascii() and sized and self.bears(text, sized):
                return True
            return is_of_name(text, start, end, self._finder) or self._is_code(text[start:end])

        found = paired(text[: courtesies_behind(text)], is_name)
        return () if any(self._is_next_size(text, amount) for amount in found) else found

    def bears(self, text: str, size: str) -> bool:
        """Whether goods that a text may mean are named or sized with letters and figures, as M8."""
        entries = (self._finder.entry(hit.sku_id) for hit in self._finder.look(text, _LOOKED))
        return any(size in tidy(each) for entry in entries for each in (*entry.names, *entry.specs))

    def _is_code(self, said: str) -> bool:
        """Whether the digits of an amount are a style number or part of a name of ours: 8821, 502."""
        digits = said.strip(" ×x")
        if len(digits) < _CODE_FROM or not digits.isdecimal():
            return False
        entries = (self._finder.entry(hit.sku_id) for hit in self._finder.look(digits, _LOOKED) if not hit.near)
        return any(is_called(digits, entry) for entry in entries)

    def _without_sizes(self, text: str, amounts: Sequence[Amount]) -> Sequence[Amount]:
        """The amounts without the weights and measures that are no quantity but a size."""
        amounts = [each for at, each in enumerate(amounts) if not _is_vessel_size(text, amounts, at)]
        if not any(is_measured(amount) for amount in amounts):
            return amounts
        ends = [0, *(amount.end for amount in amounts)]
        starts = [*(amount.start for amount in amounts), len(text)]
        between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
        kept = [
            amount
            for at, amount in enumerate(amounts)
            if not is_measured(amount) or self._is_weighed(amounts, between, at)
        ]
        alone = not any(is_weight(amount.unit) for amount in amounts) and not bares(text)
        return kept or (amounts if alone or self._come_in_no_such_size(text, between) else ())

    def _is_weighed(self, amounts: Sequence[Amount], between: Sequence[str], at: int) -> bool:
        """Whether a weight is how much is wanted: goods sold by weight stand beside it, and no other amount of them."""
        before, after = (self._named(between[place]) for place in (at, at + 1))
        if (not after and at + 1 < len(amounts)) or (not before and at):
            return False
        found = self._finder.find(before or after, amounts[at].unit)
        times = before and any("×" in _as_said(before, [each]) for each in bares(f"{before} {between[-1]}"))
        return found.by_unit or (bool(before) and found.near and not times)

    def _named(self, text: str) -> str:
        """A stretch beside an amount without courtesies, a number of its own, and what only makes a weight a size."""
        return _SIZED.sub("", plain_name(cut_out(text, bares(text)[:1])))

    def _come_in_no_such_size(self, text: str, names: Sequence[str]) -> bool:
        return not bares(text) and not self._finder.find(" ".join(names)).near and self._finder.find(text).near

    def ends_in_pack(self, text: str) -> bool:
        """Whether the only number may as well be how many a pack of these goods holds: ``500ml*24瓶``."""
        cut = pack_at_end(text)
        if cut is None:
            return False
        found = self._finder.find(plain_name(text[:cut]))
        digits = re.search(r"\d+", text[cut:])
        return not found.options or digits is None or any(self._holds(each, digits.group()) for each in found.options)

    def _holds(self, sku_id: int, digits: str) -> bool:
        entry = self._finder.entry(sku_id)
        texts = (*entry.names, *entry.specs, *(str(size) for _, size in entry.packs))
        return any(digits in re.findall(r"\d+", text) for text in texts)

    def _bare(self, text: str) -> Sequence[Amount]:
        """A number without a unit, unless it is rather a size or code of goods we have: ``可乐 500``."""
        start, end = courtesies(text), courtesies_behind(text)
        alone = _ALONE.fullmatch(text, start, end) if start or text[end:].strip() else None
        if alone and not self._is_code(alone["count"]):
            return (Amount(count=Decimal(alone["count"]), unit="", start=alone.start("count"), end=alone.end("count")),)
        found = [amount.moved(start) for amount in bares(text[start:end])]
        found = [amount for amount in found if not self._is_code(text[amount.start : amount.end])]
        rests = [self._finder.find(cut_out(text, [amount])) for amount in found]
        found, rests = _spelt(text, found, rests)
        if not found:
            return ()
        rest = canonical(plain_name(cut_out(text, found[:1])))
        if (
            "×" not in _as_said(text, found)
            and not is_letter_size(rest)
            and self._is_size(text, max(rest.explained for rest in rests))
        ):
            return ()
        if any(self._is_next_size(text, amount) for amount in found):
            return ()
        ranked = sorted(zip(rests, found, strict=True), key=lambda each: (each[0].near, not each[0].sure))
        return [ranked[0][1]]

    def _is_next_size(self, text: str, amount: Amount) -> bool:
        """Whether a number behind a size is the size of a sibling as well: ``皮鞋红27 28``."""
        before = _SIZE_BEFORE.search(text, 0, amount.start)
        if before is None or before.end() < amount.start or before["size"] == text[amount.start : amount.end].strip():
            return False
        name, other = (
            plain_name(f"{text[: before.start('size')]}{size}") for size in (before["size"], f"{amount.count}")
        )
        found, sibling = self._finder.find(name), self._finder.find(other)
        return found.sure and sibling.sure and self._alike(found.options[0], sibling.options[0])

    def _alike(self, one: int, other: int) -> bool:
        return one != other and self._finder.entry(one).names[:1] == self._finder.entry(other).names[:1]

    def _is_size(self, text: str, without: float) -> bool:
        """Whether goods we have answer to the whole text with its number, or to the last word that holds it.

        ``without``: how well they answer to the text without the number.
        """
        last = text.rsplit(maxsplit=1)[-1]
        names = (text, last) if _WORD.search(last) and last[-1:].isdigit() else (text,)
        every = map(self._finder.find, names)
        return any(not found.near and found.explained >= without - _EVEN for found in every)


def is_measured(amount: Amount) -> bool:
    """Whether an amount weighs or measures, so that it may as well be a size."""
    return is_weight(amount.unit) or is_measure(amount.unit)


def _is_vessel_size(text: str, amounts: Sequence[Amount], at: int) -> bool:
    """Whether an amount is a size and what it comes in, with the amount right behind it: ``330罐10件``."""
    if amounts[at].count < _SMALLEST or at + 1 == len(amounts) or amounts[at].unit not in _VESSELS:
        return False
    return not text[amounts[at].end : amounts[at + 1].start].strip("的装 ")


def _spelt(
    text: str, amounts: Sequence[Amount], rests: Sequence[CandidateSet]
) -> tuple[list[Amount], list[CandidateSet]]:
    """The amounts without those in words that stand before no goods: ``a question``."""
    kept = [
        (amount, rest)
        for amount, rest in zip(amounts, rests, strict=True)
        if re.search(r"\d", text[amount.start : amount.end]) or not rest.near
    ]
    return [amount for amount, _ in kept], [rest for _, rest in kept]


def _as_said(text: str, amounts: Sequence[Amount]) -> str:
    """The amounts as said, with one sign for times."""
    return "".join(text[amount.start : amount.end] for amount in amounts).replace("x", "×")


def cut_out(text: str, amounts: Sequence[Amount]) -> str:
    """A text without its amounts."""
    for amount in amounts:
        text = blank(text, amount.start, amount.end)
    return text


def blank(text: str, start: int, end: int) -> str:
    """A text with a stretch of it made blank; its length stays."""
    return text[:start] + " " * (end - start) + text[end:]
