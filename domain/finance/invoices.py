"""Asking for invoices, and finance's answers: the one writer of what was asked for. We issue none ourselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.db import bulk, pages
from domain.db.pages import Page
from domain.db.statements import attach
from domain.events.journal import log_event, notify
from domain.events.recipients import buyers_of, finance
from domain.finance import billable
from domain.finance.access import account_of
from domain.finance.invoice_refusals import BadTaxNumber, NothingToInvoice
from domain.refusals import (
    BadWords,
    ClaimDecided,
    NoAccount,
    NotFound,
    ReasonNeeded,
)
from domain.rules.finance.invoicing import InvoiceState, is_tax_number
from domain.rules.rights import Right
from domain.tables.invoices import InvoiceRequest, InvoiceRequestLine, InvoiceTitle
from domain.tables.ledger import LedgerEntry
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account

TITLE_MOST, NUMBER_MOST, LINK_MOST, REASON_MOST = 100, 40, 300, 300


@dataclass(frozen=True, kw_only=True)
class Issued:
    """What finance has of an issued invoice: its number, where it can be fetched, the hash of the stored file."""

    number: str = ""
    link: str = ""
    document: str | None = None


@dataclass(frozen=True, kw_only=True)
class InvoiceView:
    """An invoice that was asked for. ``documents``: the deliveries on it."""

    request: InvoiceRequest
    account: Account
    documents: Sequence[str]


def title_of(actor: Actor, account_id: int) -> InvoiceTitle | None:
    """What an account's invoices are made out to, once somebody said so."""
    return actor.session.get(InvoiceTitle, account_of(actor, account_id).id)


def set_title(actor: Actor, title: str, tax_number: str) -> InvoiceTitle:
    """Say what invoices are made out to. Raises BadWords, BadTaxNumber."""
    person = actor.need(Right.INVOICE_ASK)
    if person.account_id is None:
        raise NoAccount
    name, number = " ".join(title.split()), tax_number.strip().upper()
    if not 0 < len(name) <= TITLE_MOST:
        raise BadWords(most=TITLE_MOST)
    if number and not is_tax_number(number):
        raise BadTaxNumber
    known = actor.session.get(InvoiceTitle, person.account_id)
    before = f"{known.title} {known.tax_number}".strip() if known else None
    kept = known or InvoiceTitle(account_id=person.account_id, title=name, person_id=person.id, at=actor.now)
    kept.title, kept.tax_number, kept.person_id, kept.at = name, number, person.id, actor.now
    actor.session.add(kept)
    about = f"account:{person.account_id}"
    log_event(actor, "invoice.title", subject=about, before=before, after=f"{name} {number}".strip())
    return kept


def ask(actor: Actor, entry_ids: Iterable[int]) -> InvoiceRequest:
    """Ask for one invoice of some deliveries, of all that is left of them; finance hears.

    Raises NothingToInvoice: of one of them nothing is left, or no title is known.
    """
    person = actor.need(Right.INVOICE_ASK)
    if person.account_id is None:
        raise NoAccount
    account = select(Account).where(Account.id == person.account_id).with_for_update(key_share=True)
    actor.session.exec(account).one()
    left = {each.entry_id: each.left for each in billable.deliveries(actor, person.account_id)}
    wanted, title = list(dict.fromkeys(entry_ids)), title_of(actor, person.account_id)
    if not wanted or title is None or not left.keys() >= set(wanted):
        raise NothingToInvoice
    made = _write(actor, title, {entry_id: left[entry_id] for entry_id in wanted})
    notify(actor, finance(actor), NoticeKind.INVOICE_ASKED, invoice=made.id)
    return made


def ask_red(actor: Actor, order: Order) -> InvoiceRequest | None:
    """Goods of an order came back, or became cheaper, after they were on an invoice: finance is asked for a red one.

    Called by whatever lessens what an order costs; nothing where what is left covers it.
    """
    amounts = billable.to_take_back(actor, order.id)
    title = actor.session.get(InvoiceTitle, order.account_id)
    if not amounts or title is None:
        return None
    made = _write(actor, title, amounts)
    notify(actor, finance(actor), NoticeKind.INVOICE_ASKED, invoice=made.id)
    return made


