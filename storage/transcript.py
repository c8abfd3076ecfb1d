"""What each chat of the demo page shows, as appended lines, so that a page can resume anywhere."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, Session, col, func, select

from domain.tables.columns import TIME, Row, choice


class ShownKind(StrEnum):
    """Why a line is there."""

    SAID = "said"
    """The person wrote, tapped or came."""
    ANSWER = "answer"
    """Our answer to it."""
    NOTICE = "notice"
    """A notice, not an answer."""
    REDRAW = "redraw"
    """A card that silently moved on."""


class ShownLine(Row, table=True):
    """One line of a chat, without its look: an edit is a line too, naming the message it edits.

    ``id`` counts up and is the event id of the page's stream. ``key`` is the browser's name for what was said;
    ``open`` while it waits for its answer.
    """

    __table_args__ = (
        UniqueConstraint("chat", "key"),
        Index("ix_shownline_chat", "chat", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    chat: str = Field(max_length=16)
    kind: ShownKind = Field(sa_column=Column(choice(ShownKind), nullable=False))
    key: str | None = Field(default=None, max_length=64)
    open: bool = False
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    edits: str | None = Field(default=None, max_length=64)
    at: datetime = Field(sa_column=Column(TIME, nullable=False))

    def message(self, index: int) -> str:
        """The id of this line's n-th message; the first may be an older message, edited."""
        return self.edits if index == 0 and self.edits else f"{self.id}.{index}"


def add(session: Session, line: ShownLine) -> ShownLine:
    """Append a line and give it its number."""
    session.add(line)
    session.flush()
    return line


def is_used(session: Session) -> bool:
    """Whether somebody has done anything on the page."""
    return session.exec(select(ShownLine.id).where(ShownLine.kind == ShownKind.SAID).limit(1)).first() is not None


def find_said(session: Session, chat: str, key: str) -> ShownLine | None:
    """What the browser sent under this key before, if it did."""
    return session.exec(select(ShownLine).where(ShownLine.chat == chat, ShownLine.key == key)).first()


def line_showing(session: Session, chat: str, message: str) -> ShownLine | None:
    """The newest line that shows a message of a chat."""
    number = message.partition(".")[0]
    edited = session.exec(
        select(ShownLine).where(ShownLine.chat == chat, ShownLine.edits == message).order_by(col(ShownLine.id).desc())
    ).first()
    if edited is not None or not (number.isascii() and number.isdigit() and len(number) < 19):  # noqa: PLR2004
        return edited
    return session.exec(select(ShownLine).where(ShownLine.chat == chat, ShownLine.id == int(number))).first()


def unanswered(session: Session) -> Sequence[ShownLine]:
    """What was said and has no answer yet: left by a process that was killed."""
    return session.exec(select(ShownLine).where(col(ShownLine.open)).order_by(col(ShownLine.id))).all()


def since(session: Session, number: int, limit: int = 200) -> Sequence[ShownLine]:
    """The lines of all chats after a number, oldest first."""
    lines = select(ShownLine).where(col(ShownLine.id) > number).order_by(col(ShownLine.id)).limit(limit)
    return session.exec(lines).all()


def recent(session: Session, chat: str, messages: int = 60) -> Sequence[ShownLine]:
    """A chat's last messages with every later edit of them."""
    fresh = select(ShownLine.id).where(ShownLine.chat == chat, col(ShownLine.edits).is_(None))
    start = session.exec(fresh.order_by(col(ShownLine.id).desc()).offset(messages - 1).limit(1)).first() or 0
    lines = select(ShownLine).where(ShownLine.chat == chat, col(ShownLine.id) >= start)
    return session.exec(lines.order_by(col(ShownLine.id))).all()


def newest(session: Session) -> int:
    """The number of the last line of all chats; 0 before the first."""
    return session.exec(select(func.max(ShownLine.id))).one() or 0
