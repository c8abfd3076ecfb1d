"""Short transactions beside the messages: on SQLite they run on the event loop where no other writer is at work."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from domain.db.statements import LengthyError
from storage.engine import Database

T = TypeVar("T")


async def run_short(
    database: Database, do: Callable[[Session], T], at_length: Callable[[Session], T] | None = None
) -> T:
    """Run in a transaction: on SQLite inline, if no other writer is at work; else in a thread, which waits.

    ``at_length``: what is done instead where it takes more than moments: less of it, as others wait to write. Raises
    OperationalError: the database is away, or busy for too long.
    """
    if database.is_sqlite:
        try:
            return _done(database, do, waits=False)
        except OperationalError:
            pass
        except LengthyError:
            do = at_length or do
    return await in_thread(database, do)


async def in_thread(database: Database, do: Callable[[Session], T]) -> T:
    """Run in a transaction, in a thread."""
    return await asyncio.to_thread(_done, database, do, waits=True)


def _done(database: Database, do: Callable[[Session], T], *, waits: bool) -> T:
    with database.transaction(waits=waits) as session:
        return do(session)
