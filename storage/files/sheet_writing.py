"""Writing sheets that people open in Excel: every exported CSV or workbook goes through here."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from domain.language.sanitise import plain

#: Excel runs a text that begins like this as a formula, full-width forms included; it skips leading spaces.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
Cell = str | int | bool | Decimal | date | datetime | None


def safe_cell(cell: Cell) -> str:
    """A cell as text that no spreadsheet runs as a formula; our own numbers and dates stay as they are."""
    match cell:
        case None:
            return ""
        case str():
            text = plain(cell)
            is_formula = text.lstrip(" \t\r\n\u3000'\"").startswith(_FORMULA) or text.startswith(("\t", "\n"))
            return f"'{text}" if is_formula else text
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case Decimal():
            return format(cell, "f")
        case _:
            return str(cell)


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A sheet as CSV that Excel opens in the right encoding."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
