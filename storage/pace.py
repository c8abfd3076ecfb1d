"""How fast the processes of one house may talk, together: each books its moments here before it speaks. PostgreSQL."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, text
from sqlmodel import Field, Session, col, delete

from domain.tables.columns import TIME, Row
from domain.tables.people import Channel
from storage.engine import Database


class Pace(Row, table=True):
    """Somebody who may be written to only so fast: a chat, or everybody together.

    ``free_at``: when all that was booked will have been said, by the database's own clock.
    """

    name: str = Field(primary_key=True, max_length=64)
    free_at: datetime = Field(sa_column=Column(TIME, nullable=False))


#: Everybody books in the same order, so that two who book at once cannot lock each other.
_BOOK = text("""
    INSERT INTO pace (name, free_at)
    SELECT name, statement_timestamp() + seconds * interval '1 second'
    FROM unnest(CAST(:names AS text[]), CAST(:seconds AS float8[])) AS wanted (name, seconds) ORDER BY name
    ON CONFLICT (name) DO UPDATE
    SET free_at = greatest(pace.free_at, statement_timestamp()) + (excluded.free_at - statement_timestamp())
    RETURNING name, extract(epoch FROM free_at - statement_timestamp())
""")
_FORGET = text("DELETE FROM pace WHERE free_at < statement_timestamp() - interval '1 hour'")


class Bookings:
    """Books time; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")

    def book(self, seconds: Mapping[str, float]) -> dict[str, float]:
        """Add so many seconds of talking to each; in how many seconds each will have been told everything."""
        wanted = {"names": list(seconds), "seconds": list(seconds.values())}
        with self._engine.connect() as connection:
            return {name: float(until) for name, until in connection.execute(_BOOK, wanted)}


def chat(channel: Channel, external: str) -> str:
    """What a chat is called here."""
    return f"{channel.value}:{external}"


def forget_chat(session: Session, channel: Channel, external: str) -> None:
    """Nobody is written to there any more."""
    session.exec(delete(Pace).where(col(Pace.name) == chat(channel, external)))


def forget_old(session: Session) -> None:
    """Whoever may be written to at once needs no row."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_FORGET)
