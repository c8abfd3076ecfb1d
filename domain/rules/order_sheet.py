"""A whole workbook or CSV file as an order: its rows of goods in the form that pasted rows are read in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from domain.rules.counting import Amount, tidy
from domain.rules.intake import LONGEST
from domain.rules.pasted import counts_in, is_blank, is_total, rows_of
from domain.rules.sheet_columns import Column, Kind, by_header, by_looks, column_of, is_number
from domain.rules.sheet_rows import Row, Sheet

#: More rows with a quantity are no order that anybody could look through in a chat.
MOST = 300
#: So far down a header is looked for.
_HEADER_WITHIN = 40
_CELL_LONGEST = 100
_ROW = "#"
#: Control characters, half characters, and what parts the cells of a pasted row.
_UNKEPT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff|]")
#: What columns without a header are called.
_NAMES = {
    Kind.NAME: "商品",
    Kind.CODE: "条码",
    Kind.COUNT: "数量",
    Kind.UNIT: "单位",
    Kind.NOTE: "备注",
    Kind.OTHER: "序号",
}


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
    ``others``: sheets that hold an order too, and were not read.
    """

    text: str
    rows: int
    in_words: bool = False
    left_out: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Table:
    """Numbered rows under columns, and what the columns are called."""

    columns: Sequence[Column]
    names: Sequence[str]
    rows: Sequence[Row]


def read(sheets: Iterable[Sheet], units: frozenset[str]) -> OrderSheet | Flaw:
    """The order in the first sheet that holds one; tables come before lists in words."""
    found = [(sheet.name, _read(sheet, units)) for sheet in sheets]
    orders = [(name, order) for name, order in found if isinstance(order, OrderSheet)]
    if not orders:
        flaws = {Flaw.EMPTY, *(flaw for _, flaw in found)}
        return next(flaw for flaw in reversed(Flaw) if flaw in flaws)
    orders.sort(key=lambda each: each[1].in_words)
    others = (name for name, order in orders[1:] if not order.in_words)
    return replace(orders[0][1], others=_clean(others))


def counted_in(text: str, unit: str) -> str:
    """The text of an order sheet with a unit for all that is counted without one."""
    lines = text.split("\n")
    at = next((at for at, line in enumerate(lines) if line.startswith(f"{_ROW}\t")), None)
    if at is not None:
        lines[at] = "\t".join(f"{name}({unit})" if _is_bare(name) else name for name in lines[at].split("\t"))
    return "\n".join(lines)


def _is_bare(name: str) -> bool:
    column = column_of(name)
    return column is not None and column.kind is Kind.COUNT and not column.unit


def _read(sheet: Sheet, units: frozenset[str]) -> OrderSheet | Flaw:
    cleaned = [(number, _clean(cells)) for number, cells in sheet.rows]
    rows = [(number, cells) for number, cells in cleaned if any(cells)]
    if not rows:
        return Flaw.EMPTY
    if all(sum(map(bool, cells)) == 1 for _, cells in rows):
        return _in_words([next(filter(None, cells)) for _, cells in rows])
    table = _under_header(rows) or _by_looks(rows, units)
    return _order(table) if table else _row_by_row(rows, units)


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


def _under_header(rows: Sequence[Row]) -> _Table | None:
    """The table under the first header that has quantities, else under the first."""
    tables = filter(None, (_header_at(rows, at) for at in range(min(len(rows), _HEADER_WITHIN))))
    found = list(tables)
    counting = (table for table in found if any(column.kind is Kind.COUNT for column in table.columns))
    return next(counting, next(iter(found), None))


def _header_at(rows: Sequence[Row], at: int) -> _Table | None:
    names, below = rows[at][1], rows[at + 1][1] if at + 1 < len(rows) else ()
    lower = _of_two_lines(names, below)
    columns = by_header(lower or names)
    if columns is None:
        return None
    return _unfolded(_Table(columns=columns, names=lower or names, rows=rows[at + (2 if lower else 1) :]))


