"""Everything stored about one person, as sheets."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.tables.carts import Cart, CartLine
from domain.tables.catalogue import Product, Sku
from domain.tables.desk import DeskSession
from domain.tables.invoices import InvoiceRequest
from domain.tables.ledger import ClaimOrder, PaymentClaim
from domain.tables.nicknames import Nickname
from domain.tables.notices import Notice
from domain.tables.orders import Event, Order, OrderLine, OrderShare
from domain.tables.people import Account, Address, Identity, Invite, Person
from domain.tables.returns import ReturnLine, ReturnRequest
from domain.tables.statements import StatementClosing, StatementDispute
from domain.tables.threads import Thread, ThreadMessage
from domain.tables.wishes import Wish
from storage.files.sheet_writing import csv_of
from storage.inbox import Delivery


def archive(session: Session, person_id: int) -> bytes:
    """The sheets in one ZIP file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, query in _sheets(person_id):
            rows = session.execute(query)
            packed.writestr(f"{name}.csv", csv_of(list(rows.keys()), [[_cell(each) for each in row] for row in rows]))
    return written.getvalue()


def _sheets(person_id: int) -> Iterator[tuple[str, Any]]:
    yield "person", _person(person_id)
    yield "chats", _chats(person_id)
    yield from _business(person_id)
    yield "payments", _payments(person_id)
    yield "statements", _statements(person_id)
    yield "invoices", _invoices(person_id)
    yield "disputes", _disputes(person_id)
    yield "returns", _returns(person_id)
    yield "cart", _cart(person_id)
    yield "wishes", _wishes(person_id)
    yield "talks", _talks(person_id)
    yield "nicknames", _nicknames(person_id)
    yield "events", _events(person_id)
    yield "notices", _notices(person_id)
    yield "answers", _answers(person_id)
    yield "invites", _invites(person_id)
    yield "desk", _desk(person_id)


def _person(person_id: int) -> Any:
    return (
        select(col(Person.name), col(Person.phone), col(Person.role), col(Account.name).label("account"))
        .add_columns(col(Person.language))
        .add_columns(col(Person.active), col(Person.created_at))
        .join(Account, col(Account.id) == Person.account_id, isouter=True)
        .where(col(Person.id) == person_id)
    )


def _chats(person_id: int) -> Any:
    columns = (col(Identity.channel), col(Identity.external), col(Identity.seen_at), col(Identity.reachable))
    return select(*columns).where(col(Identity.person_id) == person_id)


def _business(person_id: int) -> Iterator[tuple[str, Any]]:
    """The orders they placed with their lines, the addresses of their account, the orders shared with them."""
    theirs = col(Order.buyer_id) == person_id
    order: tuple[Any, ...] = (
        col(Order.number),
        col(Account.name).label("account"),
        col(Order.status),
        col(Order.submitted_at),
    )
    yield (
        "orders",
        select(*order, col(Order.total), col(Order.currency), col(Order.address), col(Order.wanted_on))
        .add_columns(col(Order.receiver), col(Order.phone))
        .add_columns(col(Order.note), col(Order.reason), col(Order.rating), col(Order.rating_words))
        .join(Account, col(Account.id) == Order.account_id)
        .where(theirs)
        .order_by(col(Order.id)),
    )
    yield (
        "order_lines",
        select(col(Order.number), col(Sku.code), col(Product.name), col(OrderLine.kind))
        .add_columns(col(OrderLine.quantity), col(Sku.unit), col(OrderLine.price), col(OrderLine.amount))
        .add_columns(col(OrderLine.said))
        .join(OrderLine, col(OrderLine.order_id) == Order.id)
        .join(Sku, col(Sku.id) == OrderLine.sku_id)
        .join(Product, col(Product.id) == Sku.product_id)
        .where(theirs)
        .order_by(col(OrderLine.id)),
    )
    yield "addresses", _addresses(person_id)
    yield (
        "shared_orders",
        select(col(Order.number))
        .join(OrderShare, col(OrderShare.order_id) == Order.id)
        .where(col(OrderShare.person_id) == person_id),
    )


def _addresses(person_id: int) -> Any:
    """Those of their account, with who receives there."""
    return (
        select(col(Address.text), col(Address.receiver), col(Address.phone), col(Address.removed_at))
        .join(Person, col(Person.account_id) == Address.account_id)
        .where(col(Person.id) == person_id)
    )


def _payments(person_id: int) -> Any:
    """What they said they paid, a row for each order that they named."""
    columns = (col(PaymentClaim.amount), col(PaymentClaim.note), col(PaymentClaim.claimed_at))
    query = select(*columns, col(PaymentClaim.decided_at), col(Order.number))
    query = query.join(ClaimOrder, col(ClaimOrder.claim_id) == PaymentClaim.id, isouter=True)
    query = query.join(Order, col(Order.id) == ClaimOrder.order_id, isouter=True)
    return query.where(col(PaymentClaim.person_id) == person_id).order_by(col(PaymentClaim.id))


def _statements(person_id: int) -> Any:
    """What they agreed on."""
    columns = (col(StatementClosing.until), col(StatementClosing.closing), col(StatementClosing.at))
    return select(*columns).where(col(StatementClosing.person_id) == person_id).order_by(col(StatementClosing.id))


