"""What a line of a cart or an order is there for. A line is known by its id; by its SKU only where it is goods."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, literal_column, text
from sqlmodel import col

from domain.tables.columns import choice


class LineKind(StrEnum):
    """Why a SKU stands on a line; gifts, swaps and replacements stand beside the goods of the same SKU."""

    GOODS = "goods"
    """Bought at its price; a SKU stands once as goods in a cart or an order."""
    GIFT = "gift"
    """Given by the promotion that the line names, at no price; it takes stock like goods."""
    SWAP = "swap"
    """Offered in place of other goods of the order; ordered once its buyer agreed."""
    REPLACEMENT = "replacement"
    """Sent for goods of an earlier order that were claimed, at no price."""


def line_kind() -> Column[Any]:
    """The kind of a line; goods by default."""
    return Column(choice(LineKind), nullable=False, default=LineKind.GOODS, server_default=LineKind.GOODS.value)


def is_goods(kind: Any) -> ColumnElement[bool]:
    """Whether a line is of the kind goods.

    Written out: SQLite prepares a statement anew each time where a parameter decides whether an index fits.
    """
    return col(kind) == literal_column(f"'{LineKind.GOODS.value}'")


def once_as_goods(name: str, whole: str) -> Index:
    """In each cart or order, named by the column ``whole``, a SKU stands once as goods."""
    goods = text(f"kind = '{LineKind.GOODS.value}'")
    return Index(name, whole, "sku_id", unique=True, sqlite_where=goods, postgresql_where=goods)
