"""Whatever is changed behind the house's back is found, or it is written down why it does no harm.

The short form makes every ninth change; only the whole of them shows that nothing is called harmless in vain.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Table
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.checks import check_all
from domain.tables.people import Channel
from storage.engine import Database
from storage.schema import METADATA
from tests.domain.checks.changes import Change, Filled, changes_of, read
from tests.domain.checks.classified import ALWAYS, HARMLESS, ROW
from tests.domain.checks.found import FOUND
from tests.grounds import Grounds, Kind, checked_often
from tests.lengths import LONG, times
from tests.postgres import NoPostgresError
from tests.storage.busy_day import live_through
from tests.world import build, world_on

TABLES = sorted(METADATA.tables.values(), key=lambda table: table.name)
#: How each database lets somebody spoil what its foreign keys protect.
NO_FOREIGN_KEYS = {
    "sqlite": ("COMMIT", "PRAGMA foreign_keys=OFF", "BEGIN"),
    "postgresql": ("SET LOCAL session_replication_role = replica",),
}
#: Which of the changes PostgreSQL suffers, too.
EVERY = times(90, long=20)
LEAST = 300


def busy_day(database: Database) -> None:
    """A database in which everything has happened."""
    build(database, Channel.TELEGRAM)
    live_through(world_on(database, Channel.TELEGRAM))


@contextmanager
def defenceless(grounds: Grounds, kind: Kind) -> Iterator[Connection]:
    """A connection to a copy of that day on which nobody looks after foreign keys; nothing of it is kept."""
    try:
        plan = grounds.of(kind).plan("a busy day", busy_day)
    except NoPostgresError as missing:
        pytest.skip(f"not tried on PostgreSQL: {missing}")
    with plan.copy() as url:
        database = Database(checked_often(url))
        with database.engine.connect() as connection:
            for lift in NO_FOREIGN_KEYS[kind]:
                connection.exec_driver_sql(lift)
            yield connection
            connection.rollback()
        database.close()


def found(connection: Connection, change: Change) -> set[str]:
    """What the checks say of a change, which is undone; the database itself may refuse it."""
    place = connection.begin_nested()
    try:
        change.apply(connection)
    except IntegrityError:
        place.rollback()
        return {"refused"}
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        told = {finding.what for finding in check_all(session)}
    place.rollback()
    return told


def why_not(change: Change) -> str:
    """Why a change need not be found; nothing where it must be."""
    if change.kind in ALWAYS:
        return ""
    return next((each.why for each in HARMLESS if each.covers(change)), "")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_every_change_of_a_table_is_found_or_harmless(grounds: Grounds, table: Table) -> None:
    with defenceless(grounds, Kind.SQLITE) as connection:
        changes = list(changes_of(table, read(connection), raw=True))
        missed = [each for each in changes[:: times(9, long=1)] if not found(connection, each)]
    assert [each.name for each in missed if not why_not(each)] == []
    if LONG:
        assert _needless(table, missed) == []


def test_the_same_on_postgresql(grounds: Grounds) -> None:
    with defenceless(grounds, Kind.POSTGRESQL) as connection:
        changes = _all(read(connection), raw=False)[::EVERY]
        assert [each.name for each in changes if not why_not(each) and not found(connection, each)] == []


def test_a_day_without_changes_has_no_findings_and_gives_room_for_many(grounds: Grounds) -> None:
    with defenceless(grounds, Kind.SQLITE) as connection:
        changes = _all(read(connection), raw=True)
        with Session(connection) as session:
            assert check_all(session) == []
    assert len([each for each in changes if not why_not(each)]) > LEAST


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_every_column_is_classified(table: Table) -> None:
    found_in = set(FOUND[table.name].split())
    harmless = {
        part for each in HARMLESS if each.what.partition("(")[0] == table.name for part in each.columns.split()
    } - ROW
    assert found_in | harmless == {column.name for column in table.columns}


def test_nothing_is_said_of_what_is_not_there() -> None:
    assert set(FOUND) == set(METADATA.tables)
    for each in HARMLESS:
        assert each.what.partition("(")[0] in METADATA.tables, each.what
        assert each.why


def _all(filled: Filled, *, raw: bool) -> list[Change]:
    return [change for table in TABLES for change in changes_of(table, filled, raw=raw)]


def _needless(table: Table, missed: list[Change]) -> list[str]:
    """What is called harmless and yet always found: the list would say less of the checks than they do."""
    ours = [each for each in HARMLESS if each.what.partition("(")[0] == table.name and not each.partly]
    return [
        f"{each.what}.{part}"
        for each in ours
        for part in each.columns.split()
        if not any(each.covers(change) and part == (change.column or change.kind) for change in missed)
    ]