def _invoices(person_id: int) -> Any:
    """The invoices that they asked for."""
    columns = (col(InvoiceRequest.asked_at), col(InvoiceRequest.title), col(InvoiceRequest.tax_number))
    more = (col(InvoiceRequest.amount), col(InvoiceRequest.state), col(InvoiceRequest.number))
    query = select(*columns, *more).add_columns(col(InvoiceRequest.reason))
    return query.where(col(InvoiceRequest.person_id) == person_id).order_by(col(InvoiceRequest.id))


def _disputes(person_id: int) -> Any:
    """What they said is wrong, and what was answered."""
    columns = (col(StatementDispute.until), col(StatementDispute.words), col(StatementDispute.opened_at))
    answered = (col(StatementDispute.answer), col(StatementDispute.answered_at))
    theirs = col(StatementDispute.person_id) == person_id
    return select(*columns, *answered).where(theirs).order_by(col(StatementDispute.id))


def _returns(person_id: int) -> Any:
    """What they asked for after goods came, and what came of it."""
    columns = (col(ReturnRequest.number), col(ReturnRequest.kind), col(ReturnRequest.status))
    of_line = (col(ReturnLine.reason), col(ReturnLine.outcome), col(ReturnLine.quantity), col(ReturnLine.agreed))
    return (
        select(*columns, *of_line)
        .add_columns(
            col(ReturnLine.credited),
            col(ReturnLine.charged),
            col(ReturnRequest.reason).label("why_not"),
            col(ReturnRequest.asked_at),
        )
        .join(ReturnLine, col(ReturnLine.request_id) == ReturnRequest.id)
        .where(col(ReturnRequest.person_id) == person_id)
        .order_by(col(ReturnLine.id))
    )


def _cart(person_id: int) -> Any:
    return (
        select(col(Sku.code), col(CartLine.kind), col(CartLine.quantity), col(Sku.unit), col(CartLine.said))
        .add_columns(col(Cart.note))
        .join(CartLine, col(CartLine.cart_id) == Cart.id, isouter=True)
        .join(Sku, col(Sku.id) == CartLine.sku_id, isouter=True)
        .where(col(Cart.person_id) == person_id)
    )


def _wishes(person_id: int) -> Any:
    """What they would have liked from a dealer, and how that ended."""
    return (
        select(col(Wish.created_at), col(Account.name).label("account"), col(Wish.words), col(Wish.status))
        .join(Account, col(Account.id) == Wish.account_id)
        .where(col(Wish.person_id) == person_id)
        .order_by(col(Wish.id))
    )


def _talks(person_id: int) -> Any:
    """What was said in their talks with the staff; of the staff, what they said themselves."""
    author = aliased(Person)
    theirs = (col(Thread.person_id) == person_id) | (col(ThreadMessage.person_id) == person_id)
    return (
        select(col(ThreadMessage.at), col(author.name).label("name"), col(ThreadMessage.words))
        .add_columns(col(ThreadMessage.picture), col(Order.number), col(Account.name).label("account"))
        .join(Thread, col(Thread.id) == ThreadMessage.thread_id)
        .join(author, col(author.id) == ThreadMessage.person_id)
        .join(Account, col(Account.id) == Thread.account_id)
        .join(Order, col(Order.id) == Thread.order_id, isouter=True)
        .where(theirs)
        .order_by(col(ThreadMessage.id))
    )


def _nicknames(person_id: int) -> Any:
    """The nicknames they taught."""
    return (
        select(col(Nickname.words), col(Sku.code), col(Nickname.taught_at))
        .join(Sku, col(Sku.id) == Nickname.sku_id)
        .where(col(Nickname.taught_by_id) == person_id)
    )


def _events(person_id: int) -> Any:
    return (
        select(col(Event.at), col(Event.kind), col(Order.number), col(Event.subject), col(Event.reason))
        .add_columns(col(Event.facts), col(Event.channel))
        .join(Order, col(Order.id) == Event.order_id, isouter=True)
        .where(col(Event.person_id) == person_id)
        .order_by(col(Event.id))
    )


def _notices(person_id: int) -> Any:
    return (
        select(col(Notice.created_at), col(Notice.kind), col(Order.number), col(Notice.facts))
        .add_columns(col(Notice.delivered_at))
        .join(Order, col(Order.id) == Notice.order_id, isouter=True)
        .where(col(Notice.person_id) == person_id)
        .order_by(col(Notice.id))
    )


def _answers(person_id: int) -> Any:
    return (
        select(col(Delivery.at), col(Identity.channel), col(Delivery.answer), col(Delivery.memory))
        .join(Identity, col(Identity.id) == Delivery.identity_id)
        .where(col(Identity.person_id) == person_id)
        .order_by(col(Delivery.id))
    )


def _invites(person_id: int) -> Any:
    """The invites they wrote and the one they came by; never a code."""
    columns = (col(Invite.role), col(Invite.name), col(Invite.created_at), col(Invite.expires_at), col(Invite.used_at))
    return select(*columns).where((col(Invite.created_by_id) == person_id) | (col(Invite.used_by_id) == person_id))


def _desk(person_id: int) -> Any:
    """In which browsers they were at the desk."""
    columns = (col(DeskSession.agent), col(DeskSession.made_at), col(DeskSession.seen_at), col(DeskSession.ended_at))
    return select(*columns).where(col(DeskSession.person_id) == person_id).order_by(col(DeskSession.id))


def _cell(value: Any) -> Any:
    """Structured values as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value
