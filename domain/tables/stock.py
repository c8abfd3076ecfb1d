"""Stock levels by warehouse, holds, and every stock move."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field

from domain.tables.columns import ID, QUANTITY, TIME, Row, choice, new_id, zero_quantity


class Warehouse(Row, table=True):
    """A place that holds goods."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    name: str = Field(unique=True, max_length=60)


class StockLevel(Row, table=True):
    """A SKU in a warehouse, in base units. Available = on hand - reserved - allocated.

    ``expected_on``: the day on which more is expected, where somebody said one; until goods come in.
    """

    __table_args__ = (
        CheckConstraint("on_hand >= 0 AND reserved >= 0 AND allocated >= 0", name="never_below_zero"),
        CheckConstraint("reserved + allocated <= on_hand", name="held_is_there"),
    )

    warehouse_id: int = Field(sa_column=Column(ID, ForeignKey("warehouse.id"), primary_key=True))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), primary_key=True, index=True))
    on_hand: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    reserved: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    allocated: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    expected_on: date | None = Field(default=None, sa_column=Column(Date(), nullable=True))

    @property
    def available(self) -> Decimal:
        """What can still be sold; never below zero."""
        return self.on_hand - self.reserved - self.allocated


class StockAlert(Row, table=True):
    """⏰ Somebody wants to be told when so much of a SKU is there, in base units. ``told_at``: they were."""

    __table_args__ = (
        UniqueConstraint("person_id", "account_id", "sku_id"),
        Index("ix_stockalert_open", "told_at", "sku_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    quantity: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    asked_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    told_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


class MoveKind(StrEnum):
    """Why stock on hand changed."""

    RECEIVED = "received"
    COUNTED = "counted"
    SHIPPED = "shipped"
    RETURNED = "returned"


class StockMove(Row, table=True):
    """One change of stock on hand, append-only; their sum is what is on hand. ``undoes_id``: the move it undoes."""

    __table_args__ = (Index("ix_stockmove_place", "warehouse_id", "sku_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    warehouse_id: int = Field(sa_column=Column(ID, ForeignKey("warehouse.id"), nullable=False))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    kind: MoveKind = Field(sa_column=Column(choice(MoveKind), nullable=False))
    shipment_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("shipment.id", use_alter=True)))
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    undoes_id: int | None = Field(
        default=None, sa_column=Column(ID, ForeignKey("stockmove.id"), unique=True, nullable=True)
    )
    note: str = Field(default="", max_length=200)
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


class HoldKind(StrEnum):
    """How firm a hold is."""

    RESERVATION = "reservation"
    """Waits for a decision and expires."""
    ALLOCATION = "allocation"
    """Belongs to an approved order until it ships or is cancelled."""


class Hold(Row, table=True):
    """Stock kept for an order line; ``quantity`` is what is still held, 0 when the hold is closed.

    What the line waits for beyond that is its ``back_ordered`` quantity.
    """

    __table_args__ = (Index("ix_hold_open", "closed_at", "expires_at"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False, index=True))
    order_line_id: int = Field(sa_column=Column(ID, ForeignKey("orderline.id"), nullable=False, index=True))
    warehouse_id: int = Field(sa_column=Column(ID, ForeignKey("warehouse.id"), nullable=False))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    kind: HoldKind = Field(sa_column=Column(choice(HoldKind), nullable=False))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    expires_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
