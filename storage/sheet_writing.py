"""Writing sheets for people who open them in Excel: all that leaves the house as CSV or workbook goes through here."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from domain.rules.plain_words import plain

#: A text that begins like this is run as a formula, wide twins included; Excel passes over what stands before it.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
Cell = str | int | bool | Decimal | date | datetime | None


def harmless(cell: Cell) -> str:
    """A cell as text that no spreadsheet runs; numbers and dates of ours stay as they are."""
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
    """A sheet as CSV that Excel opens with the right letters."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([harmless(name) for name in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
