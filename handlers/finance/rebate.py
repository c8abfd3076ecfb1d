"""Rebates of an account: what is left of them, for its buyers too; finance grants one and takes back what is left."""

from datetime import date
from decimal import Decimal

from domain import settings
from domain.finance import access, rebates
from domain.language.typed_rebate import read_rebate
from domain.rules.business_settings import REBATE_SHARE
from domain.rules.finance.rebates import RebateLeft
from domain.rules.rights import Right
from domain.tables.people import Account
from handlers.conversation.callback_data import StaleButton, button, written
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.finance.balance import foot

#: Where a rebate waits for its tap.
REASON, LAST_DAY, ABOUT = "rebate_reason", "rebate_last_day", "rebate_about"


def show(request: Request, *, account_id: Id | None = None) -> Turn:
    """What is left of an account's rebates; the person's own, or the one they serve, where none is named."""
    request.actor.need(Right.BALANCE_READ)
    wanted = account_id or request.actor.account_id
    if wanted is None:
        menu = button(request.say("button.menu"), Verb.MENU)
        title, note = request.say("rebate.whose"), request.say("rebate.whose_note")
        return Turn(replies=(Reply(title=title, note=note, buttons=((menu,),)),))
    return _page(request, access.account_of(request.actor, wanted))


def ask(request: Request, *, account_id: Id) -> Turn:
    """How much, and what for?"""
    request.actor.need(Right.LEDGER_CHANGE)
    account = access.account_of(request.actor, account_id)
    return _asked(request, account_id, request.say("rebate.ask", account=account.name))


def typed(request: Request, text: str, *, account_id: Id) -> Turn:
    """Amount, reason and last day, said back; nothing is written before the tap."""
    request.actor.need(Right.LEDGER_CHANGE)
    account = access.account_of(request.actor, account_id)
    said = read_rebate(text, request.actor.today, day_first=request.say.language == "en")
    if said is None or said.amount <= 0:
        return _asked(request, account_id, request.say("rebate.unread", account=account.name))
    if not said.reason:
        amount = request.say.money(said.amount, request.currency)
        return _asked(request, account_id, request.say("rebate.why", account=account.name, amount=amount))
    rebates.check(request.actor, said.amount, said.reason, said.last_day)
    amount = request.say.money(said.amount, request.currency)
    title = request.say("rebate.sure", account=account.name, amount=amount, reason=said.reason)
    until = request.say("rebate.until", day=request.say.day(said.last_day)) if said.last_day else ""
    yes = button(request.say("rebate.yes"), Verb.REBATE_NOW, account_id, said.amount, say=title)
    memory: Facts = {
        REASON: said.reason,
        LAST_DAY: said.last_day.isoformat() if said.last_day else "",
        ABOUT: f"{account_id} {written(said.amount)}",
    }
    lines = (until or request.say("rebate.no_end"),)
    return Turn(replies=(Reply(title=title, lines=lines, buttons=((yes,), foot(request, account_id))),), memory=memory)


def grant(request: Request, *, account_id: Id, amount: Decimal) -> Turn:
    """Grant it."""
    request.actor.need(Right.LEDGER_CHANGE)
    reason, day = (str(request.memory.get(name) or "") for name in (REASON, LAST_DAY))
    if request.memory.get(ABOUT) != f"{account_id} {written(amount)}" or not reason:
        raise StaleButton
    rebates.grant(request.actor, account_id, amount, reason, date.fromisoformat(day) if day else None)
    turn = _page(request, access.account_of(request.actor, account_id), request.say("rebate.granted"))
    return Turn(replies=turn.replies, memory={})


def ask_end(request: Request, *, rebate_id: Id) -> Turn:
    """Whether what is left of it shall be taken back."""
    request.actor.need(Right.LEDGER_CHANGE)
    found, account_id = rebates.to_end(request.actor, rebate_id)
    account = access.account_of(request.actor, account_id)
    amount = request.say.money(found.left, request.currency)
    title = request.say("rebate.end_sure", account=account.name, amount=amount, reason=found.reason)
    yes = button(request.say("rebate.end_yes"), Verb.END_REBATE_NOW, rebate_id, say=title)
    return Turn(replies=(Reply(title=title, buttons=((yes,), foot(request, account.id))),))


def end(request: Request, *, rebate_id: Id) -> Turn:
    """Take it back."""
    _found, account_id = rebates.to_end(request.actor, rebate_id)
    rebates.end(request.actor, rebate_id)
    return _page(request, access.account_of(request.actor, account_id), request.say("rebate.ended"))


def _page(request: Request, account: Account, told: str = "") -> Turn:
    """Each rebate with what is left of it and its last day, and how much of an order they pay."""
    found = rebates.of_account(request.actor, account.id)
    amount = request.say.money(sum((each.left for each in found), Decimal(0)), request.currency)
    title = request.say("rebate.title" if found else "rebate.none", account=account.name, amount=amount)
    may = request.actor.may(Right.LEDGER_CHANGE)
    rows: tuple[Row, ...] = ((button(request.say("rebate.add"), Verb.REBATE, account.id),),) if may else ()
    rows += tuple((_ending(request, each),) for each in found) if may else ()
    percent = settings.value(request.session, REBATE_SHARE)
    note = request.say("rebate.share", percent=f"{percent.normalize():f}") if percent else request.say("rebate.off")
    reply = Reply(
        title=f"{told}\n{title}" if told else title,
        lines=tuple(_line(request, each) for each in found),
        note=note if found else "",
        buttons=(*rows, foot(request, account.id)),
    )
    return Turn(replies=(reply,))


def _line(request: Request, rebate: RebateLeft) -> str:
    left = request.say.money(rebate.left, request.currency)
    part = rebate.left < rebate.amount
    of = request.say("rebate.of", amount=request.say.money(rebate.amount, request.currency)) if part else ""
    until = request.say("rebate.until", day=request.say.day(rebate.last_day)) if rebate.last_day else ""
    told = request.say("rebate.line", left=left, of=of, reason=rebate.reason)
    return request.say("rebate.line_until", line=told, until=until) if until else told


def _ending(request: Request, rebate: RebateLeft) -> Button:
    amount = request.say.money(rebate.left, request.currency)
    return button(request.say("rebate.end", amount=amount, reason=rebate.reason), Verb.END_REBATE, rebate.id)


def _asked(request: Request, account_id: int, title: str) -> Turn:
    reply = Reply(title=title, note=request.say("rebate.ask_note"), buttons=(foot(request, account_id),))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.REBATE, facts={"account": account_id}))
