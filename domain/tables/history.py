"""Orders from before Dinghuo, as another system kept them: what was bought, and at what price."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, Index, String, UniqueConstraint
from sqlmodel import Field

from domain.tables.columns import ID, MONEY, QUANTITY, Row, new_id
from domain.tables.lines import LineKind, line_kind


class PastOrder(Row, table=True):
    """An order that was completed elsewhere; ``number``: what it was called there.

    It moves no stock and owes nothing: nobody decides on it, and no order of ours refers to it.
    """

    __table_args__ = (Index("ix_pastorder_account", "account_id", "ordered_on"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    number: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    ordered_on: date


class PastOrderLine(Row, table=True):
    """What was bought of a SKU in a past order. ``quantity``: in base units.

    ``price``: of a unit of ``size`` base units; what cost nothing is a gift. A SKU stands once in an order for each
    unit, and once more as a gift.
    """

    __table_args__ = (UniqueConstraint("order_id", "sku_id", "size", "kind"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("pastorder.id"), nullable=False))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    kind: LineKind = Field(default=LineKind.GOODS, sa_column=line_kind())
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    size: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    price: Decimal = Field(sa_column=Column(MONEY, nullable=False))
