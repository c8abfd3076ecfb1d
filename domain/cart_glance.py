"""A look into the cart without opening one: how much of each SKU is in it."""

from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlmodel import col

from domain.acting import By
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


def whose(by: By) -> dict[str, int | None]:
    """The person, and the account they order for."""
    return {"account": by.account_id, "person": by.person_id}
