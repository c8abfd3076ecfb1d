"""Notices about statements: agreed on, disputed, answered."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from domain.finance import agreements, balances
from domain.finance.access import account_of
from domain.finance.balances import Standing
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply
from handlers.conversation.verbs import Verb
from handlers.finance import dispute, statement


def _agreed(request: Request, notice: Notice) -> Reply:
    account, until = account_of(request.actor, int(notice.facts["account_id"])), str(notice.facts["until"])
    amount = request.say.money(abs(Decimal(str(notice.facts["closing"]))), request.currency)
    day = request.say.day(date.fromisoformat(until))
    title = request.say("notices.statement_agreed", account=account.name, day=day, amount=amount)
    show = button(request.say("statement.show"), Verb.STATEMENT, account.id, until)
    return Reply(title=title, buttons=((show, button(request.say("button.menu"), Verb.MENU)),))


def _ready(request: Request, notice: Notice) -> Reply | None:
    """The statement with its papers; nothing once it was agreed on."""
    last = date.fromisoformat(str(notice.facts["last"]))
    found = statement.of_day(request, int(notice.facts["account_id"]), last)
    if found.account.closed_until is not None and found.account.closed_until >= last:
        return None
    shown = statement.page_of(request, found, enclosed=True)
    return replace(shown, title=request.say("notices.statement_ready", title=shown.title))


def _due(key: str) -> Callable[[Request, Notice], Reply | None]:
    """A reminder with whatever else is due, as long as so much is owed at all."""

    def word(request: Request, notice: Notice) -> Reply | None:
        stands = balances.standing(request.actor, int(notice.facts["account_id"]))
        if stands.aged.owed <= 0 or not request.person.reminders:
            return None
        more = [_owed(request, f"notices.{each['kind']}", each, stands) for each in notice.facts.get("more", ())]
        paid = button(request.say("reminder.paid"), Verb.ASK_CLAIM)
        ways = (paid, button(request.say("finance.balance"), Verb.BALANCE, stands.account.id))
        stop = (button(request.say("reminder.stop"), Verb.REMINDERS, 0), button(request.say("button.menu"), Verb.MENU))
        title, note = _owed(request, key, notice.facts, stands), request.say("reminder.note")
        return Reply(title=title, lines=tuple(more), note=note, buttons=(ways, stop))

    return word


def _owed(request: Request, key: str, facts: Mapping[str, Any], stands: Standing) -> str:
    """How much of it is due, or late, and when; what was paid since is not told."""
    amount = min(Decimal(str(facts["amount"])), stands.aged.owed)
    day = request.say.day(date.fromisoformat(str(facts["day"])))
    return request.say(key, day=day, amount=request.say.money(amount, request.currency), account=stands.account.name)


def _disputed(request: Request, notice: Notice) -> Reply | None:
    """Until somebody answered."""
    found = agreements.case(request.actor, int(notice.facts["dispute"]))
    return dispute.card(request, found) if found.dispute.answered_at is None else None


def _answered(request: Request, notice: Notice) -> Reply:
    found = agreements.case(request.actor, int(notice.facts["dispute"]))
    return dispute.card(request, found, request.say("notices.dispute_answered"))


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.STATEMENT_READY: _ready,
    NoticeKind.PAYMENT_SOON: _due("notices.payment_soon"),
    NoticeKind.PAYMENT_DUE: _due("notices.payment_due"),
    NoticeKind.PAYMENT_LATE: _due("notices.payment_late"),
    NoticeKind.STATEMENT_AGREED: _agreed,
    NoticeKind.STATEMENT_DISPUTED: _disputed,
    NoticeKind.DISPUTE_ANSWERED: _answered,
}
