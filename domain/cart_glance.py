"""A look into the cart without opening one: how much of each SKU is in it."""

from decimal import Decimal

from sqlmodel import col, select

from domain.acting import By
from domain.tables.carts import Cart, CartLine


def quantities(by: By) -> dict[int, Decimal]:
    """Base units by SKU in the person's cart for the account they order for; nothing where there is none."""
    query = (
        select(CartLine.sku_id, col(CartLine.quantity))
        .join(Cart, col(Cart.id) == CartLine.cart_id)
        .where(Cart.account_id == by.account_id, Cart.person_id == by.person_id)
    )
    return dict(iter(by.session.exec(query)))
