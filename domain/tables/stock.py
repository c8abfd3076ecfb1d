"""How much there is, where, who holds it, and every change that made it so."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index
from sqlmodel import Field

from domain.tables.columns import ID, QUANTITY, TIME, Row, choice, new_id, zero_quantity


class Warehouse(Row, table=True):
    """A place that holds goods."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    name: str = Field(unique=True, max_length=60)


class StockLevel(Row, table=True):
    """A SKU in a warehouse, in base units. Available = on hand - reserved - allocated."""

    __table_args__ = (CheckConstraint("on_hand >= 0 AND reserved >= 0 AND allocated >= 0", name="never_below_zero"),)

    warehouse_id: int = Field(sa_column=Column(ID, ForeignKey("warehouse.id"), primary_key=True))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), primary_key=True, index=True))
    on_hand: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    reserved: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    allocated: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())

    @property
    def available(self) -> Decimal:
        """What can still be sold; below zero only where back-orders are allowed."""
        return self.on_hand - self.reserved - self.allocated


class MoveKind(StrEnum):
    """Why stock on hand changed."""

    RECEIVED = "received"
    COUNTED = "counted"
    SHIPPED = "shipped"
    RETURNED = "returned"


class StockMove(Row, table=True):
    """One change of stock on hand. Rows are only ever added; their sum is what is on hand.

    ``undoes_id``: the move that this one takes back; a move is taken back at most once.
    """

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
    """Stock kept for an order line; ``quantity`` is what is still held, 0 when the hold is closed."""

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