def _of_two_lines(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """The names of a header whose second line only says what is counted: 数量 over 箱 and 瓶."""
    units = [column_of(cell) for cell in lower if cell]
    if not units or not all(unit and unit.kind is Kind.COUNT and unit.unit for unit in units):
        return ()
    names: list[str] = []
    last = ""
    for name, unit in zip_longest(upper, lower, fillvalue=""):
        last = name or (last if unit else "")
        names.append(f"{last}({unit})" if unit and last else unit or name)
    return tuple(names)


def _unfolded(table: _Table) -> _Table:
    """A table printed in several blocks side by side, as one."""
    first = next(name for name in table.names if name)
    starts = [at for at, name in enumerate(table.names) if tidy(name) == tidy(first)]
    spans = [slice(start, end) for start, end in zip(starts, (*starts[1:], len(table.names)), strict=True)]
    blocks = [[tidy(name) for name in table.names[span] if name] for span in spans]
    if len(starts) == 1 or any(block != blocks[0] for block in blocks):
        return table
    rows = [(number, cells[span]) for span in spans for number, cells in table.rows]
    return _Table(columns=table.columns[spans[0]], names=table.names[spans[0]], rows=rows)


def _by_looks(rows: Sequence[Row], units: frozenset[str]) -> _Table | None:
    """The table that rows without a header are: titles above and sums below show nothing."""
    goods = [(number, cells) for number, cells in rows if sum(map(bool, cells)) > 1 and not any(map(is_total, cells))]
    columns = by_looks([cells for _, cells in goods], units)
    if columns is None:
        return None
    return _Table(columns=columns, names=[_NAMES[column.kind] for column in columns], rows=goods)


def _order(table: _Table) -> OrderSheet | Flaw:
    goods = [(number, cells) for number, cells in _named(table) if not any(map(is_total, cells))]
    ordered = [(number, cells) for number, cells in goods if _is_ordered(table.columns, cells)]
    if not ordered:
        return Flaw.NO_QUANTITIES
    kept = [
        at
        for at, column in enumerate(table.columns)
        if column.kind not in (Kind.OTHER, Kind.ROW) and any(cells[at] for _, cells in ordered)
    ]
    lines = ["\t".join((_ROW, *(table.names[at] for at in kept)))]
    for number, cells in ordered:
        lines.append("\t".join((str(number), *(cells[at] for at in kept))))
    order = OrderSheet(text="\n".join(lines), rows=len(ordered), left_out=len(goods) - len(ordered))
    return _bounded(order)


def _named(table: _Table) -> Iterator[Row]:
    """The rows that name goods; a name stands once where only sizes follow under it.

    Words in a column that we do not know name goods too, where nothing else does: they are said back at least.
    """
    kinds = [column.kind for column in table.columns]
    at = kinds.index(Kind.NAME if Kind.NAME in kinds else Kind.CODE)
    name = ""
    for number, row in table.rows:
        cells = [*row, *[""] * (len(kinds) - len(row))][: len(kinds)]
        if not any(cells) or _is_header_again(table, cells):
            continue
        filled = {kind for kind, cell in zip(kinds, cells, strict=True) if cell}
        if not {Kind.NAME, Kind.CODE} & filled:
            cells[at] = name if Kind.SPEC in filled else _other_words(kinds, cells)
        if cells[at] or Kind.CODE in filled:
            name = cells[at]
            yield number, tuple(cells)


def _other_words(kinds: Sequence[Kind], cells: Sequence[str]) -> str:
    return " ".join(
        cell for kind, cell in zip(kinds, cells, strict=True) if kind is Kind.OTHER and not is_number(cell)
    ).strip()


def _is_header_again(table: _Table, cells: Sequence[str]) -> bool:
    """Whether a row repeats the header, as on the next page."""
    return [tidy(cell) for cell in cells if cell] == [tidy(name) for name in table.names if name]


def _is_ordered(columns: Sequence[Column], cells: Sequence[str]) -> bool:
    return any(not is_blank(cell) for _, cell in counts_in(columns, cells))


def _bounded(order: OrderSheet) -> OrderSheet | Flaw:
    return Flaw.TOO_MANY if order.rows > MOST or len(order.text) > LONGEST else order
