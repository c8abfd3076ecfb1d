"""A day on which everything happened, on a database that lets somebody spoil it, and what the checks say then."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.checks import check_all
from domain.tables.people import Channel
from storage.engine import Database
from tests.domain.checks.changes import Change
from tests.domain.checks.classified import ALWAYS
from tests.domain.checks.classified_delivery import EVERYTHING as HARMLESS
from tests.grounds import Grounds, Kind, checked_often
from tests.postgres import NoPostgresError
from tests.storage.busy_day import live_through
from tests.world import build, world_on

#: How each database lets somebody spoil what its foreign keys protect.
NO_FOREIGN_KEYS = {
    "sqlite": ("COMMIT", "PRAGMA foreign_keys=OFF", "BEGIN"),
    "postgresql": ("SET LOCAL session_replication_role = replica",),
}


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
