"""The one way to run an act: in a transaction that a refusal rolls back, retried after conflicts."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from domain.events.journal import notices_left
from storage.engine import Database, is_transient

log = structlog.get_logger()
T = TypeVar("T")

#: How often an act is tried when others were in its way.
TRIES = 5
#: A random wait, so that two transactions that collided do not collide again.
_REST_MS = 20


@dataclass(frozen=True, kw_only=True)
class Performed(Generic[T]):
    """The result of an act. ``notices_left``: it left notices, so the caller wakes the sender."""

    result: T
    notices_left: bool


def perform(
    database: Database,
    act: Callable[[Session], T],
    *,
    waits: bool = True,
    keeps: bool = True,
    rest: Callable[[float], None] = time.sleep,
) -> Performed[T]:
    """Run an act and commit it.

    It is run again from the start when the database chose to undo it because two stood in each other's way, when the
    connection broke, or when another process wrote the same row first: it then finds that row. Should the connection
    break in the commit, the act may have been done: running it twice must do no harm (a message finds its answer).

    Args:
        database: whose facts it changes.
        act: gets an open session, and never commits. Whatever it raises undoes it: a refusal is raised as it is.
        waits: whether it waits for others. One that does not is tried once, and may only take moments.
        keeps: whether what it did is committed; otherwise it only shows what it would do.
        rest: sleeps a number of seconds before the next try.

    Raises:
        OperationalError: the database is away or busy, or ``TRIES`` were not enough.
        IntegrityError: as often as it was tried.
    """
    for _ in range(TRIES - 1 if waits else 0):
        try:
            return _once(database, act, waits=waits, keeps=keeps)
        except (IntegrityError, OperationalError) as error:
            if not (isinstance(error, IntegrityError) or is_transient(error)):
                raise
            log.info("act is tried again", reason=type(error.orig).__name__)
            rest((secrets.randbelow(_REST_MS) + 1) / 1000)
    return _once(database, act, waits=waits, keeps=keeps)


def _once(database: Database, act: Callable[[Session], T], *, waits: bool, keeps: bool) -> Performed[T]:
    with database.transaction(waits=waits, keeps=keeps) as session:
        result = act(session)
        left = keeps and notices_left(session)
    return Performed(result=result, notices_left=left)
