"""Single changes of a filled database that no code of ours makes: every table, every column, every kind of damage.

A fixed seed chooses the rows, so that a change that was not found can be looked at again by its name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import JSON, Column, Connection, Enum, LargeBinary, String, Table, TypeDecorator, literal
from sqlalchemy import Date as DateType

from domain.tables.columns import Scaled, UtcTime
from storage.schema import METADATA

#: So many rows of a table, or of a kind of events, come to harm.
ROWS = 2
#: So many other choices are tried where a column has fixed ones.
OTHERS = 3
NOBODY = 7
SMALL = 10**15
LONG_AGO = timedelta(days=400)
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change. ``column`` is empty where the whole row goes or comes twice; ``row``: what it was before."""

    table: Table
    column: str
    kind: str
    row: Row
    values: Row

    @property
    def label(self) -> str:
        """What is changed: events and counters are told apart by what they are about."""
        kind = _kind(self.table, self.row)
        return f"{self.table.name}({kind})" if kind else self.table.name

    @property
    def name(self) -> str:
        """For people: ``order.total negated, id 123``."""
        key = ", ".join(f"{column.name} {self.row[column.name]}" for column in self.table.primary_key)
        return f"{self.label}.{self.column} {self.kind}, {key}" if self.column else f"{self.label} {self.kind}, {key}"

    def apply(self, connection: Connection) -> None:
        """Make it."""
        if self.kind == "doubled":
            connection.execute(self.table.insert().values(self.values))
            return
        this = [column == self.row[column.name] for column in self.table.primary_key]
        if self.kind == "deleted":
            connection.execute(self.table.delete().where(*this))
        else:
            connection.execute(self.table.update().where(*this).values(self.values))


Filled = Mapping[str, list[Row]]


def read(connection: Connection) -> Filled:
    """Every row there is, by table."""
    return {
        name: [dict(row) for row in connection.execute(table.select().order_by(*table.primary_key)).mappings()]
        for name, table in METADATA.tables.items()
    }


def changes_of(table: Table, filled: Filled, *, raw: bool) -> Iterator[Change]:
    """Every change of a table. ``raw``: also values of another type, which only SQLite takes."""
    kinds: dict[str, list[Row]] = {}
    for row in filled[table.name]:
        kinds.setdefault(_kind(table, row), []).append(row)
    for kind, rows in kinds.items():
        yield from _of_rows(table, kind, rows)
        for column in table.columns:
            yield from _of_column(column, kind, rows, filled, raw=raw)


def _kind(table: Table, row: Row) -> str:
    match table.name:
        case "event":
            return str(row["kind"])
        case "counter":
            return str(row["name"]).partition(":")[0]
        case _:
            return ""


def _of_rows(table: Table, kind: str, rows: list[Row]) -> Iterator[Change]:
    chance = Random(f"{table.name} {kind}")
    for row in chance.sample(rows, min(ROWS, len(rows))):
        yield Change(table=table, column="", kind="deleted", row=row, values={})
        if "id" in table.primary_key:
            again = {**row, "id": chance.randrange(10**6)}
            yield Change(table=table, column="", kind="doubled", row=row, values=again)


def _of_column(column: Column[Any], kind: str, rows: list[Row], filled: Filled, *, raw: bool) -> Iterator[Change]:
    chance = Random(f"{column} {kind}")
    name = column.name
    full = [row for row in rows if row[name] is not None]
    empty = [row for row in rows if row[name] is None]
    for row in chance.sample(full, min(1 if kind else ROWS, len(full))):
        for how, value in _others(column, row[name], filled, chance, raw=raw):
            yield Change(table=column.table, column=name, kind=how, row=row, values={name: value})
        if column.nullable:
            yield Change(table=column.table, column=name, kind="emptied", row=row, values={name: None})
    for row in chance.sample(empty, min(1, len(empty))):
        for value in _anything(column, filled, chance):
            yield Change(table=column.table, column=name, kind="filled", row=row, values={name: value})


def _others(column: Column[Any], value: Any, filled: Filled, chance: Random, *, raw: bool) -> Iterable[tuple[str, Any]]:
    """Other values for a column, each with what was done to it."""
    yield from ((how, new) for how, new in likely(column, value, filled, chance) if new != value)
    if isinstance(column.type, (Enum, UtcTime, DateType, JSON)) and (raw or isinstance(column.type, Enum)):
        yield "unreadable", literal("%§?", String())


def likely(column: Column[Any], value: Any, filled: Filled, chance: Random) -> Iterable[tuple[str, Any]]:  # noqa: PLR0911 - a row a type
    """Other values of the same kind, each with what was done to it; those of keys name another row, or none."""
    if column.foreign_keys:
        others = [other for other in _targets(column, filled) if other != value]
        return [("swapped", other) for other in others and [chance.choice(others)]] + [("dangling", _nobody(value))]
    match value:
        case bool():
            return [("flipped", not value)]
        case _ if isinstance(column.type, Enum):
            others = [other for other in column.type.python_type if other != value]
            return [("said otherwise", other) for other in chance.sample(others, min(OTHERS, len(others)))]
        case int() | Decimal() if column.primary_key:
            return [("renumbered", chance.randrange(10**6))]
        case int() | Decimal():
            step = [("a step more", value + Decimal(1).scaleb(-_places(column)))] if _places(column) else []
            tenfold = [("tenfold", value * 10)] if value < SMALL else []
            return [
                ("zero", type(value)(0)),
                ("negated", -value),
                ("more", value + 1),
                ("less", value - 1),
                *step,
                *tenfold,
            ]
        case datetime() | date():
            return [("moved", value - LONG_AGO)]
        case str():
            return [("blank", ""), ("other", _other(value, column))]
        case bytes():
            return [("damaged", value[:-1] + bytes([value[-1] ^ 1]))]
        case _:
            return [("emptied", type(value)()), ("other", type(value)([("?", 1)]))]


def _anything(column: Column[Any], filled: Filled, chance: Random) -> Iterable[Any]:
    """A value where there was none."""
    if column.foreign_keys:
        targets = _targets(column, filled)
        return [chance.choice(targets)] if targets else [NOBODY]
    kind = column.type.impl if isinstance(column.type, TypeDecorator) and not isinstance(column.type, Scaled) else None
    if isinstance(column.type, UtcTime):
        return [datetime.fromisoformat("2026-11-23T05:00:00+00:00")]
    if isinstance(column.type, DateType):
        return [date(2026, 11, 24)]
    if isinstance(column.type, Scaled):
        return [Decimal(5)]
    if isinstance(column.type, Enum):
        return [next(iter(column.type.python_type))]
    if isinstance(column.type, JSON):
        return [{"kind": "?"}]
    if isinstance(column.type, LargeBinary) or kind is not None:
        return [b"?"]
    return ["?"] if column.type.python_type is str else [column.type.python_type(1)]


def _targets(column: Column[Any], filled: Filled) -> list[Any]:
    target = next(iter(column.foreign_keys)).column
    return [row[target.name] for row in filled[target.table.name]]


def _nobody(value: Any) -> Any:
    return NOBODY if isinstance(value, int) else "nobody"


def _places(column: Column[Any]) -> int:
    return column.type.places if isinstance(column.type, Scaled) else 0


def _other(value: str, column: Column[Any]) -> str:
    """Other words of the same length, where there are any."""
    last = "1" if value[-1:] != "1" else "2"
    return (value[:-1] + last) if value else "x"[: getattr(column.type, "length", 1) or 1]
