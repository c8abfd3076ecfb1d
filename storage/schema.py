"""Every table in one place."""

from sqlmodel import SQLModel

from domain.tables import (
    carts,
    catalogue,
    deputies,
    limits,
    nicknames,
    notices,
    orders,
    people,
    settings,
    shipments,
    stock,
    supplier_words,
    swaps,
)
from storage import card_messages, conversations, failed_messages, inbox, media, rate_bookings, transcript, wechat_quota

__all__ = [
    "METADATA",
    "card_messages",
    "carts",
    "catalogue",
    "conversations",
    "deputies",
    "failed_messages",
    "inbox",
    "limits",
    "media",
    "nicknames",
    "notices",
    "orders",
    "people",
    "rate_bookings",
    "settings",
    "shipments",
    "stock",
    "supplier_words",
    "swaps",
    "transcript",
    "wechat_quota",
]

METADATA = SQLModel.metadata
