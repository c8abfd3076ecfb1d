"""Emptying a cart at one tap, and putting everything back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain import carts
from domain.acting import By
from domain.carts import CartView, Wanted
from domain.records import last, note
from domain.refusals import CartMoved, NotFound
from domain.tables.carts import Cart
from domain.tables.orders import Event

_CLEARED = "cart.cleared"


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """An emptied cart, and the event that remembers what was in it, if anything was."""

    cart: CartView
    event_id: int | None


def clear(by: By, revision: int) -> Cleared:
    """Take everything out; what was there is noted, so that it can be put back. Doing it twice changes nothing more.

    Raises:
        CartMoved: it is not the cart that the person was looking at.
    """
    cart = carts.view(by)
    if not cart.rows:
        just_now = cart.cart.revision == revision + 1
        cleared = last(by, _CLEARED, _subject(cart.cart)) if just_now else None
        return Cleared(cart=cart, event_id=cleared.id if cleared else None)
    if cart.cart.revision != revision:
        raise CartMoved
    event = note(
        by,
        _CLEARED,
        subject=_subject(cart.cart),
        lines=[(row.line.sku_id, str(row.line.quantity), row.line.said) for row in cart.rows],
        note=cart.cart.note,
        wanted_on=cart.cart.wanted_on.isoformat() if cart.cart.wanted_on else None,
        revision=revision + 1,
        account=cart.cart.account_id,
    )
    return Cleared(cart=carts.empty(by, cart), event_id=event.id)


def unclear(by: By, event_id: int) -> tuple[CartView, bool]:
    """Put back what was cleared. False where the cart was used since then: it stays as it is.

    Raises:
        NotFound: it is not this person's cart.
    """
    cart = carts.view(by)
    event = by.session.get(Event, event_id)
    if event is None or event.kind != _CLEARED or event.person_id != by.person_id:
        raise NotFound
    if event.facts["account"] != cart.cart.account_id:
        raise NotFound
    if cart.rows or (event.subject, event.facts["revision"]) != (_subject(cart.cart), cart.cart.revision):
        return cart, False
    lines = [
        Wanted(sku_id=sku_id, quantity=Decimal(quantity), said=said) for sku_id, quantity, said in event.facts["lines"]
    ]
    day = event.facts["wanted_on"]
    return carts.refill(by, cart, lines, event.facts["note"], date.fromisoformat(day) if day else None), True


def _subject(cart: Cart) -> str:
    return f"cart:{cart.id}"
