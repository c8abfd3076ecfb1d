"""A message taken apart: pieces of goods with their amounts, notes, and what is said about all of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from domain.rules import pasted, remarks
from domain.rules.candidates import Finder
from domain.rules.corrections import again_in, instead, is_sorry
from domain.rules.counting import Amount, bare, paired, tidy
from domain.rules.entries import Entry
from domain.rules.guards import Guards
from domain.rules.packs_said import HOLDING, ends_in_pack, in_pack, without_packs
from domain.rules.phrases import Piece, pieces_of, plain_name
from domain.rules.reading import Act
from domain.rules.segments import at_colon, lines_of, parts_of
from domain.rules.units import is_weight

_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
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
            if row.amounts is None:
                self._part(row.said)
            else:
                name = next(filter(self._is_code, row.codes), "") or self._whole(row.name)
                self._heard.parts.append(Piece(said=row.said, name=name, amounts=row.amounts, row=True))
            if row.note:
                self._note(row.note)

    def _whole(self, name: str) -> str:
        """The code of the only goods that are called just so, spec and all; else the name without its packing."""
        tidied = tidy(name)
        for said in dict.fromkeys((tidied, in_pack(tidied))):
            entries = [self._finder.entry(sku_id) for sku_id in self._finder.find(said).options]
            codes = [entry.code for entry in entries if _letters(said) in _whole_names(entry)]
            if len(codes) == 1 and self._is_code(codes[0]):
                return codes[0]
        return in_pack(tidied)

    def _is_code(self, code: str) -> bool:
        """Whether a code is one of ours, and no number that fits a name."""
        found = self._finder.find(tidy(code))
        entry = self._finder.entry(found.options[0]) if found.sure else None
        return entry is not None and tidy(code) in (tidy(entry.code), tidy(entry.barcode))

    def _part(self, said: str) -> None:
        """A part between separators."""
        text = tidy(said)
        if remarks.is_greeting(text) or not text.strip():
            return
        if is_sorry(text):
            self._sorry = True
            return
        if remarks.is_total(text) or remarks.is_question(text):
            self._note(said)
            return
        if remarks.is_complaint(text):
            self._complained = None if remarks.is_return(text) else self._place
            self._note(said)
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
                piece = replace(piece, act=piece.act or Act.SET)  # noqa: PLW2901 - the word before changes this one
                self._sorry = False
            doubted = packed or self._complained in (None, self._place)
            self._heard.parts.append(replace(piece, unsure=piece.unsure or doubted, place=self._place))

    def _counts(self, text: str) -> list[Amount]:
        """The quantities in a tidied text."""
        held = [match.span() for match in HOLDING.finditer(text)]
        found = [
            amount
            for amount in self._guards.counts(text)
            if not any(start <= amount.start < end for start, end in held)
        ]
        goods = [amount for amount in found if not is_weight(amount.unit)]
        if goods or self._are_weighed(text, found):
            return goods or found
        if several := paired(text):
            return several
        last = bare(text)
        return [last] if last and not self._is_size(text, last) else []

    def _are_weighed(self, text: str, amounts: Sequence[Amount]) -> bool:
        """Whether weights are quantities: of goods sold by weight, or of goods that come in no such size."""
        if not amounts:
            return False
        ends = [0, *(amount.end for amount in amounts)]
        starts = [*(amount.start for amount in amounts), len(text)]
        names = [text[end:start] for end, start in zip(ends, starts, strict=True)]
        if any(self._finder.find(name, amounts[0].unit).by_unit for name in names if plain_name(name)):
            return True
        rest = " ".join(names)
        return not bare(text) and not self._finder.find(rest).near and self._finder.find(text).near

    def _is_size(self, text: str, amount: Amount) -> bool:
        """Whether a number without a unit is rather a size or code of goods we have: ``可乐 500``."""
        if {"x", "×"} & set(text[amount.start : amount.end]):
            return False
        found = self._finder.find(text)
        return not found.near

    def _note(self, words: str) -> None:
        self._heard.parts.append(Note(text=words.strip()))


def _whole_names(entry: Entry) -> set[str]:
    return {_letters(tidy(f"{name}{spec}")) for name in entry.names for spec in (*entry.specs, "")}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
