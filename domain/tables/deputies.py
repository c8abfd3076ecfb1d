"""Who stands in for a salesperson, and from when to when."""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field

from domain.tables.columns import ID, TIME, Row, new_id


class Deputy(Row, table=True):
    """Somebody who decides beside a salesperson on the orders of their accounts, while that one is away.

    ``first_day``, ``last_day``: in the shop's time zone, both included. ``ended_at``: it was over before, or never
    began. Of one salesperson no two overlap.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    salesperson_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False, index=True))
    deputy_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False, index=True))
    first_day: date
    last_day: date
    set_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    set_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
