"""Rows of a sheet and what their cells say; a cell that says nothing usable is refused with its reason."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from domain.rules.money import is_price

_MONEY_SIGNS = re.compile(r"[¥￥$€£,\s]|元|cny|rmb|usd", re.IGNORECASE)
_PARTS = re.compile(r"[;；]")
_YES = frozenset({"1", "y", "yes", "true", "是", "可", "允许", "√"})
_NO = frozenset({"", "0", "n", "no", "false", "否", "不可", "不允许", "×", "x"})


class BadCellError(Exception):
    """A cell that cannot be used; ``reason`` is the key of its text, ``facts`` fill the blanks."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


#: A row as people see it: its number, and its cells as text.
Row: TypeAlias = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet with its rows that hold anything."""

    name: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row under the header. ``number`` as a spreadsheet shows it; ``cells`` by our column names.

    A column that the sheet has not is not in ``cells``. ``headers``: what the sheet itself calls its columns.
    """

    number: int
    cells: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)

    def has(self, column: str) -> bool:
        """Whether the sheet has this column."""
        return column in self.cells

    def words(self, column: str, most: int) -> str:
        """The text of a cell, empty where there is none."""
        text = " ".join(self.cells.get(column, "").split())
        if len(text) > most:
            raise BadCellError("sheets.too_long", column=self.called(column), most=most)
        return text

    def needed(self, column: str, most: int) -> str:
        """The text of a cell that must not be empty."""
        text = self.words(column, most)
        if not text:
            raise BadCellError("sheets.needed", column=self.called(column))
        return text

    def number_in(self, column: str) -> Decimal | None:
        """The number in a cell, or nothing where it is empty."""
        text = unicodedata.normalize("NFKC", self.cells.get(column, "")).strip()
        if not text:
            return None
        try:
            number = Decimal(_MONEY_SIGNS.sub("", text))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number.adjusted() > _DIGITS:
            raise BadCellError("sheets.bad_number", column=self.called(column), text=text[:_SHOWN])
        return number

    def price(self, column: str) -> Decimal | None:
        """A unit price."""
        price = self.number_in(column)
        if price is not None and not is_price(price):
            raise BadCellError("sheets.bad_price", text=self.cells[column].strip()[:_SHOWN])
        return price

    def whole(self, column: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        number = self.number_in(column)
        if number is None:
            return None
        if number != int(number) or not least <= number <= most:
            raise BadCellError("sheets.out_of_range", column=self.called(column), least=least, most=most)
        return int(number)

    def flag(self, column: str) -> bool:
        """Yes or no; empty is no."""
        word = unicodedata.normalize("NFKC", self.cells.get(column, "")).strip().casefold()
        if word not in _YES | _NO:
            raise BadCellError("sheets.bad_flag", column=self.called(column), text=word[:_SHOWN])
        return word in _YES

    def parts(self, column: str, most: int) -> tuple[str, ...]:
        """The texts of a cell that semicolons separate, each once."""
        texts = dict.fromkeys(" ".join(text.split()) for text in _PARTS.split(self.cells.get(column, "")))
        if any(len(text) > most for text in texts):
            raise BadCellError("sheets.too_long", column=self.called(column), most=most)
        return tuple(filter(None, texts))

    def called(self, column: str) -> str:
        """What the sheet itself calls a column, for telling people about it."""
        return self.headers.get(column) or column


#: More digits before the point than any number of ours has.
_DIGITS = 12
#: So much of a bad cell is shown back.
_SHOWN = 30
