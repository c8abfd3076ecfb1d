"""What the buyers of a waiting order are asked: other goods instead of some of a line, or these at a higher price."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, text
from sqlmodel import Field

from domain.tables.columns import ID, MONEY, QUANTITY, TIME, Row, choice, new_id


class SwapAnswer(StrEnum):
    """How a proposal ended."""

    AGREED = "agreed"
    DECLINED = "declined"
    EXPIRED = "expired"
    """Nobody answered in time."""
    TAKEN_BACK = "taken_back"
    """By the supplier, before anybody answered."""
    ORDER_ENDED = "order_ended"
    """The order came to nothing before anybody answered."""


_OPEN = text("answer IS NULL")


class SwapProposal(Row, table=True):
    """A line offered in place of goods that an order was to have; their stock is kept until the answer.

    ``line_id``: the offered line, of which ``quantity`` base units may be ordered. ``for_line_id``: the line it comes
    from, of which ``replaced`` base units were taken out for it. ``answer``: empty while it waits.

    ``price``: of a unit of ``price_size`` base units, and why, where the line itself is offered at a higher price.
    """

    __table_args__ = (Index("ix_swapproposal_open", "expires_at", sqlite_where=_OPEN, postgresql_where=_OPEN),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False, index=True))
    line_id: int = Field(sa_column=Column(ID, ForeignKey("orderline.id"), nullable=False, unique=True))
    for_line_id: int = Field(sa_column=Column(ID, ForeignKey("orderline.id"), nullable=False))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    replaced: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    price: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    price_size: int | None = None
    reason: str = Field(default="", sa_column=Column(String(200), nullable=False, server_default=""))
    asked_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    asked_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    expires_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    answer: SwapAnswer | None = Field(default=None, sa_column=Column(choice(SwapAnswer), nullable=True))
    answered_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    answered_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
