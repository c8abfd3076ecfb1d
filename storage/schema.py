"""Every table in one place, and bringing a database up to date."""

from sqlmodel import SQLModel

from domain.tables import carts, catalogue, notices, orders, people, shipments, stock
from storage import cards, conversations, inbox, media, push_ledger

__all__ = [
    "METADATA",
    "cards",
    "carts",
    "catalogue",
    "conversations",
    "inbox",
    "media",
    "notices",
    "orders",
    "people",
    "push_ledger",
    "shipments",
    "stock",
]

METADATA = SQLModel.metadata
