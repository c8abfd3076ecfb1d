"""The cart of an account that was changed last, for the supplier's own commands."""

from sqlmodel import col, exists, select

from domain.actor import Actor
from domain.carts.carts import CartView, view_of
from domain.rules.rights import Right
from domain.tables.carts import Cart, CartLine


def newest_of(actor: Actor, account_id: int) -> CartView | None:
    """The cart with goods in it, whoever filled it; none where all are empty."""
    actor.authorise(Right.ACCOUNT_SERVE)
    filled = exists().where(col(CartLine.cart_id) == col(Cart.id))
    query = select(Cart).where(Cart.account_id == account_id, filled).order_by(col(Cart.changed_at).desc())
    cart = actor.session.exec(query.limit(1)).first()
    return view_of(actor, account_id, cart.person_id) if cart else None
