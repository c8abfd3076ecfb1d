"""Orders, their lines, the approvals a rule asks for, and the append-only record of what happened."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field

from domain.rules.order_life import OrderStatus
from domain.tables.columns import ID, MONEY, QUANTITY, TIME, Row, choice, new_id, zero_quantity


class Order(Row, table=True):
    """A submitted cart. ``status`` has one writer, ``domain/orders.py``; ``revision`` grows when lines change.

    ``cart_id`` and ``cart_revision`` say which confirm made it: the same confirm cannot make two. That cart is gone.
    ``expires_at``: when the reservation ends if nobody has decided.
    """

    __table_args__ = (
        UniqueConstraint("cart_id", "cart_revision"),
        Index("ix_order_account_submitted", "account_id", "submitted_at"),
        Index("ix_order_status_submitted", "status", "submitted_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    number: str = Field(unique=True, max_length=24)
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    buyer_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    cart_id: int = Field(sa_column=Column(ID, nullable=False))
    cart_revision: int
    warehouse_id: int = Field(sa_column=Column(ID, ForeignKey("warehouse.id"), nullable=False))
    status: OrderStatus = Field(sa_column=Column(choice(OrderStatus), nullable=False))
    revision: int = 1
    currency: str = Field(max_length=3)
    total: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    note: str = Field(default="", max_length=500)
    address: str = Field(default="", max_length=300)
    wanted_on: date | None = None
    reason: str = Field(default="", max_length=300)
    submitted_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    expires_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    closed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    reminded_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    rating: int | None = None
    rating_words: str = Field(default="", max_length=500)


class OrderLine(Row, table=True):
    """A SKU in an order at a frozen price; quantities in base units.

    ``refused``: cut at approval; ``shipped`` and ``delivered`` count up to ``quantity - refused``.
    """

    __table_args__ = (UniqueConstraint("order_id", "sku_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False, index=True))
    position: int
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    price: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    said: str = Field(default="", max_length=200)
    refused: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    shipped: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    delivered: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())


class ApprovalKind(StrEnum):
    """Who a rule asks."""

    SALES = "sales"
    FINANCE = "finance"


class Approval(Row, table=True):
    """A decision on one revision of an order; ``approved`` is empty until somebody decides.

    Every order asks the salesperson: that row is written with the decision. A rule that asks somebody else as well
    writes an empty row when the order is placed or changed.
    """

    __table_args__ = (UniqueConstraint("order_id", "revision", "kind"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False))
    revision: int
    kind: ApprovalKind = Field(sa_column=Column(choice(ApprovalKind), nullable=False))
    approved: bool | None = None
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    decided_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


class OrderShare(Row, table=True):
    """A customer who may follow an order without seeing its prices."""

    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), primary_key=True))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), primary_key=True, index=True))


#: Orders have an index of their own.
_NAMED = text("subject <> ''")


class Event(Row, table=True):
    """What happened, by whom, when and why. Rows are only ever added."""

    __table_args__ = (Index("ix_event_subject", "subject", sqlite_where=_NAMED, postgresql_where=_NAMED),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    kind: str = Field(max_length=40)
    order_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("order.id"), index=True))
    subject: str = Field(default="", max_length=60)
    revision: int | None = None
    reason: str = Field(default="", max_length=300)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
