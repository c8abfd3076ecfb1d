"""What an import hands back, and how its rows are gone through."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from domain.rules.sheet_rows import SheetRow

#: Rows that are read and written together, in a few statements.
CHUNK = 500

#: Told how many rows are done.
Progress = Callable[[int], object]


class Outcome(Enum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A row that did not go in: its number in the file, and the key and facts of the reason's text."""

    number: int
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """How many rows were added, changed, or the same as before, and those that did not go in.

    ``short``: how many orders what is on hand no longer reaches.
    """

    added: int
    changed: int
    same: int
    bad: tuple[BadRow, ...]
    short: int = 0


@dataclass
class Tally:
    """An import's report while it grows."""

    outcomes: list[Outcome] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    short: set[int] = field(default_factory=set)

    def refuse(self, number: int, reason: str, **facts: Any) -> None:
        """A row does not go in."""
        self.bad.append(BadRow(number=number, reason=reason, facts=facts))

    def report(self) -> ImportReport:
        """The report so far, the bad rows in the order of the file."""
        added, changed, same = (self.outcomes.count(each) for each in Outcome)
        bad = tuple(sorted(self.bad, key=lambda row: row.number))
        return ImportReport(added=added, changed=changed, same=same, bad=bad, short=len(self.short))


def chunks(rows: Sequence[SheetRow], progress: Progress | None) -> Iterator[Sequence[SheetRow]]:
    """The rows a chunk at a time; progress is told when each is done."""
    for at in range(0, len(rows), CHUNK):
        chunk = rows[at : at + CHUNK]
        yield chunk
        if progress is not None:
            progress(at + len(chunk))


def lacks(rows: Sequence[SheetRow], *columns: str) -> ImportReport | None:
    """The report of a sheet without the columns that it cannot do without; nothing where it has one of them."""
    if not rows or any(rows[0].has(column) for column in columns):
        return None
    bad = BadRow(number=1, reason="sheets.no_column", facts={"column": columns[0]})
    return ImportReport(added=0, changed=0, same=0, bad=(bad,))
