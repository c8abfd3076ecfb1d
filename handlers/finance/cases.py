"""What waits for finance beside orders, in one list."""

from domain.finance import waiting
from domain.finance.waiting import CaseKind, WaitingCase
from handlers.conversation.callback_data import button
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.conversation.verbs import Verb

_OPENS = {CaseKind.CLAIM: Verb.CLAIM_CARD, CaseKind.DISPUTE: Verb.CASE, CaseKind.INVOICE: Verb.INVOICE_CARD}


def show(request: Request, *, page: int = 0) -> Turn:
    """Claims of payment, disputes and invoices that nobody answered, each a button."""
    found = waiting.waiting(request.actor, page)
    part = of_page(found)
    title = request.say.count("cases.waiting", found.total) if found.rows else request.say("cases.nothing")
    menu = button(request.say("button.menu"), Verb.MENU)
    rows = (*((_row(request, each),) for each in found.rows), *part.turn(request, Verb.CASES))
    return Turn(replies=(Reply(title=part.head(request, title), buttons=(*rows, (menu,))),))


def _row(request: Request, case: WaitingCase) -> Button:
    amount = {} if case.amount is None else {"amount": request.say.money(case.amount, request.currency)}
    return button(request.say(f"cases.{case.kind}", account=case.account, **amount), _OPENS[case.kind], case.id)
