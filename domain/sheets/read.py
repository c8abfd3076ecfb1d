"""Sheets as rows with our column names, for every import; what was left out is said, and why nothing is read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from domain.sheets.cells import Mark, Remark, Sheet
from domain.sheets.columns import is_total
from domain.sheets.headers import Wanted
from domain.sheets.numbers import Decimals, decimals_of
from domain.sheets.rows import SheetRow
from domain.sheets.tables import Line, SheetTables, Table, tables_in
from domain.sheets.unread import hidden, letter, listed

#: Columns that hold numbers.
_NUMBERS = frozenset(
    {
        "price", "stock", "quantity", "minimum", "multiple", "pack_size", "credit_limit", "pack_price", "floor_price",
        "cost", "from_quantity", "amount",
    }
)  # fmt: skip
#: Columns of which each may say more of the same.
_LISTS = frozenset({"aliases", "addresses"})
#: Columns that say nothing about what they number or add up.
_PLAIN = frozenset({"serial", "row", "total"})


@dataclass(frozen=True, kw_only=True)
class BrokenRow:
    """A row of a text file by its number, and the key of the text that says what is wrong with it."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetReading:
    """The rows under all headers. ``refused``: why nothing of it may go in; ``remarks``: what was left out.

    ``broken``: rows of which nobody knows which cell stands in which column.
    """

    rows: tuple[SheetRow, ...] = ()
    broken: tuple[BrokenRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    refused: tuple[Remark, ...] = ()


@dataclass
class _Notes:
    """What is told about sheets while they are read."""

    remarks: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)


def read(sheets: Sequence[Sheet], wanted: Wanted) -> SheetReading:
    """The rows of every sheet in sight that has a header."""
    notes = _Notes(remarks=[*hidden(sheets)])
    seen = [sheet for sheet in sheets if not sheet.hidden and sheet.rows]
    found = [(sheet, tables_in(sheet, wanted)) for sheet in seen]
    if not any(each.tables for _, each in found):
        found = [(sheet, tables_in(sheet, wanted, least=1)) for sheet in seen]
    rows: list[SheetRow] = []
    for sheet, each in found:
        name = sheet.name if len(seen) > 1 else ""
        if not each.tables:
            notes.remarks.append(Remark(key="sheets.no_table", facts={"name": sheet.name}))
        for table in each.tables:
            rows += _rows(table, sheet, name, wanted, notes)
    if not any(each.tables for _, each in found):
        notes.refused.append(_without_header(seen))
    return SheetReading(
        rows=tuple(rows),
        broken=tuple(_broken(sheets, found)),
        remarks=tuple(notes.remarks),
        refused=tuple(notes.refused),
    )


def _broken(sheets: Sequence[Sheet], found: Sequence[tuple[Sheet, SheetTables]]) -> Iterator[BrokenRow]:
    for sheet in sheets:
        for first, last in sheet.unclosed:
            yield from (BrokenRow(number=number, reason="sheets.unclosed") for number in range(first, last + 1))
    for _, each in found:
        for table in each.tables:
            yield from (BrokenRow(number=number, reason="sheets.too_many_cells") for number in table.overfull)


def _without_header(sheets: Sequence[Sheet]) -> Remark:
    first = next((row for sheet in sheets for _, row in sheet.rows), None)
    if first is None:
        return Remark(key="sheets.empty")
    return Remark(key="sheets.no_header", facts={"cells": listed(filter(None, first))})


def _rows(table: Table, sheet: Sheet, name: str, wanted: Wanted, notes: _Notes) -> Iterator[SheetRow]:
    """The rows of a table; those that add others up are left out and said."""
    places = _places(table, wanted, notes)
    facts = {column: table.columns[ats[0]] for column, ats in places.items()}
    headers = {column: table.names[ats[0]].strip() for column, ats in places.items()}
    units = {column: fact.unit for column, fact in facts.items() if fact.unit}
    decimals = _decimals(table, places, semicolons=sheet.semicolons, sure=not sheet.name)
    keys = [places[column][0] for column in places if column in wanted.keys]
    single = {column: ats[0] for column, ats in places.items() if len(ats) == 1}
    several = {column: ats for column, ats in places.items() if len(ats) > 1}
    totals = []
    for line in table.lines:
        cells = [cell.strip() for cell in line.cells]
        if not any(cells):
            continue
        if any(_adds_up(cells[at]) for at in keys):
            totals.append(line.number)
            continue
        values = {column: cells[at] for column, at in single.items()}
        if several:
            values |= {column: ";".join(filter(None, (cells[at] for at in ats))) for column, ats in several.items()}
        yield SheetRow(
            number=line.number,
            cells=values,
            headers=headers,
            sheet=name,
            units=units,
            marks=_marks(line, places) if line.marks else {},
            decimals=decimals,
        )
    if totals:
        notes.remarks.append(Remark(key="sheets.totals", facts={"rows": listed(map(str, totals))}))


