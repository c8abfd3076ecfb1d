"""Emptying a cart, and undoing that."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.actor import Actor
from domain.carts import carts
from domain.carts.carts import CartView, CartWish
from domain.events.journal import last, log_event
from domain.refusals import CartMoved, NotFound
from domain.tables.orders import Event

_CLEARED = "cart.cleared"


@dataclass(frozen=True, kw_only=True)
class ClearedCart:
    """An emptied cart, and the event that remembers what was in it, if anything was."""

    cart: CartView
    event_id: int | None


def clear(actor: Actor, revision: int) -> ClearedCart:
    """Empty the cart and log what was in it; idempotent. Raises CartMoved: it is not the cart that the person saw."""
    cart = carts.view(actor)
    if not cart.rows:
        just_now = cart.cart.revision == revision + 1
        cleared = last(actor, _CLEARED, f"cart:{cart.cart.id}") if just_now else None
        return ClearedCart(cart=cart, event_id=cleared.id if cleared else None)
    if cart.cart.revision != revision:
        raise CartMoved
    event = log_event(
        actor,
        _CLEARED,
        subject=f"cart:{cart.cart.id}",
        lines=[(row.line.sku_id, str(row.line.quantity), row.line.said) for row in cart.goods_rows],
        note=cart.cart.note,
        wanted_on=cart.cart.wanted_on.isoformat() if cart.cart.wanted_on else None,
        revision=revision + 1,
        account=cart.cart.account_id,
    )
    return ClearedCart(cart=carts.empty(actor, cart), event_id=event.id)


def unclear(actor: Actor, event_id: int) -> tuple[CartView, bool]:
    """Put back what was cleared; False where the cart was used since. Raises NotFound: it is not this person's."""
    cart = carts.view(actor)
    event = actor.session.get(Event, event_id)
    if event is None or event.kind != _CLEARED or event.person_id != actor.person_id:
        raise NotFound
    if event.facts["account"] != cart.cart.account_id:
        raise NotFound
    if cart.rows or (event.subject, event.facts["revision"]) != (f"cart:{cart.cart.id}", cart.cart.revision):
        return cart, False
    lines = [
        CartWish(sku_id=sku_id, quantity=Decimal(quantity), said=said)
        for sku_id, quantity, said in event.facts["lines"]
    ]
    day = event.facts["wanted_on"]
    return carts.refill(actor, cart, lines, event.facts["note"], date.fromisoformat(day) if day else None), True
