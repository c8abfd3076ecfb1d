"""Every delivery is answered once: its answer is kept with its key, and given again when it is delivered again."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import JSON, Column, CursorResult
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Field, Session, SQLModel, col, delete, select, update

from domain.tables.columns import TIME, choice
from domain.tables.people import Channel

#: Telegram keeps an update for a day; nothing comes again after that.
KEPT_FOR = timedelta(days=3)


class Delivery(SQLModel, table=True):
    """A message that was answered; ``answer`` is the whole answer as the channel was given it."""

    channel: Channel = Field(sa_column=Column(choice(Channel), primary_key=True))
    key: str = Field(primary_key=True, max_length=200)
    at: datetime = Field(sa_column=Column(TIME, nullable=False, index=True))
    answer: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON, nullable=True))


def claim(session: Session, channel: Channel, key: str, now: datetime) -> bool:
    """Take a delivery on. False when it was answered before; waits while another process is answering it."""
    insert = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = insert(Delivery).values(channel=channel, key=key, at=now).on_conflict_do_nothing()
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1


def answered(session: Session, channel: Channel, key: str) -> dict[str, Any] | None:
    """The answer that was given."""
    found = session.exec(select(Delivery).where(Delivery.channel == channel, Delivery.key == key)).first()
    return found.answer if found else None


def keep(session: Session, channel: Channel, key: str, answer: dict[str, Any]) -> None:
    """Keep the answer of a delivery taken on in this transaction."""
    session.exec(
        update(Delivery).where(col(Delivery.channel) == channel, col(Delivery.key) == key).values(answer=answer)
    )


def forget_old(session: Session, now: datetime) -> None:
    """Nothing so old is delivered again."""
    session.exec(delete(Delivery).where(col(Delivery.at) < now - KEPT_FOR))
