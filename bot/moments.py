"""Small work on the database beside the messages: like them, it needs no thread where nobody can be waited for."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage.engine import Database

T = TypeVar("T")


async def in_a_moment(database: Database, do: Callable[[Session], T]) -> T:
    """Do it in a transaction: on SQLite right here, if nobody is in the way; else in a thread, which waits.

    Raises:
        OperationalError: the database is away, or busy for too long.
    """
    if database.is_sqlite:
        with suppress(OperationalError):
            return _done(database, do, waits=False)
    return await asyncio.to_thread(_done, database, do, waits=True)


def _done(database: Database, do: Callable[[Session], T], *, waits: bool) -> T:
    with database.transaction(waits=waits) as session:
        return do(session)
