"""How much of each SKU is in a cart as goods, without creating a cart."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlmodel import col

from domain.actor import Actor
from domain.carts.carts import CartView, CartWish
from domain.db.statements import Prepared
from domain.tables.carts import Cart, CartLine
from domain.tables.columns import ID
from domain.tables.lines import is_goods

#: The goods in a cart, by ``whose`` it is.
LINES = (
    select(col(CartLine.sku_id), col(CartLine.quantity))
    .join(Cart, col(Cart.id) == CartLine.cart_id)
    .where(col(Cart.account_id) == bindparam("account", type_=ID), col(Cart.person_id) == bindparam("person", type_=ID))
    .where(is_goods(CartLine.kind))
)
_LINES = Prepared(LINES)


def quantities(actor: Actor) -> dict[int, Decimal]:
    """Base units by SKU in the person's cart for the account they order for; nothing where there is none."""
    return dict(_LINES.all(actor.session, whose(actor)))


def before_adding(cart: CartView, added: Iterable[CartWish]) -> dict[int, Decimal]:
    """What a cart held before this was added to it, in base units by SKU."""
    more: defaultdict[int, Decimal] = defaultdict(Decimal)
    for each in added:
        more[each.sku_id] += each.quantity
    there = {sku_id: quantity - more[sku_id] for sku_id, quantity in cart.quantities.items()}
    return {sku_id: quantity for sku_id, quantity in there.items() if quantity}


def whose(actor: Actor) -> dict[str, int | None]:
    """The person, and the account they order for."""
    return {"account": actor.account_id, "person": actor.person_id}
