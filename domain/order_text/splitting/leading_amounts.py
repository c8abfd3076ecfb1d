"""Amounts before what they count: a value of what was named first, or a unit that ends the name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.language.canonical import canonical
from domain.language.numerals import read_numeral
from domain.language.quantities_in_text import Amount
from domain.language.units import singular
from domain.order_text.candidates import CandidateFinder
from domain.order_text.frame import Frame
from domain.order_text.phrases import Piece, plain_name
from domain.search.coverage import borne, borne_by_name, words_of

#: Numbers written out, each of which may also be a word.
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: More words in letters are no value.
_VALUE_WORDS = 2
#: A number that stands alone within a text.
_ALONE = re.compile(rf"(?:(?<=\s)|^)(?:\d{{1,3}}|{'|'.join(_COUNTS)})(?=\s+[^\W\d])")
_LAST_WORD = re.compile(r"^(?P<name>.*\S)\s+\(?(?P<unit>[a-z]+)\.?\)?$")


def begins_with_number(text: str) -> bool:
    """Whether a tidied text begins with a number that stands alone."""
    return bool(_ALONE.match(text))


def values_behind(
    head: str, text: str, amounts: Sequence[Amount], units: frozenset[str], finder: CandidateFinder
) -> list[tuple[Amount, str]]:
    """Amounts with a value behind each of what stands before them all: ``cheese 2 loaves yellow 1 white``.

    ``head``: that which was said before the text, if it was: ``toner: 1 black 1 cyan``.
    """
    if head:
        text, amounts = f"{head} {text}", [amount.moved(len(head) + 1) for amount in amounts]
    alone = [
        Amount(count=read_numeral(match.group()) or Decimal(0), unit="", start=match.start(), end=match.end())
        for match in _ALONE.finditer(text)
        if not any(amount.start <= match.start() < amount.end for amount in amounts)
        and not is_of_name(text, match.start(), match.end(), finder)
    ]
    every = sorted((*amounts, *alone), key=lambda amount: amount.start)
    if not every or not plain_name(text[every[-1].end :]):
        return []
    ends = [*(amount.start for amount in every[1:]), len(text)]
    values = [plain_name(text[amount.end : end]) for amount, end in zip(every, ends, strict=True)]
    if any(singular(value.partition(" ")[0]) in units for value in values):
        return []
    head = plain_name(text[: every[0].start])
    found = finder.find(head) if head and all(values) else None
    if found is None or found.near or (found.sure and any(_is_name(value, finder) for value in values)):
        return []
    frame = Frame(finder)
    frame.remember(head, found.options)
    parts = [frame.goes_on(value) for value in values]
    numbers = _numbers(head)
    if not all(part and (numbers <= _numbers(part.carried) or not _numbers(part.name)) for part in parts):
        return []  # a number in place of one that was said is of other goods
    unit, found_all = "", []
    for amount, part in zip(every, parts, strict=True):
        unit = amount.unit or unit
        found_all += [(replace(amount, unit=unit), part.name)] if part else []
    return found_all


def _is_name(value: str, finder: CandidateFinder) -> bool:
    """Whether words in letters are too many for a value, and name goods of their own."""
    return value.isascii() and len(value.split()) > _VALUE_WORDS and finder.find(value).sure


def _numbers(name: str) -> set[str]:
    return {word.text for word in words_of(canonical(name)) if word.is_number}


def is_of_name(text: str, start: int, end: int, finder: CandidateFinder) -> bool:
    """Whether goods bear a number with the words on both sides of it: ``5 subject notebook``, ``hp 67 ink``."""
    behind = re.match(r"\s*[^\W\d]+|(?=\s+\d)", text[end:])
    if behind is None:
        return False
    name = plain_name(text[: end + behind.end()])
    found, words = finder.find(name), words_of(canonical(name))
    number = next((at for at, word in enumerate(words) if word.text == text[start:end].strip()), None)
    needed = {at for at, word in enumerate(words) if word.says}
    bears = any(needed <= borne(words, finder.entry(sku_id)) for sku_id in found.options)
    return number is not None and not found.near and bears


def with_unit_behind(piece: Piece, units: frozenset[str], finder: CandidateFinder) -> Piece:
    """A piece whose number has its unit at the end of the name: ``2x mayo case``."""
    match = _LAST_WORD.match(plain_name(piece.name)) if len(piece.amounts) == 1 and not piece.unit else None
    unit = singular(match["unit"]) if match else ""
    if match is None or unit not in units:
        return piece
    whole, without = finder.find(plain_name(piece.name)), finder.find(match["name"], unit)
    called = whole.options and borne_by_name(words_of(match["unit"]), finder.entry(whole.options[0]))
    if called or without.near or not without.by_unit:
        return piece
    return replace(piece, name=match["name"], amounts=(replace(piece.amounts[0], unit=unit),))
