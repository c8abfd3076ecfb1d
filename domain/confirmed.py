"""The cart as a confirm finds it: what an order is made of and nothing else, read without making objects of rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlmodel import col

from domain.acting import By
from domain.carts import ADDRESS
from domain.catalogue import HOME
from domain.orderable import check
from domain.prepared import Prepared
from domain.refusals import NoAccount
from domain.rules.money import line_amount, total
from domain.rules.quantities import Limits
from domain.rules.rights import Right
from domain.tables.carts import Cart, CartLine
from domain.tables.catalogue import Sku
from domain.tables.columns import ID
from domain.tables.people import Account

_READ = Prepared(
    select(
        col(Cart.id).label("cart_id"),
        col(Cart.revision),
        col(Cart.note),
        col(Cart.wanted_on),
        ADDRESS.label("address"),
        HOME.label("warehouse_id"),
        col(CartLine.sku_id),
        col(CartLine.quantity),
        col(CartLine.said),
        col(Sku.price),
        col(Sku.minimum),
        col(Sku.multiple),
        col(Sku.decimals),
        col(Sku.on_sale),
        col(Sku.backorder),
    )
    .select_from(Account)
    .join(Cart, col(Cart.account_id) == Account.id)
    .join(CartLine, col(CartLine.cart_id) == Cart.id, isouter=True)
    .join(Sku, col(Sku.id) == CartLine.sku_id, isouter=True)
    .where(col(Account.id) == bindparam("account", type_=ID), col(Cart.person_id) == bindparam("person", type_=ID))
    .order_by(col(CartLine.id))
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line and what it costs now. ``said``: the dealer's own words for it; ``may_wait``: beyond what is there."""

    sku_id: int
    quantity: Decimal
    said: str
    price: Decimal
    amount: Decimal
    limits: Limits
    on_sale: bool
    may_wait: bool

    def check(self) -> None:
        """Whether it can be ordered so; stock is not looked at.

        Raises:
            NotOnSale, BadQuantity
        """
        check(self.sku_id, self.limits, self.quantity, on_sale=self.on_sale)


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """A cart that is there. ``address``: where it goes; ``warehouse_id``: from where, if there is a warehouse."""

    cart_id: int
    account_id: int
    revision: int
    note: str
    wanted_on: date | None
    address: str
    warehouse_id: int | None
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        """What it costs together."""
        return total(line.amount for line in self.lines)


def read(by: By) -> Confirmed | None:
    """The person's cart for the account they order for, in one statement; nothing where there is none.

    Raises:
        NoAccount: a salesperson has not said for which account.
    """
    person = by.need(Right.CART_CHANGE)
    if by.account_id is None:
        raise NoAccount
    found = _READ.all(by.session, {"account": by.account_id, "person": person.id})
    if not found:
        return None
    lines = tuple(
        Line(
            sku_id=sku_id,
            quantity=quantity,
            said=said,
            price=price,
            amount=line_amount(quantity, price, by.house.currency),
            limits=Limits(minimum=minimum, multiple=multiple, decimals=decimals),
            on_sale=on_sale,
            may_wait=may_wait,
        )
        for *_, sku_id, quantity, said, price, minimum, multiple, decimals, on_sale, may_wait in found
        if sku_id is not None
    )
    cart_id, revision, note, wanted_on, address, warehouse_id, *_ = found[0]
    return Confirmed(
        cart_id=cart_id,
        account_id=by.account_id,
        revision=revision,
        note=note,
        wanted_on=wanted_on,
        address=address,
        warehouse_id=warehouse_id,
        lines=lines,
    )
