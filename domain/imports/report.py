"""The result of an import, and the loop over its rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any

from domain.sheets.cells import BadCellError, Remark
from domain.sheets.rows import SheetRow
from domain.sheets.unread import listed

#: Rows that are read and written together, in a few statements.
CHUNK = 500

#: Told how many rows are done.
Progress = Callable[[int], object]


@dataclass(frozen=True, kw_only=True, slots=True)
class CellChange:
    """A cell that says something new: our name of the column, and its text before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ReportedRow:
    """A row by its number, and the name of its sheet where a workbook has several."""

    number: int
    sheet: str = ""

    @property
    def place(self) -> str:
        """Where people find the row."""
        return f"{self.sheet}!{self.number}" if self.sheet else str(self.number)


@dataclass(frozen=True, kw_only=True)
class NewRow(ReportedRow):
    """A row that added something, with the code or name it goes by."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ChangedRow(ReportedRow):
    """A row that changed something, cell by cell."""

    name: str
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, kw_only=True)
class BadRow(ReportedRow):
    """A row that did not go in, with the key and facts of the reason's text."""

    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import does, row by row; ``same``: how many rows say what is known already.

    ``short``: how many orders what is on hand no longer reaches. ``remarks``: what was left out of the file, and what
    looks wrong in rows that went in.
    """

    new: tuple[NewRow, ...] = ()
    changes: tuple[ChangedRow, ...] = ()
    same: int = 0
    bad: tuple[BadRow, ...] = ()
    short: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def added(self) -> int:
        """How many rows added something."""
        return len(self.new)

    @property
    def changed(self) -> int:
        """How many rows changed something."""
        return len(self.changes)


@dataclass
class RowTally:
    """An import's report while it grows."""

    new: list[NewRow] = field(default_factory=list)
    changes: list[ChangedRow] = field(default_factory=list)
    same: int = 0
    bad: list[BadRow] = field(default_factory=list)
    short: set[int] = field(default_factory=set)
    odd: dict[str, list[str]] = field(default_factory=dict)

    def warn(self, row: SheetRow, key: str) -> None:
        """Something in a row looks wrong, and goes in all the same."""
        self.odd.setdefault(key, []).append(row.place)

    def refuse(self, row: SheetRow, reason: str, **facts: Any) -> None:
        """A row does not go in."""
        self.bad.append(BadRow(number=row.number, sheet=row.sheet, reason=reason, facts=facts))

    @contextmanager
    def refusing(self, row: SheetRow) -> Iterator[None]:
        """A row that turns out to hold a bad cell does not go in."""
        try:
            yield
        except BadCellError as bad:
            self.refuse(row, bad.reason, **bad.facts)

    def add(self, row: SheetRow, name: str) -> None:
        """A row adds something."""
        self.new.append(NewRow(number=row.number, sheet=row.sheet, name=name))

    def change(self, row: SheetRow, name: str, cells: Iterable[CellChange]) -> None:
        """A row changes these cells of something; none: it says what is known."""
        changed = tuple(cells)
        if changed:
            self.changes.append(ChangedRow(number=row.number, sheet=row.sheet, name=name, cells=changed))
        else:
            self.same += 1

    def report(self) -> ImportReport:
        """The report so far, the rows in the order of the file."""
        return ImportReport(
            new=tuple(sorted(self.new, key=_number)),
            changes=tuple(sorted(self.changes, key=_number)),
            same=self.same,
            bad=tuple(sorted(self.bad, key=_number)),
            short=len(self.short),
            remarks=tuple(Remark(key=key, facts={"rows": listed(rows)}) for key, rows in self.odd.items()),
        )


def cell(column: str, before: Any, after: Any) -> CellChange:
    """A cell whose value changes, with both values as a sheet would write them."""
    return CellChange(column=column, before=_written(before), after=_written(after))


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case int():
            return str(int(value))
        case Decimal():
            return f"{value.normalize():f}"
        case str():
            return value
        case _:
            return ";".join(map(str, value))


_number = attrgetter("sheet", "number")


def chunks(rows: Sequence[SheetRow], progress: Progress | None) -> Iterator[Sequence[SheetRow]]:
    """The rows a chunk at a time; progress is told when each is done."""
    for at in range(0, len(rows), CHUNK):
        chunk = rows[at : at + CHUNK]
        yield chunk
        if progress is not None:
            progress(at + len(chunk))


def lacks(rows: Sequence[SheetRow], *columns: str) -> ImportReport | None:
    """The report of a sheet without the columns that it cannot do without; nothing where it has one of them."""
    if not rows or any(row.has(column) for row in rows for column in columns):
        return None
    bad = BadRow(number=1, reason="sheets.no_column", facts={"column": columns[0]})
    return ImportReport(bad=(bad,))
