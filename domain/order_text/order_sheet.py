"""A workbook or CSV file as an order: its rows of goods, converted to the form of pasted rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from domain.language.quantities_in_text import Amount, tidy
from domain.order_text.order_table import NAMES, ROW, order_in
from domain.order_text.pasted_rows import is_blank, rows_of
from domain.order_text.reader import LONGEST
from domain.sheets.cells import Remark, Row, Sheet
from domain.sheets.columns import by_looks, is_number, is_total
from domain.sheets.headers import ORDER, Kind, column_of
from domain.sheets.tables import Line, SheetTables, Table, tables_in
from domain.sheets.unread import hidden, listed

#: More rows with a quantity are no order that anybody could look through in a chat.
MOST = 300
_CELL_LONGEST, _NOTE_LONGEST = 100, 400
#: Control characters, half characters, and what parts the cells of a pasted row.
_UNKEPT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff|]")
#: Every column of quantities together.
ALL = -1


class Flaw(StrEnum):
    """Why a file is no order."""

    EMPTY = "empty"
    """It holds nothing."""
    UNCLEAR = "unclear"
    """Nothing tells which column holds the quantities."""
    NO_QUANTITIES = "no_quantities"
    """No row says how many."""
    TOO_MANY = "too_many"
    """More rows than can be ordered at once."""


@dataclass(frozen=True, kw_only=True)
class OrderSheet:
    """``text``: the rows with a quantity, for the reader of orders, each with its number in the sheet.

    ``in_words``: it is a list in words rather than a table. ``left_out``: how many rows name goods and no quantity.
    ``rivals``: columns of which any may say how many; ``of_column`` makes an order of the one that is meant.
    ``note``: what the sheet says beside its goods. ``remarks``: what of the file was not read.
    """

    text: str
    rows: int
    in_words: bool = False
    left_out: int = 0
    rivals: tuple[str, ...] = ()
    note: str = ""
    remarks: tuple[Remark, ...] = ()


def read(sheets: Sequence[Sheet], units: frozenset[str]) -> OrderSheet | Flaw:
    """The order in the first sheet that holds one; tables come before lists in words."""
    found = [(sheet.name, _read(sheet, units)) for sheet in sheets if not sheet.hidden]
    orders = [(name, order) for name, order in found if isinstance(order, OrderSheet)]
    if not orders:
        flaws = {Flaw.EMPTY, *(flaw for _, flaw in found)}
        return next(flaw for flaw in reversed(Flaw) if flaw in flaws)
    orders.sort(key=lambda each: each[1].in_words)
    (_, order), *rest = orders
    others = _clean(name for name, other in rest if not other.in_words)
    unread = [Remark(key="order_file.others", facts={"names": listed(others)})] if others else []
    return replace(order, remarks=(*order.remarks, *hidden(sheets), *_unclosed(sheets), *unread))


def counted_in(text: str, unit: str) -> str:
    """The text of an order sheet with a unit for all that is counted without one."""
    lines = text.split("\n")
    at = next((at for at, line in enumerate(lines) if line.startswith(f"{ROW}\t")), None)
    if at is not None:
        lines[at] = "\t".join(f"{name}({unit})" if _is_bare(name) else name for name in lines[at].split("\t"))
    return "\n".join(lines)


def of_column(text: str, rivals: Sequence[str], chosen: int) -> str:
    """The text of an order sheet whose quantities are in one of the rivals, or in ``ALL`` of them, unit by unit."""
    lines = text.split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{ROW}\t"))
    header = [name.strip() for name in lines[start].split("\t")]
    ats = [at for at, name in enumerate(header) if name in rivals]
    kept = [at for at in range(len(header)) if at not in ats]
    meant: dict[str, list[int]] = {}
    for at in ats:
        if chosen == ALL or header[at] == rivals[chosen]:
            meant.setdefault(_quantities_in(header[at]), []).append(at)
    made = ["\t".join((*(header[at] for at in kept), *meant))]
    for line in lines[start + 1 :]:
        cells = line.split("\t")
        amounts = [_together([cells[at] for at in ats if not is_blank(cells[at])]) for ats in meant.values()]
        if any(amounts):
            made.append("\t".join((*(cells[at] for at in kept), *amounts)))
    return "\n".join((*lines[:start], *made))


def _quantities_in(name: str) -> str:
    """The header of quantities in the unit that a column's name ends with: 一店(箱) counts cases."""
    unit = re.search(r"\([^()]*\)$", tidy(name))
    counts = column_of(f"{NAMES[Kind.COUNT]}{unit[0]}") if unit else None
    return f"{NAMES[Kind.COUNT]}({counts.unit})" if counts and counts.unit else NAMES[Kind.COUNT]


