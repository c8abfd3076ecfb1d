"""Shipments of parts of an order, their lines, and the carrier's events."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlmodel import Field

from domain.rules.shipment_life import ShipmentStatus
from domain.tables.columns import ID, QUANTITY, TIME, Row, choice, new_id


class Shipment(Row, table=True):
    """One parcel or load of an order; ``position`` counts from 1 within it. ``revision`` grows with every change.

    ``status`` has one writer, ``domain/orders/shipment_status.py``.

    ``receipt_words``: what the receiver said is missing or broken. ``billed_on_receipt``: by the terms of the account
    when it left; otherwise its goods were billed then. ``carrier_delivered_at``: when its carrier says that all of it
    was delivered. ``driver_id``: who of the warehouse brings it, where its carrier is our own truck.
    ``delivery_photo``: the hash of a stored photo that the driver took there.
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
    carrier_delivered_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    driver_id: int | None = Field(default=None, sa_column=Column(ID, nullable=True, index=True))
    delivery_photo: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))
    billed_on_receipt: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))


class ShipmentLine(Row, table=True):
    """How much of an order line is in a shipment, in base units."""

    __table_args__ = (UniqueConstraint("shipment_id", "order_line_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    shipment_id: int = Field(sa_column=Column(ID, ForeignKey("shipment.id"), nullable=False))
    order_line_id: int = Field(sa_column=Column(ID, ForeignKey("orderline.id"), nullable=False, index=True))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))


class FollowedNumber(Row, table=True):
    """A tracking number whose carrier is asked about it. ``whole``: all numbers of the parcel, as they were then.

    What was corrected since has another ``whole``, and is asked no more. ``next_at``: when it is asked again.
    ``subscribed_at``: since when the carrier tells us by itself. ``ended_at``: it is over: delivered, or given up.
    """

    __table_args__ = (UniqueConstraint("shipment_id", "carrier", "number", "whole"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    shipment_id: int = Field(sa_column=Column(ID, ForeignKey("shipment.id"), nullable=False))
    carrier: str = Field(max_length=40)
    number: str = Field(max_length=60)
    whole: str = Field(max_length=60)
    next_at: datetime = Field(sa_column=Column(TIME, nullable=False, index=True))
    subscribed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    ended_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


#: What a carrier told of a number is kept once.
_OF_NUMBER = text("number <> ''")


class TrackingEvent(Row, table=True):
    """What happened to a shipment on its way; ``kind`` has a text in every language, ``place`` is the carrier's own.

    ``number``: of which of its numbers; ``words``: the carrier's. ``told_at``: when people were told, or need not be.
    """

    __table_args__ = (
        Index(
            "uq_trackingevent_once",
            *("shipment_id", "number", "at", "kind"),
            unique=True,
            sqlite_where=_OF_NUMBER,
            postgresql_where=_OF_NUMBER,
        ),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    shipment_id: int = Field(sa_column=Column(ID, ForeignKey("shipment.id"), nullable=False, index=True))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))
    kind: str = Field(max_length=24)
    place: str = Field(default="", max_length=120)
    number: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    words: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
    told_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
