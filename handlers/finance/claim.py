"""A buyer says that they paid; finance says whether it came, or how much."""

import re
from base64 import b64decode
from dataclasses import replace
from decimal import Decimal

from domain.finance import claims, payments
from domain.finance.claims import ClaimView
from domain.language.typed_amount import read_amount_and_reason
from domain.language.words.lists import pattern
from domain.rules.rights import Right, Role
from handlers.conversation.callback_data import StaleButton, button, is_ours, read
from handlers.conversation.dispatch import Id, read_amount
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Row, Sent, Turn
from handlers.conversation.verbs import Verb
from storage import media

_PAID = re.compile(pattern("talk", "paid"), re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d{1,2})?")
#: What the claim is for, until its tap.
NOTE = "claim_note"


def say(request: Request, sentence: str, note: str = "", amount: Decimal | None = None) -> Turn:
    """Somebody says that they paid: so much, or it is asked how much."""
    found = _NUMBER.search(sentence) if amount is None else None
    paid = Decimal(found[0].replace(",", "")) if found else amount
    if paid is None or paid <= 0:
        return _ask(request, "claim.how_much")
    return _sure(request, paid, note)


def ask(request: Request) -> Turn:
    """How much did they pay?"""
    return _ask(request, "claim.how_much")


def typed(request: Request, text: str) -> Turn:
    """How much they paid, and how."""
    said = read_amount_and_reason(text)
    if said is None or said.amount <= 0:
        return _ask(request, "claim.unread")
    return _sure(request, said.amount, said.reason)


def make(request: Request, *, amount: Decimal) -> Turn:
    """Tell finance."""
    claims.make(request.actor, amount, str(request.memory.get(NOTE) or ""))
    return replace(_told(request, "claim.told", amount), memory={})


def slip(request: Request, body: Sent) -> Turn | None:
    """A buyer's photo of a slip: of what is said below it, of what waits to be confirmed, or of the last claim.

    Nothing where it is of none of these: it may be a photo of anything.
    """
    if not body.photo or not request.actor.is_a(Role.BUYER):
        return None
    amount = _said_below(body.text) or _waiting(request)
    claimed = None if amount is not None else claims.without_slip(request.actor)
    if amount is None and claimed is None:
        return None
    digest = media.store(request.session, b64decode(body.photo), "image/jpeg")
    if claimed is not None:
        claims.attach(request.actor, claimed, digest)
        return _told(request, "claim.slip_told", claimed.amount)
    note = str(request.memory.get(NOTE) or "")
    made = claims.make(request.actor, amount or Decimal(0), note, digest)
    return replace(_told(request, "claim.slip_told", made.amount), memory={})


def _said_below(text: str) -> Decimal | None:
    """What a caption says was paid; a number alone may count anything."""
    found = _NUMBER.search(text)
    return Decimal(found[0].replace(",", "")) if found and _PAID.search(text) else None


def _waiting(request: Request) -> Decimal | None:
    """The amount on the screen, before its tap."""
    shown = (read(each.data) for reply in request.screen.replies for each in reply.choices() if is_ours(each.data))
    return next((read_amount(each.args[0]) for each in shown if each.verb is Verb.CLAIM), None)


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
    title = _name(request, found, "claim.says")
    lines = (found.claim.note,) if found.claim.note else ()
    rows = (*ways, (show, _menu(request)))
    return Reply(title=title, lines=lines, buttons=rows, card=f"claim:{claim_id}", picture=found.claim.slip)


def arrived(request: Request, *, payment_claim_id: Id, amount: Decimal) -> Turn:
    """It came: it is booked."""
    claims.arrived(request.actor, payment_claim_id, amount)
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


def _ask(request: Request, key: str) -> Turn:
    if request.person.account_id is None:
        raise StaleButton
    reply = Reply(title=request.say(key), note=request.say("payment.note"), buttons=((_menu(request),),))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.CLAIM))


def _sure(request: Request, amount: Decimal, note: str) -> Turn:
    payments.check(request.actor, amount, note)
    told = request.say.money(amount, request.currency)
    title = request.say("claim.sure", amount=told, note=note).strip()
    yes = button(request.say("claim.yes"), Verb.CLAIM, amount, say=title)
    reply = Reply(title=title, note=request.say("claim.sure_note"), buttons=((yes,), (_menu(request),)))
    return Turn(replies=(reply,), memory={NOTE: note})


def _name(request: Request, found: ClaimView, key: str) -> str:
    amount = request.say.money(found.claim.amount, request.currency)
    return request.say(key, account=found.account.name, name=found.person.name, amount=amount)


def _menu(request: Request) -> Button:
    return button(request.say("button.menu"), Verb.MENU)
