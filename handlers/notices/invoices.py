"""Notices about invoices: one was asked for, it is there, it cannot be issued."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.finance import invoices
from domain.rules.finance.invoicing import InvoiceState
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply
from handlers.finance import invoice


def _asked(request: Request, notice: Notice) -> Reply | None:
    """Until somebody answered."""
    request_id = int(notice.facts.get("invoice", 0))
    if invoices.view(request.actor, request_id).request.state is not InvoiceState.ASKED:
        return None
    return invoice.card(request, request_id)


def _headed(key: str) -> Callable[[Request, Notice], Reply | None]:
    def word(request: Request, notice: Notice) -> Reply | None:
        shown = invoice.card(request, int(notice.facts.get("invoice", 0)))
        return replace(shown, title=f"{request.say(key)}\n{shown.title}")

    return word


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.INVOICE_ASKED: _asked,
    NoticeKind.INVOICE_SENT: _headed("notices.invoice_sent"),
    NoticeKind.INVOICE_REFUSED: _headed("notices.invoice_refused"),
}
