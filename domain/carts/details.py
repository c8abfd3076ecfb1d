"""What goes with the lines of a cart: a note, the day the goods are wanted, and where they go."""

from dataclasses import replace
from datetime import date

from sqlmodel import col, select, update

from domain.actor import Actor
from domain.carts.carts import CartView, changed, view
from domain.db.statements import attach
from domain.events.journal import log_event
from domain.language.typed_address import RECEIVER_MOST, TypedAddress, read_address, read_receiver
from domain.refusals import BadDate, BadWords, NotFound
from domain.tables.people import Account, Address

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


def spare_rebate(actor: Actor, *, spares: bool) -> CartView:
    """Say whether this order shall leave the account's rebate alone."""
    cart = view(actor)
    if cart.cart.spares_rebate is spares:
        return cart
    attach(actor.session, cart.cart).spares_rebate = spares
    return changed(actor, cart)


def deliver_to(actor: Actor, address_id: int) -> CartView:
    """Choose one of the account's addresses. Raises NotFound: it is not theirs."""
    cart = view(actor)
    address = next((address for address in addresses(actor) if address.id == address_id), None)
    if address is None:
        raise NotFound
    return _go_to(actor, cart, address)


def add_address(actor: Actor, words: str) -> CartView:
    """Add an address, unless it is there already, and choose it; receiver and number are read out of the words.

    Raises BadWords: empty or longer than fits.
    """
    typed = read_address(words)
    if not typed.text and (typed.receiver or typed.phone):
        return tell_receiver(actor, words)
    if not 0 < len(typed.text) <= WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    cart, known = view(actor), addresses(actor)
    address = next((address for address in known if address.text == typed.text), None)
    if address is None:
        address = Address(account_id=cart.cart.account_id, text=typed.text, is_default=not known)
        _own(actor, address)
        actor.session.add(address)
        actor.session.flush()
    _receive(actor, address, typed)
    return _go_to(actor, cart, address)


def tell_receiver(actor: Actor, words: str) -> CartView:
    """Say who takes the goods at the cart's address, and their number; an address in the words is another address.

    Raises BadWords: neither a name nor a number, or there is no address yet.
    """
    typed, cart = read_receiver(words), view(actor)
    if typed.text:
        return add_address(actor, words)
    if cart.place is None or not (typed.receiver or typed.phone):
        raise BadWords(most=RECEIVER_MOST)
    place = attach(actor.session, cart.place)
    _receive(actor, place, typed)
    place.receiver_asked = True
    return changed(actor, replace(cart, place=place))


def receiver_later(actor: Actor) -> CartView:
    """Ask no more who receives at the cart's address."""
    cart = view(actor)
    if cart.place is not None:
        attach(actor.session, cart.place).receiver_asked = True
    return cart


def ask_no_more(actor: Actor, address_id: int | None) -> None:
    """An order goes there: whoever wanted to say who receives has said it."""
    if address_id is not None:
        actor.session.exec(update(Address).where(col(Address.id) == address_id).values(receiver_asked=True))


def _own(actor: Actor, address: Address) -> None:
    """A consumer takes their goods themselves, unless they say otherwise."""
    person = actor.person
    if person and person.account_id and actor.session.get_one(Account, person.account_id).retail:
        address.receiver, address.phone = person.name, person.phone


def _receive(actor: Actor, address: Address, typed: TypedAddress) -> None:
    """Keep what was told of the receiver; what was not told stays, but for the number of somebody else."""
    if not (typed.receiver or typed.phone):
        return
    other = typed.receiver not in ("", address.receiver)
    address.phone = typed.phone or ("" if other else address.phone)
    address.receiver = (typed.receiver or address.receiver)[:RECEIVER_MOST]
    actor.session.flush()
    log_event(actor, "address.receiver", subject=f"address:{address.id}")


def addresses(actor: Actor) -> list[Address]:
    """The addresses of the account, the usual one first."""
    query = select(Address).where(Address.account_id == actor.account_id, col(Address.removed_at).is_(None))
    return list(actor.session.exec(query.order_by(col(Address.is_default).desc(), col(Address.id))))


def _go_to(actor: Actor, cart: CartView, address: Address) -> CartView:
    if cart.cart.address_id == address.id:
        return replace(cart, place=address)
    attach(actor.session, cart.cart).address_id = address.id
    return changed(actor, replace(cart, place=address))
