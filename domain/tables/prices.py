"""Groups of accounts, price lists, and the prices in them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field

from domain.tables.columns import ID, MONEY, Row, new_id, zero_quantity

_BASE, _UNIT = "list_id IS NULL", "pack_id IS NULL"


class AccountGroup(Row, table=True):
    """A level of dealers (客户级别) that share price lists; an account is in one at most.

    ``minimum_order``: what an order is worth at least; empty: as the shop has it.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    name: str = Field(unique=True, max_length=60)
    minimum_order: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))


class PriceList(Row, table=True):
    """Prices that are not everybody's; for whom is said by ``PriceListFor``.

    ``priority``: of two lists as near to an account the higher goes first, then the one that started later.
    ``starts_on``, ``ends_on``: its first and last day in the shop's time zone; empty: no such end.
    ``promotions``: whether promotions apply to what is bought at its prices.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    name: str = Field(unique=True, max_length=60)
    priority: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    promotions: bool = True


class PriceListFor(Row, table=True):
    """Whom a list is for: an account, or a group of accounts; one of the two in each row."""

    __table_args__ = (UniqueConstraint("list_id", "account_id"), UniqueConstraint("list_id", "group_id"))

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    list_id: int = Field(sa_column=Column(ID, ForeignKey("pricelist.id"), nullable=False))
    account_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("account.id"), index=True))
    group_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("accountgroup.id"), index=True))


def _once(name: str, *columns: str, where: str | None = None) -> Index:
    """A unit of a SKU has one price from a quantity on; databases hold empty columns for different."""
    if where is None:
        return Index(name, *columns, unique=True)
    return Index(name, *columns, unique=True, sqlite_where=text(where), postgresql_where=text(where))


class Price(Row, table=True):
    """What one unit of a SKU costs from a quantity on.

    ``list_id``: in this list; empty: for everybody, beside the price of the SKU itself. ``pack_id``: the price is for
    this pack; empty: for one base unit. ``from_quantity``: base units of a whole line from which on it is so.
    """

    __table_args__ = (
        _once("uq_price_of_pack", "sku_id", "list_id", "pack_id", "from_quantity"),
        _once("uq_price_of_unit", "list_id", "sku_id", "from_quantity", where=_UNIT),
        _once("uq_price_of_pack_for_all", "sku_id", "pack_id", "from_quantity", where=_BASE),
        _once("uq_price_of_unit_for_all", "sku_id", "from_quantity", where=f"{_BASE} AND {_UNIT}"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    list_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("pricelist.id")))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    pack_id: int | None = Field(
        default=None, sa_column=Column(ID, ForeignKey("pack.id", ondelete="CASCADE"), index=True)
    )
    from_quantity: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    price: Decimal = Field(sa_column=Column(MONEY, nullable=False))
