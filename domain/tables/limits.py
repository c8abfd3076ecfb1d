"""How much of a SKU accounts may order, and who may see it at all."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, text
from sqlmodel import Field

from domain.tables.columns import ID, QUANTITY, Row, new_id


def _once(name: str, owner: str) -> Index:
    """One row for a SKU and an owner; empty columns are different to a database."""
    there = text(f"{owner} IS NOT NULL")
    return Index(name, "sku_id", owner, unique=True, sqlite_where=there, postgresql_where=there)


def _quantity() -> Column[Any]:
    return Column(QUANTITY, nullable=True)


class OrderLimit(Row, table=True):
    """How much of a SKU an account, or each account of a group, may order; one of the two. Empty: as without this row.

    In base units. ``pack_only``: whole packs, no single ones. ``period_quantity``: at most so much in ``period_days``
    days (限购), counting the account's orders that wait or were agreed to.
    """

    __table_args__ = (
        _once("uq_orderlimit_account", "account_id"),
        _once("uq_orderlimit_group", "group_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    account_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("account.id"), index=True))
    group_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("accountgroup.id"), index=True))
    minimum: Decimal | None = Field(default=None, sa_column=_quantity())
    multiple: Decimal | None = Field(default=None, sa_column=_quantity())
    maximum: Decimal | None = Field(default=None, sa_column=_quantity())
    pack_only: bool | None = None
    period_quantity: Decimal | None = Field(default=None, sa_column=_quantity())
    period_days: int | None = None


class VisibleTo(Row, table=True):
    """Who sees a SKU: an account, or a group of accounts; one of the two. A SKU without such a row is everybody's."""

    __table_args__ = (
        _once("uq_visibleto_account", "account_id"),
        _once("uq_visibleto_group", "group_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    account_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("account.id"), index=True))
    group_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("accountgroup.id"), index=True))