def _adds_up(cell: str) -> bool:
    """Whether the key of a row says that it adds others up; a code that ends in a digit does not."""
    return not cell[-1:].isdigit() and is_total(cell)


def _marks(line: Line, places: dict[str, list[int]]) -> dict[str, Mark]:
    return {column: line.marks[at] for column, ats in places.items() for at in ats if at in line.marks}


def _places(table: Table, wanted: Wanted, notes: _Notes) -> dict[str, list[int]]:
    """Where each column of use is. Of two with one meaning none is chosen silently."""
    by: dict[str, list[int]] = {}
    for at, fact in enumerate(table.columns):
        if at not in table.hidden and fact.field:
            by.setdefault(fact.field, []).append(at)
    for other, instead in wanted.instead.items():
        if other in by and instead not in by:
            by[instead] = by.pop(other)
    for plain, packed in wanted.packed.items():
        of_packs = [at for at in by.get(plain, ()) if table.columns[at].unit]
        if packed not in by and len(of_packs) == 1 and len(by[plain]) == 2:  # noqa: PLR2004 - one of each
            by[packed] = of_packs
            by[plain] = [at for at in by[plain] if at not in of_packs]
    used = {column: ats for column, ats in by.items() if column in wanted.fields and column not in wanted.instead}
    chosen: dict[str, list[int]] = {}
    for column, ats in used.items():
        kept = ats if column in _LISTS else _one_of(table, ats)
        if len(kept) > 1 and column not in _LISTS:
            notes.refused.append(_twice(table, kept))
        chosen[column] = kept
    _tell_unread(table, {at for ats in chosen.values() for at in ats}, notes)
    return chosen


def _one_of(table: Table, ats: list[int]) -> list[int]:
    """The one column that is meant among several: one that counts no packs, or whichever where all say the same."""
    plain = [at for at in ats if not table.columns[at].unit]
    if len(plain) == 1:
        return plain
    same = all(len({line.cells[at].strip() for at in ats}) == 1 for line in table.lines)
    return ats[:1] if same else ats


def _twice(table: Table, ats: Iterable[int]) -> Remark:
    names = [f"{table.names[at].strip()} ({letter(at)})" for at in ats]
    return Remark(key="sheets.twice", facts={"columns": listed(names)})


def _tell_unread(table: Table, read_: set[int], notes: _Notes) -> None:
    """Name each column that holds anything and is not read."""
    full = {at for line in table.lines for at, cell in enumerate(line.cells) if cell}
    left = [
        at
        for at, column in enumerate(table.columns)
        if at in full and at not in read_ and at not in table.hidden and column.field not in _PLAIN
    ]
    if left:
        names = [table.names[at].strip() or letter(at) for at in left]
        notes.remarks.append(Remark(key="sheets.unread_columns", facts={"columns": listed(names)}))
    if table.hidden & full:
        names = [table.names[at].strip() or letter(at) for at in sorted(table.hidden & full)]
        notes.remarks.append(Remark(key="sheets.hidden_columns", facts={"columns": listed(names)}))


def _decimals(table: Table, places: dict[str, list[int]], *, semicolons: bool, sure: bool) -> dict[str, Decimals]:
    """What begins the decimals of each column of numbers: by itself, else as in the others of the table."""
    own = {
        column: decimals_of((line.cells[ats[0]] for line in table.lines), sure=sure)
        for column, ats in places.items()
        if column in _NUMBERS
    }
    shown = {each for each in own.values() if each}
    usual = shown.pop() if len(shown) == 1 else Decimals.UNCLEAR if semicolons or shown else Decimals.POINT
    return {column: each or usual for column, each in own.items()}
