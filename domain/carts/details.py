"""What goes with the lines of a cart: a note, the day the goods are wanted, and where they go."""

from dataclasses import replace
from datetime import date

from sqlmodel import col, select

from domain.actor import Actor
from domain.carts.carts import CartView, changed, view
from domain.db.statements import attach
from domain.refusals import BadDate, BadWords, NotFound
from domain.tables.people import Address

#: Longest note or address, in characters.
WORDS_MOST = 300
#: How far ahead goods can be asked for, in days.
DAYS_AHEAD = 365


def write_note(actor: Actor, words: str) -> CartView:
    """Leave a note with the order to be. Raises BadWords: longer than fits."""
    if len(words.strip()) > WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    cart = view(actor)
    if cart.cart.note == words.strip():
        return cart
    attach(actor.session, cart.cart).note = words.strip()
    return changed(actor, cart)


def add_note(actor: Actor, words: str, cart: CartView) -> tuple[CartView, str]:
    """Add to the cart's note what it does not say yet, as far as it fits; the cart, and what was added."""
    there = cart.cart.note
    fresh = "\n".join(line for line in words.splitlines() if line not in there)
    if not fresh:
        return cart, ""
    note = "\n".join(filter(None, (there, fresh)))[:WORDS_MOST]
    return write_note(actor, note), fresh


def want_on(actor: Actor, day: date | None) -> CartView:
    """Say when the goods are wanted. Raises BadDate: in the past, or more than a year ahead."""
    if day is not None and not 0 <= (day - actor.today).days <= DAYS_AHEAD:
        raise BadDate
    cart = view(actor)
    if cart.cart.wanted_on == day:
        return cart
    attach(actor.session, cart.cart).wanted_on = day
    return changed(actor, cart)


def deliver_to(actor: Actor, address_id: int) -> CartView:
    """Choose one of the account's addresses. Raises NotFound: it is not theirs."""
    cart = view(actor)
    address = next((address for address in addresses(actor) if address.id == address_id), None)
    if address is None:
        raise NotFound
    return _go_to(actor, cart, address)


def add_address(actor: Actor, words: str) -> CartView:
    """Add an address, unless it is there already, and choose it. Raises BadWords: empty or longer than fits."""
    text = " ".join(words.split())
    if not 0 < len(text) <= WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    cart, known = view(actor), addresses(actor)
    address = next((address for address in known if address.text == text), None)
    if address is None:
        address = Address(account_id=cart.cart.account_id, text=text, is_default=not known)
        actor.session.add(address)
        actor.session.flush()
    return _go_to(actor, cart, address)


def addresses(actor: Actor) -> list[Address]:
    """The addresses of the account, the usual one first."""
    query = select(Address).where(Address.account_id == actor.account_id, col(Address.removed_at).is_(None))
    return list(actor.session.exec(query.order_by(col(Address.is_default).desc(), col(Address.id))))


def _go_to(actor: Actor, cart: CartView, address: Address) -> CartView:
    if cart.cart.address_id == address.id:
        return cart
    attach(actor.session, cart.cart).address_id = address.id
    return changed(actor, replace(cart, address=address.text))
