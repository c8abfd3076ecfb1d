"""Writes a paper as an Excel workbook: a sheet for each table, the facts above the first; numbers stay numbers."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from bot.papers.paper import Cell, CellKind, Column, Paper, Table
from domain.language.sanitise import plain
from domain.rules.money import PRICE_PLACES, smallest_unit

#: What a text is can only be said by us: nothing that people wrote becomes a formula or a link.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS = {CellKind.TEXT: 26, CellKind.MONEY: 14, CellKind.PRICE: 12, CellKind.QUANTITY: 10, CellKind.DAY: 12}
#: Excel's limit for the name of a sheet, and what must not be in one.
_NAME_MOST, _FORBIDDEN = 31, str.maketrans("[]:*?/\\", "       ")
_LONG = 48


def workbook_of(paper: Paper) -> bytes:
    """The paper as a file."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _OPTIONS) as book:
        writer = _Writer(book, paper)
        for table in paper.tables:
            writer.sheet(table, with_facts=table is paper.tables[0])
    return made.getvalue()


class _Writer:
    """Writes the sheets of one workbook with its formats."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self._book, self._paper = book, paper
        cent = "0." + "0" * -int(smallest_unit(paper.currency).as_tuple().exponent)
        numbers = {
            CellKind.TEXT: "@",
            CellKind.MONEY: f"#,##{cent}".rstrip("."),
            CellKind.PRICE: "#,##0.00" + "#" * (PRICE_PLACES - 2),
            CellKind.QUANTITY: "#,##0.###",
            CellKind.DAY: "yyyy-mm-dd",
        }
        self._formats = {kind: book.add_format({"num_format": number}) for kind, number in numbers.items()}
        self._strong = {kind: book.add_format({"num_format": n, "bold": True}) for kind, n in numbers.items()}
        self._head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#f2f4f7", "text_wrap": True})
        self._title = book.add_format({"bold": True, "font_size": 14})

    def sheet(self, table: Table, *, with_facts: bool) -> None:
        """One table on a sheet of its own, its head kept in sight."""
        sheet = self._book.add_worksheet(plain(table.name).translate(_FORBIDDEN)[:_NAME_MOST].strip())
        first = self._facts(sheet) if with_facts else 0
        for at, column in enumerate(table.columns):
            sheet.write_string(first, at, plain(column.title), self._head)
            sheet.set_column(at, at, _wide(table, at, column))
        for down, row in enumerate(table.rows):
            formats = self._strong if down in table.strong else self._formats
            for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                _write(sheet, (first + 1 + down, at), cell, formats[column.kind])
        sheet.freeze_panes(first + 1, 0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(first)

    def _facts(self, sheet: Any) -> int:
        """Title and facts from the top; the row after them."""
        sheet.write_string(0, 0, plain(self._paper.title), self._title)
        for down, line in enumerate(self._paper.about, 1):
            sheet.write_string(down, 0, plain(line))
        down = len(self._paper.about) + 1
        for fact in (*self._paper.facts, *self._paper.beside):
            sheet.write_string(down, 0, plain(fact.name))
            _write(sheet, (down, 1), fact.value, self._formats[fact.kind])
            down += 1
        return down + 1


def _write(sheet: Any, place: tuple[int, int], cell: Cell, look: Any) -> None:
    match cell:
        case None | "":
            sheet.write_blank(*place, None, look)
        case Decimal():
            sheet.write_number(*place, float(cell), look)
        case date():
            sheet.write_datetime(*place, datetime(cell.year, cell.month, cell.day), look)  # noqa: DTZ001 - Excel's have no zone
        case _:
            sheet.write_string(*place, plain(cell), look)


def _wide(table: Table, at: int, column: Column) -> float:
    """As wide as its longest text, within bounds; a Chinese character takes two."""
    if column.kind is not CellKind.TEXT:
        return _WIDTHS[column.kind]
    texts: Iterable[str] = (str(row[at] or "") for row in table.rows)
    longest = max((sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in texts), default=0)  # noqa: PLR2004
    return min(max(longest + 2, 12), _LONG)
