"""The cart as read at checkout: only what an order is made of, as plain rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import col, select

from domain.actor import Actor
from domain.carts.carts import ADDRESS_ID
from domain.carts.order_limits import check
from domain.catalogue import visibility
from domain.catalogue.own_limits import limits_for
from domain.catalogue.pricing import LIST_PRICE, Prices, set_by_hand
from domain.db.statements import Prepared
from domain.refusals import NoAccount
from domain.rules.money import total
from domain.rules.pricing.offers import BoughtLine, bought_line
from domain.rules.pricing.price_calculation import LinePrice
from domain.rules.quantities import QuantityLimits
from domain.rules.rights import Right
from domain.stock.warehouses import HOME
from domain.tables.carts import Cart, CartLine
from domain.tables.catalogue import Pack, Product, Sku
from domain.tables.columns import ID
from domain.tables.lines import LineKind
from domain.tables.people import Account, Address

_READ = Prepared(
    sqlalchemy.select(
        col(Cart.id),
        col(Cart.revision),
        col(Cart.note),
        col(Cart.wanted_on),
        col(Address.text),
        col(Address.receiver),
        col(Address.phone),
        col(Address.id),
        col(Address.receiver_asked),
        HOME,
        col(CartLine.id),
        col(CartLine.sku_id),
        col(Product.category_id),
        col(CartLine.kind),
        col(CartLine.quantity),
        col(CartLine.said),
        col(CartLine.manual_price),
        col(CartLine.manual_size),
        col(CartLine.manual_reason),
        col(CartLine.manual_by_id),
        LIST_PRICE,
        col(Sku.minimum),
        col(Sku.multiple),
        col(Sku.maximum),
        col(Sku.decimals),
        col(Sku.on_sale),
        col(Sku.backorder),
        col(Sku.tax_rate),
    )
    .select_from(Account)
    .join(Cart, col(Cart.account_id) == Account.id)
    .join(CartLine, col(CartLine.cart_id) == Cart.id, isouter=True)
    .join(Address, col(Address.id) == ADDRESS_ID, isouter=True)
    .join(Sku, col(Sku.id) == CartLine.sku_id, isouter=True)
    .join(Product, col(Product.id) == Sku.product_id, isouter=True)
    .where(col(Account.id) == bindparam("account", type_=ID), col(Cart.person_id) == bindparam("person", type_=ID))
    .order_by(col(CartLine.id))
)


class _SnapshotRow(NamedTuple):
    """A row of ``_READ``: a cart with one of its lines. All that is of a line is empty where there is none."""

    cart_id: int
    revision: int
    note: str
    wanted_on: date | None
    address: str | None
    receiver: str | None
    phone: str | None
    address_id: int | None
    receiver_asked: bool | None
    warehouse_id: int | None
    line_id: int
    sku_id: int
    category_id: int | None
    kind: LineKind
    quantity: Decimal
    said: str
    manual_price: Decimal | None
    manual_size: int | None
    manual_reason: str
    manual_by_id: int | None
    list_price: Decimal
    minimum: Decimal
    multiple: Decimal
    maximum: Decimal | None
    decimals: int
    on_sale: bool
    backorder: bool
    tax_rate: Decimal | None


@dataclass(frozen=True, kw_only=True)
class SnapshotLine:
    """A line and what it costs now. ``said``: the dealer's own words for it; ``may_wait``: beyond what is there.

    ``manual_price``: set by hand for a unit of ``manual_size``, which would cost ``list_price`` otherwise.
    """

    id: int
    sku_id: int
    category_id: int | None
    kind: LineKind
    quantity: Decimal
    said: str
    price: LinePrice
    limits: QuantityLimits
    on_sale: bool
    may_wait: bool
    tax_rate: Decimal | None
    list_price: Decimal | None
    manual_price: Decimal | None
    manual_size: int | None
    manual_reason: str
    manual_by_id: int | None

    @property
    def amount(self) -> Decimal:
        """What it costs, before any discount."""
        return self.price.amount

    @property
    def bought(self) -> BoughtLine:
        """The line as promotions see it."""
        return bought_line(self.id, self.sku_id, self.category_id, self.price)

    def check(self) -> None:
        """Whether it can be ordered so; stock is not looked at. Raises NotOnSale, BadQuantity."""
        check(self.sku_id, self.limits, self.quantity, on_sale=self.on_sale)


@dataclass(frozen=True, kw_only=True)
class CartSnapshot:
    """A cart that is there. ``address``: where it goes; ``warehouse_id``: from where, if there is a warehouse.

    ``ask_no_more``: the id of the address, where its order is the one at which the receiver was asked.
    """

    cart_id: int
    account_id: int
    revision: int
    note: str
    wanted_on: date | None
    address: str
    receiver: str
    phone: str
    ask_no_more: int | None
    warehouse_id: int | None
    lines: tuple[SnapshotLine, ...]

    @property
    def total(self) -> Decimal:
        """What it costs together."""
        return total(line.amount for line in self.lines)


def read(actor: Actor) -> CartSnapshot | None:
    """The person's cart for the account they order for, if there is one. Raises NoAccount: none is chosen."""
    person = actor.need(Right.CART_CHANGE)
    if actor.account_id is None:
        raise NoAccount
    facts = {"account": actor.account_id, "person": person.id}
    found = [_SnapshotRow._make(row) for row in _READ.all(actor.session, facts)]
    if not found:
        return None
    cart = found[0]
    return CartSnapshot(
        cart_id=cart.cart_id,
        account_id=actor.account_id,
        revision=cart.revision,
        note=cart.note,
        wanted_on=cart.wanted_on,
        address=cart.address or "",
        receiver=cart.receiver or "",
        phone=cart.phone or "",
        ask_no_more=None if cart.receiver_asked or (cart.receiver and cart.phone) else cart.address_id,
        warehouse_id=cart.warehouse_id,
        lines=_lines(actor, actor.account_id, [row for row in found if row.sku_id is not None]),
    )


