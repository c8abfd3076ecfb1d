"""Talks with a person: what a buyer and the staff wrote to one another, about an account or one of its orders."""

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, String, Text
from sqlmodel import Field

from domain.tables.columns import ID, TIME, Row, new_id


class Thread(Row, table=True):
    """A talk of one buyer with the staff. ``order_id``: what it is about, if it is about an order.

    ``last_at``: of the last word, or when it was opened again. ``waiting_since``: the first word, or call, that nobody
    answered yet. ``deputy_asked_at``, ``admins_asked_at``: when these were asked because of that.
    ``closed_by_id``: nobody where it ended by itself.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False, index=True))
    order_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("order.id"), index=True))
    opened_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    last_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    waiting_since: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    deputy_asked_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    admins_asked_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True, index=True))
    closed_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))


class ThreadMessage(Row, table=True):
    """Something said in a talk: words, a picture, or both. ``picture``: the hash of a stored picture.

    ``held``: it may be an order, and nobody reads it before its author said that it is none.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    thread_id: int = Field(sa_column=Column(ID, ForeignKey("thread.id"), nullable=False, index=True))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False, index=True))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))
    words: str = Field(default="", sa_column=Column(Text, nullable=False))
    picture: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))
    held: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))


class ThreadWriter(Row, table=True):
    """Where what a person types goes just now."""

    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), primary_key=True))
    thread_id: int = Field(sa_column=Column(ID, ForeignKey("thread.id"), nullable=False, index=True))
