"""Which numbers of a text are quantities, seen with the catalogue: not sizes, not weights in a name, not codes."""

import re
from collections.abc import Sequence

from domain.rules.candidates import Finder
from domain.rules.counting import Amount, bares, paired
from domain.rules.guards import Guards
from domain.rules.packs_said import HOLDING
from domain.rules.phrases import courtesies, plain_name
from domain.rules.units import is_weight

#: Words that make a weight a size: 30斤装.
_SIZED = re.compile(r"^[装的规格\s]+$")
#: From so many on a number before a vessel may be what it holds.
_SMALLEST, _VESSELS = 100, frozenset("瓶罐听桶盒杯支樽")
#: A number that explains so much less than the name alone is no size.
_EVEN = 0.1
_WORD = re.compile(r"[^\W\d_]")


class Tally:
    """Counts in texts of one message."""

    def __init__(self, guards: Guards, finder: Finder) -> None:
        self._guards = guards
        self._finder = finder

    def spoken(self, text: str) -> Sequence[Amount]:
        """What in a tidied text sounds like a quantity and is no part of a name."""
        return self._guards.counts(text)

    def counts(self, text: str) -> Sequence[Amount]:
        """The quantities in a tidied text."""
        held = [match.span() for match in HOLDING.finditer(text)]
        found = [
            amount
            for amount in self._guards.counts(text)
            if not any(start <= amount.start < end for start, end in held)
        ]
        return self._without_sizes(text, found) or paired(text) or self._bare(text)

    def _without_sizes(self, text: str, amounts: Sequence[Amount]) -> Sequence[Amount]:
        """The amounts without the weights that are no quantity but a size."""
        amounts = [each for at, each in enumerate(amounts) if not _is_vessel_size(text, amounts, at)]
        if not any(is_weight(amount.unit) for amount in amounts):
            return amounts
        ends = [0, *(amount.end for amount in amounts)]
        starts = [*(amount.start for amount in amounts), len(text)]
        between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
        kept = [
            amount
            for at, amount in enumerate(amounts)
            if not is_weight(amount.unit) or self._is_weighed(amounts, between, at)
        ]
        return kept or (amounts if self._come_in_no_such_size(text, between) else ())

    def _is_weighed(self, amounts: Sequence[Amount], between: Sequence[str], at: int) -> bool:
        """Whether a weight is how much is wanted: goods sold by weight stand beside it, and no other amount of them."""
        before, after = _SIZED.sub("", plain_name(between[at])), _SIZED.sub("", plain_name(between[at + 1]))
        if (not after and at + 1 < len(amounts)) or (not before and at):
            return False
        found = self._finder.find(before or after, amounts[at].unit)
        return found.by_unit or (bool(before) and found.near)

    def _come_in_no_such_size(self, text: str, names: Sequence[str]) -> bool:
        return not bares(text) and not self._finder.find(" ".join(names)).near and self._finder.find(text).near

    def _bare(self, text: str) -> Sequence[Amount]:
        """A number without a unit, unless it is rather a size or code of goods we have: ``可乐 500``."""
        start = courtesies(text)
        found = [amount.moved(start) for amount in bares(text[start:])]
        rests = [self._finder.find(cut_out(text, [amount])) for amount in found]
        if not found:
            return ()
        if "×" not in _as_said(text, found) and self._is_size(text, max(rest.explained for rest in rests)):
            return ()
        ranked = sorted(zip(rests, found, strict=True), key=lambda each: (each[0].near, not each[0].sure))
        return [ranked[0][1]]

    def _is_size(self, text: str, without: float) -> bool:
        """Whether goods we have answer to the whole text with its number, or to the last word that holds it.

        ``without``: how well they answer to the text without the number.
        """
        last = text.rsplit(maxsplit=1)[-1]
        names = (text, last) if _WORD.search(last) and last[-1:].isdigit() else (text,)
        every = map(self._finder.find, names)
        return any(not found.near and found.explained >= without - _EVEN for found in every)


def _is_vessel_size(text: str, amounts: Sequence[Amount], at: int) -> bool:
    """Whether an amount is a size and what it comes in, with the amount right behind it: ``330罐10件``."""
    if amounts[at].count < _SMALLEST or at + 1 == len(amounts) or amounts[at].unit not in _VESSELS:
        return False
    return not text[amounts[at].end : amounts[at + 1].start].strip("的装 ")


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
