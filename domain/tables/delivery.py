"""When goods are delivered: the days of an area, and days that are otherwise. Accounts and the shop have columns."""

from datetime import date

from sqlalchemy import Column, String, UniqueConstraint
from sqlmodel import Field

from domain.tables.columns import ID, Row, new_id


class AreaDelivery(Row, table=True):
    """The delivery days of an area (``area`` of accounts), as ``domain/rules/delivery_days.py`` writes them."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    area: str = Field(unique=True, max_length=60)
    delivery_days: str = Field(max_length=24)


class DeliveryException(Row, table=True):
    """A day on which goods are delivered, or not, whatever its weekday; ``area``: of one only, empty: everywhere."""

    __table_args__ = (UniqueConstraint("day", "area"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    day: date
    area: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    delivers: bool = False
