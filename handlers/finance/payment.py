"""Booking a payment, and taking one back: typed, said back, and confirmed by one tap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from domain.finance import allocations, balances, corrections, payments
from domain.finance.access import account_of
from domain.finance.payments import Slip
from domain.language.typed_payment import read_payment
from domain.orders import paid_orders
from domain.rules.rights import Right
from domain.tables.ledger import LedgerEntry
from handlers.conversation.callback_data import StaleButton, button, written
from handlers.conversation.dispatch import Id, read_amount
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import open_orders
from handlers.finance.balance import foot, page_of

#: Where what was said of a payment waits for the tap, and what it belongs to.
WORDS, ABOUT, ORDERS, DAY, REFERENCE = (
    "payment_words",
    "payment_about",
    "payment_orders",
    "payment_day",
    "payment_reference",
)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What was said of a payment of an account, until its tap."""

    account_id: int
    amount: Decimal
    note: str
    slip: Slip

    @property
    def about(self) -> str:
        """What it belongs to."""
        return f"{self.account_id} {written(self.amount)}"


def ask(request: Request, *, account_id: Id) -> Turn:
    """How much came?"""
    request.actor.need(Right.LEDGER_CHANGE)
    account = account_of(request.actor, account_id)
    return _asked(request, account_id, request.say("payment.how_much", account=account.name))


def typed(request: Request, text: str, *, account_id: Id) -> Turn:
    """The amount, and the day, the number of the slip, the orders and how it came; said back."""
    request.actor.need(Right.LEDGER_CHANGE)
    account = account_of(request.actor, account_id)
    said = read_payment(text, request.actor.today)
    if said.amount is None or said.amount <= 0:
        return _asked(request, account_id, request.say("payment.unread", account=account.name))
    orders, unknown = open_orders.named(request, account_id, said.orders)
    slip = Slip(day=said.day, reference=said.reference, orders=orders)
    return _sure(request, _Said(account_id=account_id, amount=said.amount, note=said.note, slip=slip), unknown)


def choose(request: Request, *, order_id: Id) -> Turn:
    """It is for this order, or no longer."""
    request.actor.need(Right.LEDGER_CHANGE)
    said = _remembered(request)
    if said is None:
        raise StaleButton
    orders = open_orders.toggled(said.slip.orders, order_id)
    return _sure(request, replace(said, slip=replace(said.slip, orders=orders)))


def record(request: Request, *, account_id: Id, amount: Decimal) -> Turn:
    """Book it."""
    words = _waiting(request, f"{account_id} {written(amount)}")
    said = _remembered(request)
    paid_orders.record(request.actor, account_id, amount, words, said.slip if said else Slip())
    return _done(request, account_id, "payment.booked_for" if said and said.slip.orders else "payment.booked")


def _sure(request: Request, said: _Said, unknown: Sequence[str] = ()) -> Turn:
    account = account_of(request.actor, said.account_id)
    payments.check(request.actor, said.amount, said.note, said.slip)
    orders = allocations.orders_named(request.actor, account.id, said.slip.orders)
    amount = request.say.money(said.amount, request.currency)
    title = request.say("payment.sure", account=account.name, amount=amount, note=said.note).strip()
    yes = button(request.say("payment.yes"), Verb.PAYMENT_NOW, account.id, said.amount, say=title)
    choices = open_orders.rows(request, account.id, said.slip.orders, Verb.PAYMENT_FOR)
    lines = (*_facts(request, said.slip), *open_orders.told(request, orders), *open_orders.not_found(request, unknown))
    note = request.say("payment.choose_orders") if choices and not orders else ""
    reply = Reply(title=title, lines=lines, note=note, buttons=((yes,), *choices, foot(request, account.id)))
    memory: Facts = {
        WORDS: said.note,
        ABOUT: said.about,
        ORDERS: open_orders.written(said.slip.orders),
        DAY: said.slip.day.isoformat() if said.slip.day else "",
        REFERENCE: said.slip.reference,
    }
    return Turn(replies=(reply,), memory=memory)


def _facts(request: Request, slip: Slip) -> Iterator[str]:
    if slip.day is not None:
        yield request.say("payment.came_on", day=request.say.day(slip.day))
    if slip.reference:
        yield request.say("payment.reference", number=slip.reference)


def _remembered(request: Request) -> _Said | None:
    """What waits for its tap."""
    account, _, amount = str(request.memory.get(ABOUT) or "").partition(" ")
    if not account.isdecimal() or not amount:
        return None
    day = str(request.memory.get(DAY) or "")
    slip = Slip(
        day=date.fromisoformat(day) if day else None,
        reference=str(request.memory.get(REFERENCE) or ""),
        orders=open_orders.read(request.memory.get(ORDERS)),
    )
    note = str(request.memory.get(WORDS) or "")
    return _Said(account_id=int(account), amount=read_amount(amount), note=note, slip=slip)


def ask_reversal(request: Request, *, ledger_entry_id: Id) -> Turn:
    """Why is it taken back?"""
    entry = payments.to_reverse(request.actor, ledger_entry_id)
    reply = Reply(
        title=request.say("payment.reverse_why", **_told(request, entry)),
        note=request.say("payment.reverse_note"),
        buttons=(foot(request, entry.account_id),),
    )
    question = Question(kind=QuestionKind.REVERSAL, facts={"ledger_entry": ledger_entry_id})
    return Turn(replies=(reply,), question=question)


def typed_reason(request: Request, text: str, *, ledger_entry_id: Id) -> Turn:
    """The reason, said back."""
    entry = payments.to_reverse(request.actor, ledger_entry_id)
    reason = text.strip()[: corrections.REASON_MOST]
    title = request.say("payment.reverse_sure", **_told(request, entry), reason=reason)
    yes = button(request.say("payment.reverse_yes"), Verb.REVERSE_NOW, ledger_entry_id, say=title)
    memory: Facts = {WORDS: reason, ABOUT: str(ledger_entry_id)}
    reply = Reply(title=title, buttons=((yes,), foot(request, entry.account_id)))
    return Turn(replies=(reply,), memory=memory)


def reverse(request: Request, *, ledger_entry_id: Id) -> Turn:
    """Take it back."""
    entry = payments.to_reverse(request.actor, ledger_entry_id)
    paid_orders.take_back(request.actor, entry.id, _waiting(request, str(ledger_entry_id)))
    return _done(request, entry.account_id, "payment.reversed")


def _waiting(request: Request, about: str) -> str:
    """The words that wait for this tap. Raises StaleButton: it is not the last one that was asked."""
    request.actor.need(Right.LEDGER_CHANGE)
    if request.memory.get(ABOUT) != about:
        raise StaleButton
    return str(request.memory.get(WORDS) or "")


def _done(request: Request, account_id: int, key: str) -> Turn:
    turn = page_of(request, balances.standing(request.actor, account_id), request.say(key))
    return Turn(replies=turn.replies, memory={})


def _told(request: Request, entry: LedgerEntry) -> dict[str, str]:
    account = account_of(request.actor, entry.account_id)
    return {"account": account.name, "amount": request.say.money(-entry.amount, request.currency)}


def _asked(request: Request, account_id: int, title: str) -> Turn:
    reply = Reply(title=title, note=request.say("payment.note"), buttons=(foot(request, account_id),))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.PAYMENT, facts={"account": account_id}))
