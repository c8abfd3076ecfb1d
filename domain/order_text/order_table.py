"""The order in the tables of a sheet: which column says how many, which rows order, and what is said beside them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.language.quantities_in_text import tidy
from domain.language.words.lists import pattern, words
from domain.order_text.pasted_rows import counts_in, is_blank
from domain.sheets.cells import BadCellError, Mark, Remark
from domain.sheets.codes import code_in
from domain.sheets.columns import is_counted, is_number, is_total
from domain.sheets.headers import Column, Kind, column_of
from domain.sheets.numbers import Decimals, decimals_of, with_point
from domain.sheets.tables import Line, SheetTables, Table
from domain.sheets.unread import letter, listed

ROW = "#"
#: What columns are called whose own header says it only together with another.
NAMES = {
    Kind.NAME: "商品",
    Kind.BRAND: "品牌",
    Kind.SPEC: "规格",
    Kind.CODE: "条码",
    Kind.COUNT: "数量",
    Kind.UNIT: "单位",
    Kind.NOTE: "备注",
    Kind.SIZE: "装箱数",
    Kind.OTHER: "序号",
}
#: What the reader of pasted rows has no use for.
_UNSAID = frozenset({Kind.OTHER, Kind.ROW, Kind.ACT})
_LABELS = re.compile(rf"\s*(?:{pattern('sheets', 'note_labels')})")
_ORDERING = frozenset(words("sheets", "ordering"))
#: Marks of a cell that holds no number, though people may see one.
_NO_VALUE = frozenset({Mark.FORMULA, Mark.ERROR})


@dataclass(frozen=True, kw_only=True)
class OrderingRow:
    """A row that orders: its number, and its cells under the order's own columns."""

    number: int
    cells: Mapping[str, str]


@dataclass
class TableOrder:
    """What the tables of a sheet order. ``header``: the columns, as the reader of pasted rows is told.

    ``rivals``: columns of which any may say how many. ``left_out``: how many rows name goods and no quantity.
    """

    header: dict[str, Column] = field(default_factory=dict)
    rows: list[OrderingRow] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)
    left_out: int = 0
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def text(self) -> str:
        """The rows as they would be pasted, below their header; columns without a cell are left out."""
        used = [name for name in self.header if any(row.cells.get(name) for row in self.rows)]
        lines = ["\t".join((ROW, *used))]
        lines += ["\t".join((str(row.number), *(row.cells.get(name, "") for name in used))) for row in self.rows]
        return "\n".join(lines)


def order_in(found: SheetTables, units: frozenset[str], *, semicolons: bool = False) -> TableOrder:
    """The order in the tables that say how many; a column that only may say it is asked about."""
    order = TableOrder(notes=list(filter(None, (_note(cells) for _, cells in found.above))))
    counted = [table for table in found.tables if table.places(Kind.COUNT)]
    if not counted:
        counted = [_with_unnamed(table, units, order) for table in found.tables]
    for table in counted:
        _take(order, table, semicolons=semicolons)
    return order


def _with_unnamed(table: Table, units: frozenset[str], order: TableOrder) -> Table:
    """A table that names no column of quantities: the only one without a name that holds some is meant."""
    may = [at for at in range(len(table.columns)) if _may_count(table, at, units)]
    columns = list(table.columns)
    for at in may:
        columns[at] = Column(kind=Kind.COUNT, field="quantity")
    if len(may) == 1 and not table.names[may[0]]:
        order.remarks.append(Remark(key="order_file.unnamed", facts={"column": letter(may[0])}))
    elif may:
        order.rivals += _labels(table, may)
    return replace(table, columns=tuple(columns))


def _may_count(table: Table, at: int, units: frozenset[str]) -> bool:
    """Whether a column that nobody knows holds numbers of things."""
    if table.columns[at].field or table.columns[at].kind is not Kind.OTHER or at in table.hidden:
        return False
    full = [line.cells[at] for line in table.lines if line.cells[at] and not any(map(is_total, line.cells))]
    return bool(full) and all(is_number(cell) or is_counted(cell, units) or is_blank(cell) for cell in full)


def _labels(table: Table, ats: Sequence[int]) -> list[str]:
    """What people call columns, each by itself."""
    names = [_with_unit(table.names[at], table.columns[at].unit) for at in ats]
    return [
        name if name and names.count(name) == 1 else f"{name} ({letter(at)})".strip()
        for at, name in zip(ats, names, strict=True)
    ]


def _with_unit(name: str, unit: str) -> str:
    return name if not unit or unit in tidy(name) else f"{name}({unit})"


def _rivals(table: Table) -> list[int]:
    """Columns that say how many as surely as another of the same unit does."""
    best: dict[str, list[int]] = {}
    for at in table.places(Kind.COUNT):
        if all(is_blank(line.cells[at]) for line in table.lines):
            continue
        unit = table.columns[at].unit
        first = table.columns[best[unit][0]].rank if unit in best else len(table.columns) + 100
        if table.columns[at].rank <= first:
            best[unit] = [*(best.get(unit, []) if table.columns[at].rank == first else []), at]
    return [at for ats in best.values() if len(ats) > 1 for at in ats]


