"""Statements that were agreed on, and what somebody said was wrong with one."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, Integer, String, UniqueConstraint
from sqlmodel import Field

from domain.rules.finance.reminders import ReminderKind
from domain.tables.columns import ID, MONEY, TIME, Row, choice, new_id


class StatementClosing(Row, table=True):
    """What was owed at the end of a day, agreed on: nothing is ever entered again up to then.

    ``entries``: how many there were of the account by then, in all. ``person_id``: who agreed for it.
    """

    __table_args__ = (UniqueConstraint("account_id", "until"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    until: date
    closing: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    entries: int = Field(sa_column=Column(Integer, nullable=False))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


class SentReminder(Row, table=True):
    """What an account was told by itself; the same is never told again."""

    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), primary_key=True))
    kind: ReminderKind = Field(sa_column=Column(choice(ReminderKind), primary_key=True))
    day: date = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


class StatementDispute(Row, table=True):
    """What a buyer says is wrong with the statement up to a day; finance answers. Nothing is changed by it.

    ``entry_id``: the line that is wrong; none: something else, such as one that is missing.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    until: date
    entry_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("ledgerentry.id")))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    words: str = Field(default="", sa_column=Column(String(300), nullable=False))
    opened_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    answer: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
    answered_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    answered_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
