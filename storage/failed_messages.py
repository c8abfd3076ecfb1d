"""Messages that failed repeatedly: how often, why, and since when they are no longer tried.

A row says nothing of who wrote, nor what: the platform's number of the message, and where our code gave up.
"""

import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Column
from sqlmodel import Field, Session, col, delete, func, select

from domain.tables.columns import TIME, Row, choice
from domain.tables.people import Channel
from storage.outage import code_of
from storage.upsert import dialect_insert

#: Shown to operators for a week, and kept for a month.
SHOWN_FOR, KEPT_FOR = timedelta(days=7), timedelta(days=30)
WHY_MOST = 200
_OURS = Path(__file__).parents[1]


class FailedMessage(Row, table=True):
    """A message that met a bug of ours. ``passed_at``: since when it is no longer tried."""

    channel: Channel = Field(sa_column=Column(choice(Channel), primary_key=True))
    key: str = Field(primary_key=True, max_length=200)
    times: int
    why: str = Field(max_length=WHY_MOST)
    trace: str = Field(default="", max_length=16)
    first_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    last_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    passed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True, index=True))


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """How many messages were passed over within a week, and the newest of them."""

    count: int
    newest: FailedMessage | None


def record_failure(
    session: Session, channel: Channel, key: str, *, error: BaseException, trace: str, now: datetime, most: int
) -> bool:
    """Record one more failure; returns whether the message is passed over: it has failed ``most`` times."""
    told = {"why": why(error), "trace": trace, "last_at": now}
    new = dialect_insert(session, FailedMessage).values(channel=channel, key=key, times=1, first_at=now, **told)
    again = new.on_conflict_do_update(
        index_elements=["channel", "key"], set_={**told, "times": col(FailedMessage.times) + 1}
    )
    session.execute(again)
    row = session.get_one(FailedMessage, (channel, key), populate_existing=True)
    if row.times >= most:
        row.passed_at = row.passed_at or now
    return row.times >= most


def recently_passed_over(session: Session, now: datetime) -> PassedOver:
    """The messages passed over within a week, for operators."""
    recent = col(FailedMessage.passed_at) > now - SHOWN_FOR
    newest = select(FailedMessage).where(recent).order_by(col(FailedMessage.passed_at).desc()).limit(1)
    return PassedOver(
        count=session.exec(select(func.count()).select_from(FailedMessage).where(recent)).one(),
        newest=session.exec(newest).first(),
    )


def forget_old(session: Session, now: datetime) -> None:
    """Delete failures older than a month."""
    session.exec(delete(FailedMessage).where(col(FailedMessage.last_at) < now - KEPT_FOR))


def why(error: BaseException) -> str:
    """The class of an error and our last frame in its traceback; never its text, which may quote people."""
    place = next((where for where in map(_place, reversed(traceback.extract_tb(error.__traceback__))) if where), "")
    return " ".join(part for part in (type(error).__name__, code_of(error), place) if part)[:WHY_MOST]


def _place(frame: traceback.FrameSummary) -> str:
    file = Path(frame.filename)
    is_ours = file.is_relative_to(_OURS) and "site-packages" not in file.parts
    return f"{file.relative_to(_OURS)}:{frame.lineno}" if is_ours else ""