def _lines(actor: Actor, account_id: int, rows: Sequence[_SnapshotRow]) -> tuple[SnapshotLine, ...]:
    """The lines with the account's own order rules; what it may not see any more is as good as off sale."""
    limits = limits_for(actor.session, account_id, {row.sku_id: _limits(row) for row in rows})
    hidden = visibility.hidden(actor.session)
    prices, packs = Prices(actor=actor), _packs(actor, rows)
    prices.know(rows)
    return tuple(
        _line(row, prices, packs, limits[row.sku_id], on_sale=row.on_sale and row.sku_id not in hidden) for row in rows
    )


def _limits(row: _SnapshotRow) -> QuantityLimits:
    return QuantityLimits(minimum=row.minimum, multiple=row.multiple, decimals=row.decimals, maximum=row.maximum)


def _packs(actor: Actor, found: Sequence[_SnapshotRow]) -> Sequence[Pack]:
    """The packs of goods whose price by hand is for one; others are named by their prices."""
    skus = [row.sku_id for row in found if row.manual_size not in (None, 1)]
    return actor.session.exec(select(Pack).where(col(Pack.sku_id).in_(skus))).all() if skus else ()


def _line(
    row: _SnapshotRow, prices: Prices, packs: Sequence[Pack], limits: QuantityLimits, *, on_sale: bool
) -> SnapshotLine:
    hand = set_by_hand(row, [pack for pack in packs if pack.sku_id == row.sku_id])
    return SnapshotLine(
        id=row.line_id,
        sku_id=row.sku_id,
        category_id=row.category_id,
        kind=row.kind,
        quantity=row.quantity,
        said=row.said,
        price=prices.line(row, row.quantity, hand),
        list_price=prices.line(row, row.quantity).per(row.manual_size or 1) if hand else None,
        manual_price=row.manual_price,
        manual_size=row.manual_size,
        manual_reason=row.manual_reason,
        manual_by_id=row.manual_by_id,
        tax_rate=row.tax_rate,
        limits=limits,
        on_sale=on_sale,
        may_wait=row.backorder,
    )
