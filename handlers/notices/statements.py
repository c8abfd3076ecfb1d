"""Notices about statements: agreed on, disputed, answered."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from domain.finance import agreements
from domain.finance.access import account_of
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply
from handlers.conversation.verbs import Verb
from handlers.finance import dispute


def _agreed(request: Request, notice: Notice) -> Reply:
    account, until = account_of(request.actor, int(notice.facts["account_id"])), str(notice.facts["until"])
    amount = request.say.money(abs(Decimal(str(notice.facts["closing"]))), request.currency)
    day = request.say.day(date.fromisoformat(until))
    title = request.say("notices.statement_agreed", account=account.name, day=day, amount=amount)
    show = button(request.say("statement.show"), Verb.STATEMENT, account.id, until)
    return Reply(title=title, buttons=((show, button(request.say("button.menu"), Verb.MENU)),))


def _disputed(request: Request, notice: Notice) -> Reply | None:
    """Until somebody answered."""
    found = agreements.case(request.actor, int(notice.facts["dispute"]))
    return dispute.card(request, found) if found.dispute.answered_at is None else None


def _answered(request: Request, notice: Notice) -> Reply:
    found = agreements.case(request.actor, int(notice.facts["dispute"]))
    return dispute.card(request, found, request.say("notices.dispute_answered"))


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.STATEMENT_AGREED: _agreed,
    NoticeKind.STATEMENT_DISPUTED: _disputed,
    NoticeKind.DISPUTE_ANSWERED: _answered,
}