def _together(cells: Sequence[str]) -> str:
    """One quantity of several; what is no number is left as it is, and asked about."""
    if len(cells) > 1 and all(map(is_number, cells)):
        return f"{sum(Decimal(cell.replace(',', '')) for cell in cells):f}"
    return "+".join(cells)


def _is_bare(name: str) -> bool:
    column = column_of(name)
    return column is not None and column.kind is Kind.COUNT and not column.unit


def _unclosed(sheets: Iterable[Sheet]) -> list[Remark]:
    rows = [f"{first}-{last}" for sheet in sheets for first, last in sheet.unclosed]
    return [Remark(key="order_file.unclosed", facts={"rows": listed(rows)})] if rows else []


def _read(sheet: Sheet, units: frozenset[str]) -> OrderSheet | Flaw:
    cleaned = [(number, _clean(cells)) for number, cells in sheet.rows]
    odd = {number for number, _ in sheet.marks}
    rows = tuple((number, cells) for number, cells in cleaned if any(cells) or number in odd)
    if not any(any(cells) for _, cells in rows):
        return Flaw.EMPTY
    if all(sum(map(bool, cells)) == 1 for _, cells in rows):
        return _in_words([next(filter(None, cells)) for _, cells in rows])
    found = tables_in(replace(sheet, rows=rows), ORDER)
    if not found.tables:
        table = _by_looks(rows, units)
        if table is None:
            return _row_by_row(rows, units)
        found = SheetTables(tables=(table,))
    return _order(found, units, semicolons=sheet.semicolons)


def _clean(cells: Iterable[str]) -> tuple[str, ...]:
    """Cells without what would end a cell or a row, or what no database keeps."""
    return tuple(" ".join(_UNKEPT.sub(" ", cell).split())[:_CELL_LONGEST] for cell in cells)


def _in_words(lines: Sequence[str]) -> OrderSheet | Flaw:
    return _bounded(OrderSheet(text="\n".join(lines), rows=len(lines), in_words=True))


def _row_by_row(rows: Sequence[Row], units: frozenset[str]) -> OrderSheet | Flaw:
    """A few rows without a header, each of which says by itself how many."""
    lines = ["\t".join(filter(None, cells)) for _, cells in rows]
    told = [row for line in lines for row in rows_of([line], units)]
    if not any(row.amounts for row in told):
        return Flaw.NO_QUANTITIES if all(row.amounts is None for row in told) else Flaw.UNCLEAR
    if any(row.amounts == () or any(map(_is_price, row.amounts or ())) for row in told):
        return Flaw.UNCLEAR
    return _bounded(OrderSheet(text="\n".join(lines), rows=sum(bool(row.amounts) for row in told)))


def _is_price(amount: Amount) -> bool:
    """Whether a number is rather a price: it has a fraction, and no unit."""
    return not amount.unit and bool(amount.count % 1)


def _by_looks(rows: Sequence[Row], units: frozenset[str]) -> Table | None:
    """The table that rows without a header are: titles above and sums below show nothing."""
    goods = [(number, cells) for number, cells in rows if sum(map(bool, cells)) > 1 and not any(map(is_total, cells))]
    columns = by_looks([cells for _, cells in goods], units)
    if columns is None:
        return None
    width = len(columns)
    lines = tuple(Line(number=number, cells=(*cells, *[""] * width)[:width], marks={}) for number, cells in goods)
    return Table(columns=tuple(columns), names=tuple(NAMES[column.kind] for column in columns), lines=lines)


def _order(found: SheetTables, units: frozenset[str], *, semicolons: bool) -> OrderSheet | Flaw:
    order = order_in(found, units, semicolons=semicolons)
    if not order.rows:
        return Flaw.NO_QUANTITIES
    return _bounded(
        OrderSheet(
            text=order.text(),
            rows=len(order.rows),
            left_out=order.left_out,
            rivals=tuple(order.rivals),
            note="\n".join(order.notes)[:_NOTE_LONGEST],
            remarks=tuple(order.remarks),
        )
    )


def _bounded(order: OrderSheet) -> OrderSheet | Flaw:
    return Flaw.TOO_MANY if order.rows > MOST or len(order.text) > LONGEST else order
