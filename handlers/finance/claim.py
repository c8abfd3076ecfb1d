"""A buyer says that they paid; finance says whether it came, or how much."""

import re
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.finance import allocations, claims, open_documents, payments, prepaid
from domain.finance.claims import ClaimView
from domain.language.typed_amount import read_amount_and_reason
from domain.language.typed_payment import TypedPayment, read_claim, read_payment
from domain.language.words.lists import pattern
from domain.orders import paid_orders
from domain.orders.view import view_order
from domain.refusals import OrderMoved
from domain.rules.order_states import OPEN
from domain.rules.rights import Right, Role
from domain.tables.orders import Order
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id, read_amount
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Row, Sent, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import open_orders
from storage import media

_PAID = re.compile(pattern("talk", "paid"), re.IGNORECASE)
#: What the claim is for and its photo, until its tap; all of it belongs to the amount on the screen.
AMOUNT, NOTE, ORDERS, SLIP = "claim_amount", "claim_note", "claim_orders", "claim_slip"


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What somebody says they paid, until its tap. ``orders``: what it is for; ``slip``: the hash of its photo."""

    amount: Decimal
    note: str = ""
    orders: Sequence[int] = ()
    slip: str = ""


def say(request: Request, sentence: str) -> Turn:
    """Somebody says that they paid: so much, perhaps for some orders, or it is asked how much."""
    said = read_claim(sentence)
    if said.amount is None or said.amount <= 0:
        return _ask(request, "claim.how_much", _photo(request))
    return _named(request, said.amount, said, _photo(request))


def of_order(request: Request, order: Order) -> Turn:
    """Somebody says that an order is paid: what is open of it, or is missing of one that is paid first."""
    if order.is_unpaid and order.status in OPEN:
        missing = prepaid.missing(request.actor, order)
        return _sure(request, _Said(amount=missing, orders=[order.id], slip=_photo(request)))
    found = open_documents.open_orders(request.actor, order.account_id)
    left = next((each.left for each in found if each.order.id == order.id), order.payable)
    return _sure(request, _Said(amount=left, orders=[order.id], slip=_photo(request)))


def ask(request: Request) -> Turn:
    """How much did they pay?"""
    return _ask(request, "claim.how_much")


def pressed(request: Request, *, order_id: Id) -> Turn:
    """A buyer says that an order which is paid first is paid: what is missing of it, said back."""
    request.actor.need(Right.STATEMENT_AGREE)
    order = view_order(request.actor, order_id).order
    waits = order.is_unpaid and order.status in OPEN and order.account_id == request.person.account_id
    if not waits or not prepaid.missing(request.actor, order):
        raise OrderMoved(order_id=order_id)
    return of_order(request, order)


def show(request: Request, *, payment_claim_id: Id) -> Turn:
    """What a buyer said, to be answered."""
    return Turn(replies=(card(request, payment_claim_id),))


def typed(request: Request, text: str, *, slip: str = "") -> Turn:
    """How much they paid, for what, and how."""
    said = read_payment(text, request.actor.today)
    if said.amount is None or said.amount <= 0:
        return _ask(request, "claim.unread", slip)
    return _named(request, said.amount, said, slip)


def choose(request: Request, *, order_id: Id) -> Turn:
    """It is for this order, or no longer."""
    said = _remembered(request)
    if said is None:
        raise StaleButton
    return _sure(request, replace(said, orders=open_orders.toggled(said.orders, order_id)))


def make(request: Request, *, amount: Decimal) -> Turn:
    """Tell finance."""
    known = _remembered(request)
    said = known if known is not None and known.amount == amount else _Said(amount=amount)
    claims.make(request.actor, amount, said.note, said.slip or None, said.orders)
    return replace(_told(request, "claim.slip_told" if said.slip else "claim.told", amount), memory={})


def slip(request: Request, body: Sent) -> Turn | None:
    """A buyer's photo: of what is said below it, of what waits to be confirmed, or of the last claim.

    Else it is asked whether it is a slip, and kept for a while. Nothing where it cannot be one.
    """
    if not body.photo or not request.actor.is_a(Role.BUYER):
        return None
    photo, below, waiting = b64decode(body.photo), _said_below(body.text), _waiting(request)
    if below is None and waiting is None:
        return _later(request, photo) if not body.text else None
    digest = media.store(request.session, photo, "image/jpeg")
    said = waiting if below is None else None
    if said is None:
        return _named(request, below.amount or Decimal(0), below, digest, told=True) if below else None
    made = claims.make(request.actor, said.amount, said.note, digest, said.orders)
    return replace(_told(request, "claim.slip_told", made.amount), memory={})


def _later(request: Request, photo: bytes) -> Turn | None:
    """A photo without words: of the last claim, or of what they are about to say. Another question goes on."""
    claimed = claims.without_slip(request.actor)
    if claimed is not None:
        claims.attach(request.actor, claimed, media.store(request.session, photo, "image/jpeg"))
        return _told(request, "claim.slip_told", claimed.amount)
    if request.question is not None and request.question.kind is not QuestionKind.CLAIM:
        return None
    digest = media.store_for_now(request.session, photo, "image/jpeg", request.actor.now)
    turn = _ask(request, "claim.is_slip", digest)
    return replace(turn, memory={SLIP: digest})


def _photo(request: Request) -> str:
    """The photo that was sent before, and asked about."""
    return str(request.memory.get(SLIP) or "")


def _said_below(text: str) -> TypedPayment | None:
    """What a caption says was paid; a number alone may count anything."""
    said = read_claim(text) if _PAID.search(text) else None
    return said if said is not None and said.amount else None


def _waiting(request: Request) -> _Said | None:
    """What is on the screen, before its tap."""
    shown = request.screen.callbacks
    amount = next((read_amount(each.args[0]) for each in shown if each.verb is Verb.CLAIM), None)
    if amount is None:
        return None
    known = _remembered(request)
    return known if known is not None and known.amount == amount else _Said(amount=amount)


def _remembered(request: Request) -> _Said | None:
    """What waits for its tap, with the orders that were chosen."""
    amount = request.memory.get(AMOUNT)
    if not amount:
        return None
    return _Said(
        amount=read_amount(str(amount)),
        note=str(request.memory.get(NOTE) or ""),
        orders=open_orders.read(request.memory.get(ORDERS)),
        slip=_photo(request),
    )


def _told(request: Request, key: str, amount: Decimal) -> Turn:
    told = request.say(key, amount=request.say.money(amount, request.currency))
    show = button(request.say("finance.balance"), Verb.BALANCE)
    return Turn(replies=(Reply(title=told, buttons=((show, _menu(request)),)),))


def card(request: Request, claim_id: int) -> Reply:
    """What somebody says they paid, with what finance can answer."""
    found = claims.view(request.actor, claim_id)
    ways: tuple[Row, ...] = ()
    if found.claim.decided_at is None and request.actor.may(Right.LEDGER_CHANGE):
        yes = button(
            request.say("claim.arrived"),
            Verb.CLAIM_ARRIVED,
            claim_id,
            found.claim.amount,
            say=_name(request, found, "claim.arrived_say"),
        )
        other = button(request.say("claim.other"), Verb.CLAIM_OTHER, claim_id)
        no = button(
            request.say("claim.missing"), Verb.CLAIM_MISSING, claim_id, say=_name(request, found, "claim.missing_say")
        )
        ways = ((yes, no), (other,))
    show = button(request.say("finance.balance"), Verb.BALANCE, found.account.id)
    title = _name(request, found, "claim.cash" if found.claim.shipment_id else "claim.says")
    lines = (*((found.claim.note,) if found.claim.note else ()), *open_orders.told(request, found.orders))
    rows = (*ways, (show, _menu(request)))
    return Reply(title=title, lines=lines, buttons=rows, card=f"claim:{claim_id}", picture=found.claim.slip)


def arrived(request: Request, *, payment_claim_id: Id, amount: Decimal) -> Turn:
    """It came: it is booked."""
    paid_orders.arrived(request.actor, payment_claim_id, amount)
    told = request.say("claim.booked", amount=request.say.money(amount, request.currency))
    return Turn(replies=(card(request, payment_claim_id),)).headed(told)


def other(request: Request, *, payment_claim_id: Id) -> Turn:
    """How much came?"""
    request.actor.need(Right.LEDGER_CHANGE)
    found = claims.view(request.actor, payment_claim_id)
    if found.claim.decided_at is not None:
        return Turn(replies=(card(request, payment_claim_id),)).headed(request.say("refusal.ClaimDecided"))
    reply = Reply(title=_name(request, found, "claim.how_much_came"), buttons=((_menu(request),),))
    facts: Facts = {"payment_claim": payment_claim_id}
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.CLAIM_AMOUNT, facts=facts))


def typed_amount(request: Request, text: str, *, payment_claim_id: Id) -> Turn:
    """The amount that came, said back."""
    request.actor.need(Right.LEDGER_CHANGE)
    found, said = claims.view(request.actor, payment_claim_id), read_amount_and_reason(text)
    if said is None or said.amount <= 0:
        return other(request, payment_claim_id=payment_claim_id)
    payments.check(request.actor, said.amount, "")
    amount = request.say.money(said.amount, request.currency)
    title = request.say("payment.sure", account=found.account.name, amount=amount, note="").strip()
    yes = button(request.say("payment.yes"), Verb.CLAIM_ARRIVED, payment_claim_id, said.amount, say=title)
    return Turn(replies=(Reply(title=title, buttons=((yes,), (_menu(request),))),))


def missing(request: Request, *, payment_claim_id: Id) -> Turn:
    """Nothing came."""
    claims.not_arrived(request.actor, payment_claim_id)
    return Turn(replies=(card(request, payment_claim_id),)).headed(request.say("claim.not_booked"))


def _ask(request: Request, key: str, slip: str = "") -> Turn:
    if request.person.account_id is None:
        raise StaleButton
    note = request.say("claim.is_slip_note" if key == "claim.is_slip" else "claim.note")
    reply = Reply(title=request.say(key), note=note, buttons=((_menu(request),),))
    facts: Facts = {"slip": slip} if slip else {}
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.CLAIM, facts=facts))


def _named(request: Request, amount: Decimal, said: TypedPayment, slip: str, *, told: bool = False) -> Turn:
    """The orders are looked up by their numbers. ``told``: they said it below the photo, so finance hears at once."""
    account_id = request.person.account_id
    if account_id is None:
        raise StaleButton
    orders, unknown = open_orders.named(request, account_id, said.orders)
    whole = _Said(amount=amount, note=_note(said), orders=orders, slip=slip)
    if told and not unknown:
        claims.make(request.actor, amount, whole.note, slip, orders)
        return replace(_told(request, "claim.slip_told", amount), memory={})
    return _sure(request, whole, unknown)


def _note(said: TypedPayment) -> str:
    """What was said beside, which finance reads."""
    return " ".join(filter(None, (said.note, said.reference, said.day.isoformat() if said.day else "")))


def _sure(request: Request, said: _Said, unknown: Sequence[str] = ()) -> Turn:
    account_id = request.person.account_id
    if account_id is None:
        raise StaleButton
    payments.check(request.actor, said.amount, said.note)
    orders = allocations.orders_named(request.actor, account_id, said.orders)
    amount = request.say.money(said.amount, request.currency)
    title = request.say("claim.sure", amount=amount, note=said.note).strip()
    lines = (*open_orders.told(request, orders), *open_orders.not_found(request, unknown))
    yes = button(request.say("claim.yes"), Verb.CLAIM, said.amount, say=title)
    choices = open_orders.rows(request, account_id, said.orders, Verb.CLAIM_FOR)
    note = request.say("claim.sure_note_orders" if choices and not orders else "claim.sure_note")
    reply = Reply(title=title, lines=lines, note=note, buttons=((yes,), *choices, (_menu(request),)))
    memory: Facts = {AMOUNT: format(said.amount, "f"), NOTE: said.note, ORDERS: open_orders.written(said.orders)}
    return Turn(replies=(reply,), memory={**memory, SLIP: said.slip})


def _name(request: Request, found: ClaimView, key: str) -> str:
    amount = request.say.money(found.claim.amount, request.currency)
    return request.say(key, account=found.account.name, name=found.person.name, amount=amount)


def _menu(request: Request) -> Button:
    return button(request.say("button.menu"), Verb.MENU)
