"""Numbers as people write them: whether a comma parts thousands or begins the decimals is told by the whole column."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import Enum


class Decimals(Enum):
    """What begins the decimals of a column's numbers."""

    POINT = "point"
    COMMA = "comma"
    UNCLEAR = "unclear"


_MONEY_SIGNS = re.compile(r"[¥￥$€£\s'’]|元|cny|rmb|usd", re.IGNORECASE)
#: 2,20 · 0,9 · 1.234,50 · 1.234.567: only a comma can begin the decimals.
_COMMA = re.compile(r"[-+(]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})\)?")
#: 2.20 · 0.9 · 1,234.50 · 1,00,000: only a point can.
_POINT = re.compile(r"[-+(]?(?:\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{2,3})+\.\d+|\d{1,3}(?:,\d{2,3}){2,})\)?")
#: 1,234 and 1.234 may be either.
_EITHER = re.compile(r"[-+(]?\d{1,3}[,.]\d{3}\)?")
_POINT_OR_MARK = re.compile(r"[-+(]?\d{1,3}\.\d{3}\)?")
#: More digits before the point than any number of ours has.
_DIGITS = 12


def bare(text: str) -> str:
    """A cell without width, spaces and signs of money."""
    return _MONEY_SIGNS.sub("", unicodedata.normalize("NFKC", text))


def decimals_of(cells: Iterable[str], *, sure: bool = False) -> Decimals | None:
    """What the cells of a column say together; nothing where they do not show it.

    ``sure``: whether 1.234 between 2,20 and 0,9 can only be a thousand, as in a text file.
    """
    texts = [bare(cell) for cell in cells if "," in cell or "." in cell]
    comma, point = (any(map(pattern.fullmatch, texts)) for pattern in (_COMMA, _POINT))
    if comma == point:
        return Decimals.UNCLEAR if comma else None
    if comma and not sure and any(map(_POINT_OR_MARK.fullmatch, texts)):
        return Decimals.UNCLEAR
    return Decimals.COMMA if comma else Decimals.POINT


def number(text: str, decimals: Decimals) -> Decimal | None:
    """The number in a cell; nothing where it is none, or may be one of two."""
    text = bare(text)
    if _COMMA.fullmatch(text):
        decimals = Decimals.COMMA
    elif _POINT.fullmatch(text):
        decimals = Decimals.POINT
    elif decimals is Decimals.UNCLEAR and _EITHER.fullmatch(text):
        return None
    plain = text.replace(".", "").replace(",", ".") if decimals is Decimals.COMMA else text.replace(",", "")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and found.adjusted() <= _DIGITS else None


def with_point(cell: str, decimals: Decimals | None) -> str:
    """A cell whose decimals begin with a point; one that may be one of two numbers says so: ``1,000?``."""
    text = bare(cell)
    if _COMMA.fullmatch(text):
        return f"{number(text, Decimals.COMMA):f}"
    return f"{cell}?" if decimals in (Decimals.COMMA, Decimals.UNCLEAR) and _EITHER.fullmatch(text) else cell
