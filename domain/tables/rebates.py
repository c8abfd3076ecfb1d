"""Rebates: what the supplier grants an account, and which orders they pay a part of. Rows are only ever added."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, String
from sqlmodel import Field

from domain.tables.columns import ID, MONEY, TIME, Row, new_id


class Rebate(Row, table=True):
    """So much an account may pay parts of its orders with; no money, and nothing of what it owes, before that.

    ``last_day``: orders placed after it cannot use it; none: it does not lapse. ``person_id``: who granted it.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    reason: str = Field(sa_column=Column(String(300), nullable=False))
    last_day: date | None = None
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


class RebateUse(Row, table=True):
    """So much of a rebate is for an order; below zero: it is given back. No order: finance took back what was left."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    rebate_id: int = Field(sa_column=Column(ID, ForeignKey("rebate.id"), nullable=False, index=True))
    order_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("order.id"), index=True))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))
