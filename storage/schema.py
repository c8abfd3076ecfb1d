"""Every table in one place."""

from sqlmodel import SQLModel

from domain.tables import carts, catalogue, nicknames, notices, orders, people, shipments, stock
from storage import cards, conversations, inbox, media, pace, passed_over, push_ledger, transcript

__all__ = [
    "METADATA",
    "cards",
    "carts",
    "catalogue",
    "conversations",
    "inbox",
    "media",
    "nicknames",
    "notices",
    "orders",
    "pace",
    "passed_over",
    "people",
    "push_ledger",
    "shipments",
    "stock",
    "transcript",
]

METADATA = SQLModel.metadata
