"""Small work on the database beside the messages: like them, it needs no thread where nobody can be waited for."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from domain.prepared import LengthyError
from storage.engine import Database

T = TypeVar("T")


async def in_a_moment(
    database: Database, do: Callable[[Session], T], at_length: Callable[[Session], T] | None = None
) -> T:
    """Do it in a transaction: on SQLite right here, if nobody is in the way; else in a thread, which waits.

    ``at_length``: what is done instead where it takes more than moments: less of it, as others wait to write.

    Raises:
        OperationalError: the database is away, or busy for too long.
    """
    if database.is_sqlite:
        try:
            return _done(database, do, waits=False)
        except OperationalError:
            pass
        except LengthyError:
            do = at_length or do
    return await asyncio.to_thread(_done, database, do, waits=True)


def _done(database: Database, do: Callable[[Session], T], *, waits: bool) -> T:
    with database.transaction(waits=waits) as session:
        return do(session)
