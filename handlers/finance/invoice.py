"""开票: title and tax number are asked once; the buyer chooses deliveries, and sees how far each invoice is."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from domain.finance import billable, invoices
from domain.finance.billable import Billable
from domain.finance.invoice_refusals import BadTaxNumber
from domain.rules.finance.invoicing import InvoiceState, is_tax_number
from domain.rules.rights import Right, Role
from domain.tables.invoices import InvoiceRequest
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.paging import page as pager
from handlers.conversation.paper_links import PaperForm, PaperKind, file_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, File, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.finance import open_orders

#: The deliveries that are chosen, until the tap.
CHOSEN = "invoice_chosen"
_ROWS = 6
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{15,20}(?![0-9A-Za-z])")


def show(request: Request, *, page: int = 0) -> Turn:
    """What may be on an invoice; finance sees what was asked for."""
    if request.actor.may(Right.INVOICE_ANSWER) and not request.actor.is_a(Role.BUYER):
        return waiting(request)
    account_id = _account(request)
    if invoices.title_of(request.actor, account_id) is None:
        return ask_title(request)
    return _page(request, account_id, (), page)


def choose(request: Request, *, ledger_entry_id: Id, page: int = 0) -> Turn:
    """This delivery too, or no longer."""
    chosen = open_orders.toggled(_chosen(request), ledger_entry_id)
    return _page(request, _account(request), chosen, page)


def choose_all(request: Request) -> Turn:
    """All that is left."""
    account_id = _account(request)
    found = billable.deliveries(request.actor, account_id)
    return _page(request, account_id, [each.entry_id for each in found], 0)


def ask(request: Request, *, amount: Decimal) -> Turn:
    """Ask finance for it, as long as it is the amount that was shown."""
    account_id, chosen = _account(request), _chosen(request)
    found = billable.deliveries(request.actor, account_id)
    if not chosen or _sum(found, chosen) != amount:
        return _page(request, account_id, chosen, 0).headed(request.say("invoice.changed"))
    made = invoices.ask(request.actor, chosen)
    told = request.say("invoice.asked", amount=request.say.money(made.amount, request.currency))
    return Turn(replies=(card(request, made.id, told),), memory={})


def ask_title(request: Request) -> Turn:
    """What are invoices made out to?"""
    request.actor.need(Right.INVOICE_ASK)
    known = invoices.title_of(request.actor, _account(request))
    lines = (_title(request, known.title, known.tax_number),) if known else ()
    reply = Reply(
        title=request.say("invoice.title_ask"),
        lines=lines,
        note=request.say("invoice.title_note"),
        buttons=((_menu(request),),),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.INVOICE_TITLE))


def typed_title(request: Request, text: str) -> Turn:
    """The title and the tax number, kept; then the deliveries."""
    said = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _NUMBER.search(said)
    number = found[0].upper() if found else ""
    if number and not is_tax_number(number):
        raise BadTaxNumber
    title = f"{said[: found.start()]} {said[found.end() :]}" if found else said
    kept = invoices.set_title(request.actor, title.strip(" ,，;；:："), number)
    turn = _page(request, kept.account_id, (), 0)
    return turn.headed(request.say("invoice.title_kept", title=_title(request, kept.title, kept.tax_number)))


def mine(request: Request, *, page: int = 0) -> Turn:
    """What was asked for, and how far each is."""
    found = invoices.of_account(request.actor, _account(request), page)
    part = of_page(found)
    title = request.say("invoice.mine") if found.rows else request.say("invoice.none")
    new = button(request.say("invoice.ask"), Verb.INVOICE)
    rows = (*((_row(request, each),) for each in found.rows), *part.turn(request, Verb.MY_INVOICES))
    reply = Reply(title=part.head(request, title), buttons=(*rows, (new, _menu(request))))
    return Turn(replies=(reply,))


def waiting(request: Request, *, page: int = 0) -> Turn:
    """What finance has not answered."""
    found = invoices.waiting(request.actor, page)
    part = of_page(found)
    title = request.say("invoice.waiting") if found.rows else request.say("invoice.nothing_waits")
    rows = (*((_row(request, each),) for each in found.rows), *part.turn(request, Verb.INVOICES_ASKED))
    return Turn(replies=(Reply(title=part.head(request, title), buttons=(*rows, (_menu(request),))),))


def open_(request: Request, *, invoice_request_id: Id) -> Turn:
    """One of them."""
    return Turn(replies=(card(request, invoice_request_id),))


def card(request: Request, request_id: int, told: str = "") -> Reply:
    """An invoice that was asked for, with its file once it is there; for finance the ways to answer."""
    found = invoices.view(request.actor, request_id)
    row = found.request
    amount = request.say.money(abs(row.amount), request.currency)
    title = request.say(
        "invoice.card_red" if row.amount < 0 else "invoice.card", account=found.account.name, amount=amount
    )
    lines = [
        request.say(f"invoice.state_{row.state}", reason=row.reason),
        _title(request, row.title, row.tax_number),
        request.say("invoice.documents", documents=request.say("payment.and").join(found.documents)),
    ]
    if row.number:
        lines.append(request.say("invoice.number", number=row.number))
    if row.link:
        lines.append(request.say("invoice.link", link=row.link))
    return Reply(
        title=f"{told}\n{title}" if told else title,
        lines=tuple(lines),
        buttons=(*_ways(request, row), (_back(request), _menu(request))),
        card=f"invoice:{row.id}",
        files=files(request, row),
    )


def files(request: Request, row: InvoiceRequest) -> tuple[File, ...]:
    """The file that finance sent."""
    if not row.document:
        return ()
    name = request.say("invoice.file", title=row.title, number=row.number).strip()
    return (file_of(request, PaperKind.INVOICE, PaperForm.PDF, name, str(row.id)),)


def _ways(request: Request, row: InvoiceRequest) -> tuple[Row, ...]:
    """What finance can do; a file may take the place of one that was wrong."""
    if not request.actor.may(Right.INVOICE_ANSWER) or row.state is InvoiceState.REFUSED:
        return ()
    if row.state is InvoiceState.SENT:
        return ((button(request.say("invoice.send_again"), Verb.SEND_INVOICE, row.id),),)
    send = button(request.say("invoice.send"), Verb.SEND_INVOICE, row.id)
    return ((send, button(request.say("invoice.refuse"), Verb.REFUSE_INVOICE, row.id)),)


def _page(request: Request, account_id: int, chosen: Sequence[int], page: int) -> Turn:
    """The deliveries, ticked as chosen, with the sum to ask for."""
    found = billable.deliveries(request.actor, account_id)
    kept = [each.entry_id for each in found if each.entry_id in chosen]
    part = pager(page, _ROWS, len(found))
    rows = [(_delivery(request, each, kept, page),) for each in part.of(found)]
    total = _sum(found, kept)
    if kept:
        amount = request.say.money(total, request.currency)
        say = request.say("invoice.now_say", amount=amount)
        rows.insert(
            0, (button(request.say("invoice.now", amount=amount, count=len(kept)), Verb.INVOICE_NOW, total, say=say),)
        )
    elif found:
        rows.append((button(request.say("invoice.all"), Verb.INVOICE_ALL),))
    others = (
        button(request.say("invoice.my"), Verb.MY_INVOICES),
        button(request.say("invoice.change_title"), Verb.INVOICE_TITLE),
    )
    title = request.say("invoice.which") if found else request.say("invoice.nothing")
    reply = Reply(
        title=part.head(request, title),
        lines=_made_out(request, account_id),
        buttons=(*rows, *part.turn(request, Verb.INVOICE), others, (_menu(request),)),
    )
    memory: Facts = {CHOSEN: open_orders.written(kept)}
    return Turn(replies=(reply,), memory=memory)


def _made_out(request: Request, account_id: int) -> tuple[str, ...]:
    title = invoices.title_of(request.actor, account_id)
    return (_title(request, title.title, title.tax_number),) if title else ()


def _delivery(request: Request, each: Billable, chosen: Sequence[int], page: int) -> Button:
    told = {"document": each.document, "amount": request.say.money(each.left, request.currency)}
    key = "invoice.chosen" if each.entry_id in chosen else "invoice.delivery"
    return button(request.say(key, **told), Verb.INVOICE_PICK, each.entry_id, page)


def _row(request: Request, row: InvoiceRequest) -> Button:
    amount = request.say.money(row.amount, request.currency)
    day = request.say.day(row.asked_at.astimezone(request.zone).date())
    state = request.say(f"invoice.short_{row.state}")
    return button(request.say("invoice.row", day=day, amount=amount, state=state), Verb.INVOICE_CARD, row.id)


def _title(request: Request, title: str, number: str) -> str:
    key = "invoice.title" if number else "invoice.title_alone"
    return request.say(key, title=title, number=number) if number else request.say(key, title=title)


def _sum(found: Sequence[Billable], chosen: Sequence[int]) -> Decimal:
    return sum((each.left for each in found if each.entry_id in chosen), Decimal(0))


def _chosen(request: Request) -> list[int]:
    return open_orders.read(request.memory.get(CHOSEN))


def _account(request: Request) -> int:
    account_id = request.person.account_id
    if account_id is None:
        raise StaleButton
    return account_id


def _back(request: Request) -> Button:
    if request.person.account_id is None:
        return button(request.say("invoice.others"), Verb.INVOICES_ASKED)
    return button(request.say("invoice.my"), Verb.MY_INVOICES)


def _menu(request: Request) -> Button:
    return button(request.say("button.menu"), Verb.MENU)
