"""Shipments of parts of an order, their lines, and the carrier's events."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Boolean, Column, ForeignKey, String, UniqueConstraint, false
from sqlmodel import Field

from domain.rules.shipment_life import ShipmentStatus
from domain.tables.columns import ID, QUANTITY, TIME, Row, choice, new_id


class Shipment(Row, table=True):
    """One parcel or load of an order; ``position`` counts from 1 within it. ``revision`` grows with every change.

    ``status`` has one writer, ``domain/orders/shipment_status.py``.

    ``receipt_words``: what the receiver said is missing or broken. ``billed_on_receipt``: by the terms of the account
    when it left; otherwise its goods were billed then.
    """

    __table_args__ = (UniqueConstraint("order_id", "position"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False))
    position: int
    warehouse_id: int = Field(sa_column=Column(ID, ForeignKey("warehouse.id"), nullable=False))
    status: ShipmentStatus = Field(sa_column=Column(choice(ShipmentStatus), nullable=False, index=True))
    revision: int = 1
    carrier: str = Field(default="", max_length=40)
    tracking_number: str = Field(default="", max_length=60)
    picked_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    created_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    shipped_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    delivered_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    received_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    receipt_words: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
    billed_on_receipt: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))


class ShipmentLine(Row, table=True):
    """How much of an order line is in a shipment, in base units."""

    __table_args__ = (UniqueConstraint("shipment_id", "order_line_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    shipment_id: int = Field(sa_column=Column(ID, ForeignKey("shipment.id"), nullable=False))
    order_line_id: int = Field(sa_column=Column(ID, ForeignKey("orderline.id"), nullable=False, index=True))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))


class TrackingEvent(Row, table=True):
    """What happened to a shipment on its way; ``kind`` has a text in every language, ``place`` is the carrier's own."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    shipment_id: int = Field(sa_column=Column(ID, ForeignKey("shipment.id"), nullable=False, index=True))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))
    kind: str = Field(max_length=24)
    place: str = Field(default="", max_length=120)
