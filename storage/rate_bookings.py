"""The shared rate limit of several processes: each books its sending times here before it sends. PostgreSQL only."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, text
from sqlmodel import Field, Session, col, delete

from domain.tables.columns import TIME, Row
from domain.tables.people import Channel
from storage.engine import Database


class Pace(Row, table=True):
    """A rate-limited receiver, a chat or the whole bot. ``free_at``: when its bookings end, by the database's clock."""

    name: str = Field(primary_key=True, max_length=64)
    free_at: datetime = Field(sa_column=Column(TIME, nullable=False))


#: Ordered by name, so that two concurrent bookings cannot deadlock.
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
    """Books sending times; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")

    def book(self, seconds: Mapping[str, float]) -> dict[str, float]:
        """Book ``seconds`` for each; returns in how many seconds each will be free again."""
        wanted = {"names": list(seconds), "seconds": list(seconds.values())}
        with self._engine.connect() as connection:
            return {name: float(until) for name, until in connection.execute(_BOOK, wanted)}


def chat_key(channel: Channel, external: str) -> str:
    """The key of a chat in this table."""
    return f"{channel.value}:{external}"


def forget_chat(session: Session, channel: Channel, external: str) -> None:
    """Delete a chat's booking: nobody is written to there any more."""
    session.exec(delete(Pace).where(col(Pace.name) == chat_key(channel, external)))


def forget_old(session: Session) -> None:
    """Delete bookings that ended an hour ago."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_FORGET)
