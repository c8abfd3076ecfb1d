"""Carts: what a person is about to order for an account."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Boolean, Column, ForeignKey, String, UniqueConstraint, false
from sqlmodel import Field

from domain.tables.columns import ID, MONEY, QUANTITY, TIME, Row, new_id
from domain.tables.lines import LineKind, line_kind, once_as_goods


class Cart(Row, table=True):
    """One person's cart for one account until it is ordered. ``revision`` grows with every change.

    ``spares_rebate``: this order shall use no rebate.
    """

    __table_args__ = (UniqueConstraint("account_id", "person_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    revision: int = 1
    note: str = Field(default="", max_length=500)
    address_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("address.id")))
    wanted_on: date | None = None
    spares_rebate: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    changed_at: datetime = Field(sa_column=Column(TIME, nullable=False))


class CartLine(Row, table=True):
    """A line of a cart; ``quantity`` in base units, ``said`` the dealer's own words for it.

    ``manual_price``: set by hand, by whom and why; for a unit of ``manual_size`` base units.
    """

    __table_args__ = (once_as_goods("uq_cartline_goods", "cart_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    cart_id: int = Field(sa_column=Column(ID, ForeignKey("cart.id", ondelete="CASCADE"), nullable=False, index=True))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    kind: LineKind = Field(default=LineKind.GOODS, sa_column=line_kind())
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    said: str = Field(default="", max_length=200)
    manual_price: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    manual_size: int | None = None
    manual_reason: str = Field(default="", sa_column=Column(String(200), nullable=False, server_default=""))
    manual_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
