"""A look into the cart without opening one: how much of each SKU is in it."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlmodel import col

from domain.acting import By
from domain.carts import CartView, Wanted
from domain.prepared import Prepared
from domain.tables.carts import Cart, CartLine
from domain.tables.columns import ID

#: The lines of a cart, by ``whose`` it is.
LINES = (
    select(col(CartLine.sku_id), col(CartLine.quantity))
    .join(Cart, col(Cart.id) == CartLine.cart_id)
    .where(col(Cart.account_id) == bindparam("account", type_=ID), col(Cart.person_id) == bindparam("person", type_=ID))
)
_LINES = Prepared(LINES)


def quantities(by: By) -> dict[int, Decimal]:
    """Base units by SKU in the person's cart for the account they order for; nothing where there is none."""
    return dict(_LINES.all(by.session, whose(by)))


def before_adding(cart: CartView, added: Iterable[Wanted]) -> dict[int, Decimal]:
    """What a cart held before this was added to it, in base units by SKU."""
    more: defaultdict[int, Decimal] = defaultdict(Decimal)
    for each in added:
        more[each.sku_id] += each.quantity
    there = {row.goods.sku.id: row.line.quantity - more[row.goods.sku.id] for row in cart.rows}
    return {sku_id: quantity for sku_id, quantity in there.items() if quantity}


def whose(by: By) -> dict[str, int | None]:
    """The person, and the account they order for."""
    return {"account": by.account_id, "person": by.person_id}
