"""The tables of a sheet: headers under titles, in one line or two, block under block and side by side."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from types import MappingProxyType

from domain.language.quantities_in_text import tidy
from domain.sheets.cells import Mark, Row, Sheet
from domain.sheets.codes import QUOTES, unquoted
from domain.sheets.columns import is_number
from domain.sheets.headers import Column, Kind, Wanted, by_header, column_of

#: So far down the first header is looked for.
_HEADER_WITHIN = 40
#: What one cell over several rows says of each of them; of a number nobody knows whether it is each one's or the sum.
_SHARED = frozenset(
    {
        "name", "name_en", "brand", "brand_en", "category", "category_en", "spec", "spec_en", "product", "kind", "unit",
        "unit_en", "pack_unit", "pack_unit_en", "pack_size", "price_unit", "stock_unit", "salesperson", "language",
        "number", "account", "date",
    }
)  # fmt: skip
_COUNTED = frozenset({"quantity", "price", "stock"})
_NO_MARKS: Mapping[int, Mark] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row of a table: its number in the sheet, its cells, and what is odd about some, by their place."""

    number: int
    cells: tuple[str, ...]
    marks: Mapping[int, Mark]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Lines under a header. ``names``: what the sheet calls its columns.

    ``overfull``: the numbers of rows left out because they have more cells than there are columns: a comma in a name
    was taken for the end of a cell. ``hidden``: the places of columns that are out of sight and left out; hidden codes
    and names are read, as templates hide them.
    """

    columns: tuple[Column, ...]
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    hidden: frozenset[int] = frozenset()
    overfull: tuple[int, ...] = ()

    def places(self, kind: Kind) -> list[int]:
        """Where the columns of a kind are."""
        return [at for at, column in enumerate(self.columns) if column.kind is kind]


@dataclass(frozen=True, kw_only=True)
class SheetTables:
    """The tables of a sheet, and the rows above the first."""

    tables: tuple[Table, ...] = ()
    above: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Header:
    """A header at its place among the rows, so many lines high."""

    at: int
    height: int
    names: tuple[str, ...]
    columns: tuple[Column, ...]


def tables_in(sheet: Sheet, wanted: Wanted, least: int = 2) -> SheetTables:
    """Every table whose header has at least so many columns that we know, one of them a key."""
    rows = [
        (number, tuple([unquoted(cell) if cell and cell[0] in QUOTES else cell for cell in cells]))
        for number, cells in sheet.rows
    ]
    headers = list(_headers(sheet, rows, wanted, least))
    if not headers:
        return SheetTables(above=tuple(rows))
    ends = [header.at for header in headers[1:]] + [len(rows)]
    marks = _marks_by_row(sheet)
    tables = [
        _table(sheet, header, rows[header.at + header.height : end], marks, wanted.keys)
        for header, end in zip(headers, ends, strict=True)
    ]
    return SheetTables(tables=tuple(_joined(tables)), above=tuple(rows[: headers[0].at]))


def _headers(sheet: Sheet, rows: Sequence[Row], wanted: Wanted, least: int) -> Iterator[_Header]:
    """Headers from above to below; below the first, only a row without a number can be one."""
    found, at = False, 0
    across = {(merged.top, merged.left) for merged in sheet.merged if merged.right > merged.left}
    while at < len(rows) and (found or at < _HEADER_WITHIN):
        likely = not found or not any(map(_is_plain_number, rows[at][1]))
        header = _header_at(rows, at, across, wanted, least) if likely else None
        if header:
            found = True
            yield header
        at += header.height if header else 1


def _is_plain_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal()


def _header_at(
    rows: Sequence[Row], at: int, across: Collection[tuple[int, int]], wanted: Wanted, least: int
) -> _Header | None:
    number, names = rows[at]
    next_number, below = rows[at + 1] if at + 1 < len(rows) else (0, ())
    groups = {place for row, place in across if row == number}
    columns = by_header(names, wanted, least)
    units_only = all(map(_counts_in_unit, filter(None, below)))
    if next_number == number + 1 and (columns or units_only):
        both = _of_two_lines(names, below, groups, wanted, units_only=units_only)
        grouped = by_header([meant for _, meant in both], wanted, least)
        if grouped:
            return _Header(at=at, height=2, names=tuple(name for name, _ in both), columns=tuple(grouped))
    return _Header(at=at, height=1, names=names, columns=tuple(columns)) if columns else None


def _of_two_lines(
    upper: Sequence[str], lower: Sequence[str], groups: Collection[int], wanted: Wanted, *, units_only: bool
) -> list[tuple[str, str]]:
    """The columns of a header whose second line says more of some: 数量 over 箱 and 瓶, 订货数量 over 一店 and 二店.

    Each as what it is called and the words that tell what it holds; nothing where the lower line is none of a header.
    """
    full = [cell for cell in lower if cell]
    if not full or any(map(is_number, full)):
        return []
    found: list[tuple[str, str]] = []
    group = ""
    pairs = list(zip_longest(upper, lower, fillvalue=""))
    for at, (above, below) in enumerate(pairs):
        opens = units_only or at in groups or (at + 1 < len(pairs) and not pairs[at + 1][0] and bool(pairs[at + 1][1]))
        if below and above and not opens:
            return []
        group = above or (group if below else "")
        found.append(_grouped(group, below, wanted) if below else (above, above))
    return found


def _counts_in_unit(cell: str) -> bool:
    column = column_of(cell)
    return column is not None and column.kind is Kind.COUNT and bool(column.unit)


def _grouped(group: str, below: str, wanted: Wanted) -> tuple[str, str]:
    """A column under the name of a group: what it is called, and the words that tell what it holds."""
    if not group:
        return below, below
    if _counts_in_unit(below):
        name = f"{group}({below})"
        return name, name if column_of(name, wanted) else below
    return f"{group} {below}", below if column_of(below, wanted) else group


def _marks_by_row(sheet: Sheet) -> Mapping[int, Mapping[int, Mark]]:
    found: dict[int, dict[int, Mark]] = {}
    for (number, at), mark in sheet.marks.items():
        found.setdefault(number, {})[at] = mark
    return found


def _table(
    sheet: Sheet,
    header: _Header,
    rows: Sequence[Row],
    marks: Mapping[int, Mapping[int, Mark]],
    keys: Collection[str],
) -> Table:
    width = len(header.columns)
    overfull = tuple(number for number, cells in rows if len(cells) > width and any(map(str.strip, cells[width:])))
    left_out = frozenset(overfull)
    lines = {
        number: Line(number=number, cells=_as_wide(cells, width), marks=marks.get(number, _NO_MARKS))
        for number, cells in rows
        if number not in left_out
    }
    _fill_down(sheet, header, lines)
    columns, hidden = list(header.columns), [at for at in sheet.hidden_columns if at < width]
    unseen = frozenset(at for at in hidden if columns[at].kind is not Kind.CODE and columns[at].field not in keys)
    for at in unseen:
        columns[at] = Column(kind=Kind.OTHER)
    return _unfolded(
        Table(
            columns=tuple(columns),
            names=header.names,
            lines=tuple(lines.values()),
            hidden=unseen,
            overfull=overfull,
        )
    )


def _as_wide(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells if len(cells) == width else (*cells, *[""] * (width - len(cells)))[:width]


def _fill_down(sheet: Sheet, header: _Header, lines: dict[int, Line]) -> None:
    """What is merged over several rows is said of each of them; a number of which that is unclear is marked."""
    for merged in sheet.merged:
        first, at = lines.get(merged.top), merged.left
        if first is None or merged.bottom == merged.top or at >= len(header.columns):
            continue
        field = header.columns[at].field
        for number in range(merged.top, merged.bottom + 1):
            line = lines.get(number)
            if line is None or not first.cells[at]:
                continue
            if field in _SHARED or field in _COUNTED:
                cells = (*line.cells[:at], first.cells[at], *line.cells[at + 1 :])
                odd = {**line.marks, at: Mark.MERGED} if field in _COUNTED else line.marks
                lines[number] = replace(line, cells=cells, marks=odd)


def _unfolded(table: Table) -> Table:
    """A table printed in several blocks side by side, as one."""
    first = next(name for name in table.names if name)
    starts = [at for at, name in enumerate(table.names) if tidy(name) == tidy(first)]
    spans = [slice(start, end) for start, end in zip(starts, (*starts[1:], len(table.names)), strict=True)]
    blocks = [[tidy(name) for name in table.names[span] if name] for span in spans]
    if len(starts) == 1 or any(block != blocks[0] for block in blocks):
        return table
    lines = (_part(line, span) for span in spans for line in table.lines)
    return replace(
        table,
        columns=table.columns[spans[0]],
        names=table.names[spans[0]],
        lines=tuple(line for line in lines if any(line.cells)),
    )


def _part(line: Line, span: slice) -> Line:
    marks = {at - span.start: mark for at, mark in line.marks.items() if span.start <= at < span.stop}
    return replace(line, cells=line.cells[span], marks=marks)


def _joined(tables: Iterable[Table]) -> Iterator[Table]:
    """Tables under the same header, as one after the other on the next page, are one."""
    kept: list[Table] = []
    for table in tables:
        last = kept[-1] if kept else None
        if last and last.columns == table.columns and last.names == table.names:
            kept[-1] = replace(last, lines=(*last.lines, *table.lines), overfull=last.overfull + table.overfull)
        else:
            kept.append(table)
    yield from kept
