"""Notices about payments: one came, one was taken back."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from domain.finance.access import account_of
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply
from handlers.conversation.verbs import Verb
from handlers.finance import claim


def _told(key: str) -> Callable[[Request, Notice], Reply]:
    def word(request: Request, notice: Notice) -> Reply:
        account = account_of(request.actor, int(notice.facts.get("account_id", 0)))
        amount = request.say.money(Decimal(str(notice.facts.get("amount", 0))), request.currency)
        title = request.say(key, account=account.name, amount=amount, reason=str(notice.facts.get("reason", "")))
        show = button(request.say("finance.balance"), Verb.BALANCE, account.id)
        return Reply(title=title, buttons=((show, button(request.say("button.menu"), Verb.MENU)),))

    return word


def _claimed(request: Request, notice: Notice) -> Reply:
    return claim.card(request, int(notice.facts.get("claim", 0)))


def _missing(request: Request, notice: Notice) -> Reply:
    amount = request.say.money(Decimal(str(notice.facts.get("amount", 0))), request.currency)
    menu = button(request.say("button.menu"), Verb.MENU)
    contact = button(request.say("menu.contact"), Verb.CONTACT)
    return Reply(title=request.say("notices.payment_missing", amount=amount), buttons=((contact, menu),))


def _rebate(request: Request, notice: Notice) -> Reply:
    account = account_of(request.actor, int(notice.facts.get("account_id", 0)))
    amount = request.say.money(Decimal(str(notice.facts.get("amount", 0))), request.currency)
    day, reason = (str(notice.facts.get(name) or "") for name in ("last_day", "reason"))
    until = request.say("rebate.until", day=request.say.day(date.fromisoformat(day))) if day else ""
    title = request.say("notices.rebate_granted", account=account.name, amount=amount, reason=reason)
    show = button(request.say("rebate.show"), Verb.REBATES, account.id)
    rows = ((show, button(request.say("button.menu"), Verb.MENU)),)
    lines = (until,) if until else ()
    return Reply(title=title, lines=lines, note=request.say("notices.rebate_how"), buttons=rows)


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.PAYMENT_BOOKED: _told("notices.payment_booked"),
    NoticeKind.PAYMENT_CLAIMED: _claimed,
    NoticeKind.PAYMENT_MISSING: _missing,
    NoticeKind.PAYMENT_REVERSED: _told("notices.payment_reversed"),
    NoticeKind.REBATE_GRANTED: _rebate,
}
