"""What a person is about to order for an account."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, UniqueConstraint
from sqlmodel import Field

from domain.tables.columns import ID, QUANTITY, TIME, Row, new_id


class Cart(Row, table=True):
    """One person's cart for one account, from the first thing put in until it is ordered.

    ``revision`` grows with every change; a confirm names the one it saw.
    """

    __table_args__ = (UniqueConstraint("account_id", "person_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    revision: int = 1
    note: str = Field(default="", max_length=500)
    address_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("address.id")))
    wanted_on: date | None = None
    changed_at: datetime = Field(sa_column=Column(TIME, nullable=False))


class CartLine(Row, table=True):
    """A SKU in a cart; ``quantity`` in base units, ``said`` the dealer's own words for it."""

    __table_args__ = (UniqueConstraint("cart_id", "sku_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    cart_id: int = Field(sa_column=Column(ID, ForeignKey("cart.id", ondelete="CASCADE"), nullable=False, index=True))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    said: str = Field(default="", max_length=200)
