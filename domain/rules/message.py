"""A message taken apart: pieces of goods with their amounts, notes, and what is said about all of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from domain.rules import pasted, remarks
from domain.rules.candidates import Finder
from domain.rules.corrections import after_drop, again_in, instead, is_sorry
from domain.rules.counting import Amount, bares, leading, paired, tidy
from domain.rules.guards import Guards
from domain.rules.packs_said import HOLDING, ends_in_pack, without_packs
from domain.rules.phrases import Piece, courtesies, pieces_of, plain_name
from domain.rules.reading import Act
from domain.rules.segments import at_colon, lines_of, parts_of
from domain.rules.units import is_weight

_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
#: Words that make a weight a size: 30斤装.
_SIZED = re.compile(r"^[装的规格\s]+$")
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


class Listener:
    """Takes one message apart."""

    def __init__(self, guards: Guards, finder: Finder, units: frozenset[str]) -> None:
        self._guards = guards
        self._finder = finder
        self._units = units
        self._heard = Heard()
        self._sorry = False
        self._place = 0
        self._complained: int | None = -1

    def hear(self, text: str) -> Heard:
        """Every part of the message."""
        for is_row, group in groupby(text.splitlines(), pasted.is_pasted):
            lines = list(group)
            if is_row:
                self._rows(lines)
            else:
                for line in lines_of("\n".join(lines)):
                    self._place += 1
                    for part in parts_of(line):
                        self._part(part)
        return self._heard

    def _rows(self, lines: Sequence[str]) -> None:
        for row in pasted.rows_of([line for line in lines if line.strip()], self._units):
            amount = leading(tidy(row.amount), self._units) if row.amount not in ("", "?") else None
            if row.amount == "?":
                self._part(row.said)
            else:
                name = row.code if row.code and not self._finder.find(tidy(row.code)).near else tidy(row.name)
                self._heard.parts.append(Piece(said=row.said, name=name, amounts=(amount,) if amount else (), row=True))
            if row.note:
                self._note(row.note)

    def _part(self, said: str) -> None:
        """A part between separators."""
        text = tidy(said)
        if remarks.is_greeting(text) or not text.strip():
            return
        if is_sorry(text):
            self._sorry = True
            return
        if (cut := after_drop(text)) and len(said) == len(text):
            self._part(said[:cut])
            self._part(said[cut:])
            return
        if remarks.is_question(text):
            self._mentioned(said, remarks.without_question(text))
            return
        if remarks.is_total(text) or remarks.is_detail(text):
            self._note(said)
            return
        if remarks.is_complaint(text):
            self._complained = None if remarks.is_return(text) else self._place
            self._mentioned(said, _cut(remarks.without_complaint(text), self._guards.counts(text)))
            return
        if span := again_in(text):
            self._heard.again = True
            rest = f"{text[: span[0]]} {text[span[1] :]}".strip()
            if plain_name(rest):
                self._part(rest)
            return
        if found := remarks.unit_for_all(text):
            start, self._heard.unit = found
            if text[:start].strip():
                self._part(text[:start])
            return
        self._goods_or_note(said, text)

    def _mentioned(self, said: str, name: str) -> None:
        """What only speaks of goods may be followed by how many: ``可乐多少钱，来10箱``."""
        if not plain_name(name) or self._finder.find(name).near:
            self._note(said)
        else:
            self._heard.parts.append(Piece(said=said, name=name, unsure=True, only_asks=True, place=self._place))

    def _goods_or_note(self, said: str, text: str) -> None:
        amounts = self._guards.counts(text)
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
        for part in (before, after):
            if part:
                self._part(part)

    def _without_remarks(self, said: str, text: str) -> str:
        """The text with days, prices, places and the like blanked; they are kept."""
        for match in list(_BRACKETS.finditer(text)):
            inside = match.group(1)
            if remarks.is_remark(inside) and not self._guards.counts(inside):
                self._note(inside)
                text = _blank(text, *match.span())
        for match in list(remarks.FRAGMENTS.finditer(text)):
            words = said[match.start() : match.end()] if len(said) == len(text) else match.group()
            if words.strip():
                self._note(words)
            text = _blank(text, *match.span())
        return self._without_wishes(said, text)

    def _without_wishes(self, said: str, text: str) -> str:
        """The text without what stands apart in it and is a wish about goods: ``都要冰的``."""
        words = list(_APART.finditer(text))
        for match in words if len(words) > 1 else ():
            wish = match.group()
            if remarks.is_remark(wish) and not self._guards.counts(wish) and self._finder.find(wish).near:
                self._note(said[match.start() : match.end()] if len(said) == len(text) else wish)
                text = _blank(text, *match.span())
        return text

    def _swap(self, said: str, old: str, new: str) -> bool:
        pieces = list(pieces_of(said, new, self._counts(new)))
        if len(pieces) != 1 or not plain_name(pieces[0].name) or self._counts(old):
            return False
        self._heard.parts.append(Swap(said=said, old=old, new=pieces[0]))
        return True

    def _pieces(self, said: str, text: str) -> None:
        amounts = self._counts(text)
        packed = ends_in_pack(text) and len(amounts) < 2  # noqa: PLR2004 - a second one is the quantity
        text = without_packs(text, amounts)
        amounts = [amount for amount in amounts if text[amount.start : amount.end].strip()]
        for piece in pieces_of(said, text, amounts):
            if self._sorry:
                piece = replace(piece, act=piece.act or Act.SET, instead=True)  # noqa: PLW2901 - the word before it
                self._sorry = False
            doubted = packed or self._complained in (None, self._place)
            piece = replace(piece, unsure=piece.unsure or doubted, place=self._place)  # noqa: PLW2901
            if self._goes_on(piece):
                self._heard.parts.append(replace(piece, tail=""))
                self._goods_or_note(piece.tail.strip(), piece.tail.strip())
            else:
                self._heard.parts.append(piece)

    def _goes_on(self, piece: Piece) -> bool:
        """Whether the words behind the last quantity are goods with numbers of their own: ``红牛 5箱 可乐 3``."""
        tail = piece.tail.strip()
        amounts = self._counts(tail) if tail and piece.tail_act is None else ()
        return bool(amounts) and bool(plain_name(_cut(tail, amounts)))

    def _counts(self, text: str) -> Sequence[Amount]:
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
        if not found or ("×" not in _said(text, found) and self._is_size(text)):
            return ()
        rests = [self._finder.find(_cut(text, [amount])) for amount in found]
        ranked = sorted(zip(rests, found, strict=True), key=lambda each: (each[0].near, not each[0].sure))
        return [ranked[0][1]]

    def _is_size(self, text: str) -> bool:
        """Whether goods we have answer to the whole text with its number, or to the last word that holds it."""
        last = text.rsplit(maxsplit=1)[-1]
        if not self._finder.find(text).near:
            return True
        return bool(_WORD.search(last) and re.search(r"\d$", last)) and not self._finder.find(last).near

    def _note(self, words: str) -> None:
        self._heard.parts.append(Note(text=words.strip()))


def _cut(text: str, amounts: Sequence[Amount]) -> str:
    """A text without its amounts."""
    for amount in amounts:
        text = _blank(text, amount.start, amount.end)
    return text


def _said(text: str, amounts: Sequence[Amount]) -> str:
    """The amounts as said, with one sign for times."""
    return "".join(text[amount.start : amount.end] for amount in amounts).replace("x", "×")


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