def view(actor: Actor, request_id: int) -> InvoiceView:
    """One that was asked for, of an account whose money this person may see. Raises NotFound."""
    found = actor.session.get(InvoiceRequest, request_id)
    if found is None:
        raise NotFound
    account = account_of(actor, found.account_id)
    query = select(LedgerEntry.document).join(InvoiceRequestLine, col(InvoiceRequestLine.entry_id) == LedgerEntry.id)
    rows = actor.session.exec(query.where(InvoiceRequestLine.request_id == found.id).order_by(col(LedgerEntry.id)))
    return InvoiceView(request=found, account=account, documents=rows.all())


def of_account(actor: Actor, account_id: int, page: int = 0) -> Page[InvoiceRequest]:
    """What an account asked for, the newest first."""
    query = select(InvoiceRequest).where(InvoiceRequest.account_id == account_of(actor, account_id).id)
    return pages.read(actor.session, query.order_by(col(InvoiceRequest.id).desc()), page)


def waiting(actor: Actor, page: int = 0) -> Page[InvoiceRequest]:
    """What finance has not answered, the oldest first."""
    actor.need(Right.INVOICE_ANSWER)
    query = select(InvoiceRequest).where(InvoiceRequest.state == InvoiceState.ASKED)
    return pages.read(actor.session, query.order_by(col(InvoiceRequest.id)), page)


def send(actor: Actor, request_id: int, issued: Issued) -> InvoiceView:
    """It was issued: whoever buys for the account gets it. Sent again, the later one takes its place.

    Raises ClaimDecided: it was refused; BadWords.
    """
    found = _to_answer(actor, request_id)
    if found.request.state is InvoiceState.REFUSED:
        raise ClaimDecided
    if not len(issued.number) + len(issued.link) + len(issued.document or "") > 0:
        raise ReasonNeeded
    if len(issued.number) > NUMBER_MOST or len(issued.link) > LINK_MOST:
        raise BadWords(most=NUMBER_MOST)
    row = found.request
    row.number, row.link = issued.number or row.number, issued.link or row.link
    row.document = issued.document or row.document
    _decided(actor, row, InvoiceState.SENT)
    told = {"number": row.number, "link": row.link, "document": row.document}
    log_event(actor, "invoice.sent", subject=f"invoice:{row.id}", account=row.account_id, **told)
    people = [person_id for person_id, _ in buyers_of(actor, [row.account_id])]
    notify(actor, people, NoticeKind.INVOICE_SENT, invoice=row.id)
    return found


def refuse(actor: Actor, request_id: int, reason: str) -> InvoiceView:
    """It cannot be issued; whoever asked hears why, and may ask again. Raises ClaimDecided, ReasonNeeded."""
    found, words = _to_answer(actor, request_id), " ".join(reason.split())
    if found.request.state is not InvoiceState.ASKED:
        raise ClaimDecided
    if not 0 < len(words) <= REASON_MOST:
        raise ReasonNeeded
    found.request.reason = words
    _decided(actor, found.request, InvoiceState.REFUSED)
    about = f"invoice:{found.request.id}"
    log_event(actor, "invoice.refused", subject=about, account=found.request.account_id, reason=words)
    notify(actor, [found.request.person_id], NoticeKind.INVOICE_REFUSED, invoice=found.request.id)
    return found


def _write(actor: Actor, title: InvoiceTitle, amounts: Mapping[int, Decimal]) -> InvoiceRequest:
    total = sum(amounts.values(), Decimal(0))
    row = {
        "account_id": title.account_id,
        "person_id": actor.person_id if total > 0 else None,
        "title": title.title,
        "tax_number": title.tax_number,
        "amount": total,
        "state": InvoiceState.ASKED,
        "asked_at": actor.now,
    }
    made = bulk.insert_one(actor.session, InvoiceRequest, row)
    lines = ({"request_id": made.id, "entry_id": key, "amount": amount} for key, amount in amounts.items())
    bulk.insert_many(actor.session, InvoiceRequestLine, lines)
    about = f"invoice:{made.id}"
    log_event(actor, "invoice.asked", subject=about, account=title.account_id, amount=str(total))
    return made


def _to_answer(actor: Actor, request_id: int) -> InvoiceView:
    """Locked: of two answers at once, the second sees the first."""
    actor.need(Right.INVOICE_ANSWER)
    locked = select(InvoiceRequest).where(InvoiceRequest.id == request_id).with_for_update(key_share=True)
    actor.session.exec(locked.execution_options(populate_existing=True)).first()
    return view(actor, request_id)


def _decided(actor: Actor, row: InvoiceRequest, state: InvoiceState) -> None:
    kept = attach(actor.session, row)
    kept.state, kept.decided_at, kept.decided_by_id = state, actor.now, actor.person_id
