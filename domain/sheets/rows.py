"""A row under a header, cell by cell; an unusable cell is refused with its reason."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from domain.language.dates import full_day
from domain.language.words.lists import words
from domain.rules.money import is_price
from domain.sheets.cells import BadCellError, Mark
from domain.sheets.codes import code_in
from domain.sheets.numbers import Decimals, number

_PARTS = re.compile(r"[;；]")
_ALIASES = re.compile(r"[;；,，、]")
_YES = frozenset({"1", *words("sheets", "yes")})
_NO = frozenset({"", "0", *words("sheets", "no")})
#: What a cell cannot be read for: a formula without a value holds nothing, an error no text either.
_EMPTY_MARKS = frozenset({Mark.FORMULA, Mark.ERROR})
#: Marks that a number must not have.
_NO_NUMBERS = frozenset({*_EMPTY_MARKS, Mark.YES_NO, Mark.DATE, Mark.MERGED})
#: So much of a bad cell is shown back.
_SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row under the header. ``number`` as a spreadsheet shows it; ``cells`` by our column names.

    A column that the sheet has not is not in ``cells``. ``headers``: what the sheet itself calls its columns.
    ``sheet``: its name, where a workbook has several. ``units``: what the numbers of a column count or are a price for,
    by its header. ``marks``: what is odd about cells. ``decimals``: what begins the decimals in a column.
    """

    number: int
    cells: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    decimals: Mapping[str, Decimals] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where people find the row."""
        return f"{self.sheet}!{self.number}" if self.sheet else str(self.number)

    def has(self, column: str) -> bool:
        """Whether the sheet has this column."""
        return column in self.cells

    def words(self, column: str, most: int) -> str:
        """The text of a cell, empty where there is none."""
        self._refuse(column, _EMPTY_MARKS)
        text = " ".join(self.cells.get(column, "").split())
        if len(text) > most:
            raise BadCellError("sheets.too_long", column=self.called(column), most=most)
        return text

    def needed(self, column: str, most: int) -> str:
        """The text of a cell that must not be empty."""
        return self._full(column, self.words(column, most))

    def code(self, column: str, most: int) -> str:
        """A code, with all its digits; empty where there is none."""
        if self.marks.get(column) is Mark.CUT:
            raise BadCellError("sheets.exponent", text=self.cells[column][:_SHOWN])
        return code_in(self.words(column, most))

    def needed_code(self, column: str, most: int) -> str:
        """A code that must not be empty."""
        return self._full(column, self.code(column, most))

    def number_in(self, column: str) -> Decimal | None:
        """The number in a cell, or nothing where it is empty."""
        self._refuse(column, _NO_NUMBERS)
        text = unicodedata.normalize("NFKC", self.cells.get(column, "")).strip()
        if not text:
            return None
        found = number(text, self.decimals.get(column, Decimals.POINT))
        if found is None:
            is_clear = self.decimals.get(column) is not Decimals.UNCLEAR or number(text, Decimals.POINT) is None
            reason = "sheets.bad_number" if is_clear else "sheets.unclear_number"
            raise BadCellError(reason, column=self.called(column), text=text[:_SHOWN])
        return found

    def price(self, column: str) -> Decimal | None:
        """A unit price."""
        price = self.number_in(column)
        if price is not None and not is_price(price):
            raise BadCellError("sheets.bad_price", text=self.cells[column].strip()[:_SHOWN])
        return price

    def whole(self, column: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        found = self.number_in(column)
        if found is None:
            return None
        if found != int(found) or not least <= found <= most:
            raise BadCellError("sheets.out_of_range", column=self.called(column), least=least, most=most)
        return int(found)

    def flag(self, column: str) -> bool:
        """Yes or no; empty is no."""
        word = unicodedata.normalize("NFKC", self.cells.get(column, "")).strip().casefold()
        if word not in _YES | _NO:
            raise BadCellError("sheets.bad_flag", column=self.called(column), text=word[:_SHOWN])
        return word in _YES

    def day(self, column: str) -> date | None:
        """A day with its year; nothing where the cell is empty."""
        text = self.words(column, _SHOWN)
        day = full_day(text)
        if text and day is None:
            raise BadCellError("sheets.bad_date", column=self.called(column), text=text)
        return day

    def parts(self, column: str, most: int) -> tuple[str, ...]:
        """The texts of a cell that semicolons separate, each once."""
        return self._parts(_PARTS, column, most)

    def names(self, column: str, most: int) -> tuple[str, ...]:
        """The names in a cell, each once: commas separate them as well."""
        return self._parts(_ALIASES, column, most)

    def called(self, column: str) -> str:
        """What the sheet itself calls a column, for telling people about it."""
        return self.headers.get(column) or column

    def _parts(self, between: re.Pattern[str], column: str, most: int) -> tuple[str, ...]:
        self._refuse(column, _EMPTY_MARKS)
        texts = dict.fromkeys(" ".join(text.split()) for text in between.split(self.cells.get(column, "")))
        if any(len(text) > most for text in texts):
            raise BadCellError("sheets.too_long", column=self.called(column), most=most)
        return tuple(filter(None, texts))

    def _full(self, column: str, text: str) -> str:
        if not text:
            raise BadCellError("sheets.needed", column=self.called(column))
        return text

    def _refuse(self, column: str, odd: frozenset[Mark]) -> None:
        """Refuse a cell that is odd in one of these ways."""
        mark = self.marks.get(column)
        if mark in odd:
            raise BadCellError(f"sheets.{mark}", column=self.called(column), text=self.cells.get(column, "")[:_SHOWN])