def _take(order: TableOrder, table: Table, *, semicolons: bool) -> None:
    """The rows of a table that order something."""
    rivals = _rivals(table)
    labels = dict(zip(rivals, _labels(table, rivals), strict=True))
    order.rivals += [label for label in labels.values() if label not in order.rivals]
    names = _names(table, labels)
    order.header |= {names[at]: column for at, column in enumerate(table.columns) if column.kind not in _UNSAID}
    decimals = {at: _decimals(table, at, semicolons=semicolons) for at in table.places(Kind.COUNT)}
    returned, valueless, merged = [], [], []
    for line, cells in _named(table, order):
        if not _orders(table, cells):
            returned.append(str(line.number))
        elif any(line.marks.get(at) in _NO_VALUE for at in decimals):
            valueless.append(str(line.number))
        elif _is_ordered(table.columns, cells, rivals):
            told = {names[at]: _told(table, line, cells, at, decimals) for at in range(len(cells)) if cells[at]}
            order.rows.append(OrderingRow(number=line.number, cells=told))
            merged += [str(line.number)] if any(line.marks.get(at) is Mark.MERGED for at in decimals) else []
        else:
            order.left_out += 1
    overfull = list(map(str, table.overfull))
    for key, numbers in (("overfull", overfull), ("returned", returned), ("valueless", valueless), ("merged", merged)):
        if numbers:
            order.remarks.append(Remark(key=f"order_file.{key}", facts={"rows": listed(numbers)}))
    _tell_unread(order, table)


def _names(table: Table, labels: Mapping[int, str]) -> list[str]:
    """The names of columns in the text: their own, where those say what they hold."""
    found: list[str] = []
    for at, (own, column) in enumerate(zip(table.names, table.columns, strict=True)):
        meant = column_of(own) if own else None
        unit = f"({column.unit})" if column.unit else ""
        says = meant is not None and (meant.kind, meant.rank) == (column.kind, column.rank)
        name = labels.get(at) or (own if says else f"{NAMES.get(column.kind, own)}{unit}")
        found.append(name if name not in found else f"{name} ")
    return found


def _decimals(table: Table, at: int, *, semicolons: bool) -> Decimals | None:
    found = decimals_of((line.cells[at] for line in table.lines), sure=True)
    return found or (Decimals.UNCLEAR if semicolons else None)


def _told(table: Table, line: Line, cells: Sequence[str], at: int, decimals: Mapping[int, Decimals | None]) -> str:
    """A cell as the reader is told it; what may be one of two numbers is no number."""
    if table.columns[at].kind is Kind.COUNT:
        return f"{cells[at]}?" if line.marks.get(at) is Mark.MERGED else with_point(cells[at], decimals[at])
    if table.columns[at].kind is Kind.CODE:
        try:
            return code_in(cells[at])
        except BadCellError:
            return cells[at]
    return cells[at]


def _named(table: Table, order: TableOrder) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """The rows that name goods; a name stands once where only sizes follow under it.

    Words in a column that we do not know name goods too, where nothing else does: they are said back at least.
    """
    kinds = [column.kind for column in table.columns]
    at = kinds.index(Kind.NAME if Kind.NAME in kinds else Kind.CODE)
    name = ""
    for line in table.lines:
        cells = list(line.cells)
        if note := _note(cells):
            order.notes.append(note)
        if note or not any(cells) or any(map(is_total, cells)):
            continue
        filled = {kind for kind, cell in zip(kinds, cells, strict=True) if cell}
        if not {Kind.NAME, Kind.CODE} & filled:
            cells[at] = name if Kind.SPEC in filled else _other_words(kinds, cells)
        if cells[at] or Kind.CODE in filled:
            name = cells[at]
            yield line, tuple(cells)


def _note(cells: Iterable[str]) -> str:
    """What a row says about the order rather than about goods: 送货日期 2024-12-03; a label alone says nothing."""
    full = [cell for cell in cells if cell]
    if not full or not _LABELS.match(tidy(full[0])):
        return ""
    return "" if len(full) == 1 and full[0].endswith((":", "：")) else " ".join(full)


def _other_words(kinds: Sequence[Kind], cells: Sequence[str]) -> str:
    return " ".join(
        cell for kind, cell in zip(kinds, cells, strict=True) if kind is Kind.OTHER and not is_number(cell)
    ).strip()


def _orders(table: Table, cells: Sequence[str]) -> bool:
    """Whether a row orders, rather than gives back or is given free."""
    acts = [tidy(cells[at]).strip() for at in table.places(Kind.ACT)]
    return all(not act or act in _ORDERING for act in acts)


def _is_ordered(columns: Sequence[Column], cells: Sequence[str], rivals: Sequence[int]) -> bool:
    return any(not is_blank(cell) for _, cell in counts_in(columns, cells)) or any(
        not is_blank(cells[at]) for at in rivals if cells[at]
    )


def _tell_unread(order: TableOrder, table: Table) -> None:
    """Name the columns that nobody knows and that hold anything."""
    for key, ats in (
        ("sheets.unread_columns", [at for at, column in enumerate(table.columns) if column.kind is Kind.OTHER]),
        ("sheets.hidden_columns", sorted(table.hidden)),
    ):
        left = [
            table.names[at] or letter(at)
            for at in ats
            if not table.columns[at].field
            and (at in table.hidden) == (key == "sheets.hidden_columns")
            and any(line.cells[at] for line in table.lines)
        ]
        if left:
            order.remarks.append(Remark(key=key, facts={"columns": listed(left)}))
