"""Return requests for display: whose they are, their lines with goods, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.db.pages import Page, read
from domain.orders.access import visible_to
from domain.refusals import NotFound
from domain.rules.money import total
from domain.rules.return_life import AT_THE_WAREHOUSE, OPEN, ReturnStatus
from domain.rules.returns import ReturnKind, ReturnReason
from domain.rules.rights import Right, Role
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Person
from domain.tables.returns import ReturnLine, ReturnRequest


@dataclass(frozen=True, kw_only=True)
class ReturnRow:
    """A line of a request with the order line it is about, and its goods."""

    line: ReturnLine
    ordered: OrderLine
    goods: Goods

    @property
    def is_gift(self) -> bool:
        """Whether it was given for goods that go back."""
        return self.line.reason is ReturnReason.GIFT

    def settled(self, kind: ReturnKind) -> Decimal:
        """What is settled of it, in base units: what was agreed where goods stay, what was counted where they came."""
        return self.line.good + self.line.bad if kind is ReturnKind.RETURN else self.line.agreed


@dataclass(frozen=True, kw_only=True)
class ReturnView:
    """A whole request for one reader. ``replacement``: the number of the order that replaces goods."""

    request: ReturnRequest
    order: Order
    account: Account
    person: Person
    rows: tuple[ReturnRow, ...]
    replacement: str = ""

    @property
    def credited(self) -> Decimal:
        """What its settlement came to."""
        return total(row.line.credited for row in self.rows)

    @property
    def charged(self) -> Decimal:
        """What its gifts cost that did not come back."""
        return total(row.line.charged for row in self.rows)


def view_return(actor: Actor, request_id: int, *, lock: bool = False) -> ReturnView:
    """A request that is this person's to see. Raises NotFound.

    ``lock``: its order is locked: nobody else changes any request of it until the end of the message.
    """
    actor.authorise(Right.RETURN_READ)
    query = select(ReturnRequest, Order, Account, Person).where(ReturnRequest.id == request_id, *visible_to(actor))
    query = (
        query.join(Order, col(Order.id) == ReturnRequest.order_id)
        .join(Account, col(Account.id) == Order.account_id)
        .join(Person, col(Person.id) == ReturnRequest.person_id)
    )
    if lock:
        query = query.with_for_update(of=Order, key_share=True)
    found = actor.session.exec(query).first()
    if found is None:
        raise NotFound
    request, order, account, person = found
    if lock:
        actor.session.refresh(request)
    number = select(Order.number).where(Order.id == request.replacement_id)
    return ReturnView(
        request=request,
        order=order,
        account=account,
        person=person,
        rows=_rows(actor, request.id),
        replacement=(actor.session.exec(number).first() or "") if request.replacement_id else "",
    )


def of_line(actor: Actor, return_line_id: int, *, lock: bool = False) -> tuple[ReturnView, ReturnRow]:
    """A line of a request, and the request. Raises NotFound."""
    request_id = actor.session.exec(select(ReturnLine.request_id).where(ReturnLine.id == return_line_id)).first()
    if request_id is None:
        raise NotFound
    found = view_return(actor, request_id, lock=lock)
    return found, next(row for row in found.rows if row.line.id == return_line_id)


def _rows(actor: Actor, request_id: int) -> tuple[ReturnRow, ...]:
    query = select(ReturnLine, OrderLine).join(OrderLine, col(OrderLine.id) == ReturnLine.order_line_id)
    query = query.where(ReturnLine.request_id == request_id).order_by(col(ReturnLine.position))
    found = actor.session.exec(query.execution_options(populate_existing=True)).all()
    goods = catalogue.ordered(actor.session, [ordered.sku_id for _, ordered in found])
    return tuple(ReturnRow(line=line, ordered=ordered, goods=goods[ordered.sku_id]) for line, ordered in found)


def of_order(actor: Actor, order_id: int) -> Sequence[ReturnRequest]:
    """The requests of an order that this person sees, the oldest first; none for those who see no requests."""
    if not actor.may(Right.RETURN_READ):
        return ()
    query = select(ReturnRequest).where(ReturnRequest.order_id == order_id).order_by(col(ReturnRequest.id))
    return actor.session.exec(query).all()


@dataclass(frozen=True, kw_only=True)
class ListedReturn:
    """A request in a list."""

    request: ReturnRequest
    account: Account


def page(actor: Actor, number: int) -> Page[ListedReturn]:
    """The requests this person sees, those that wait for them first, then the newest."""
    actor.need(Right.RETURN_READ)
    waits = col(ReturnRequest.status).in_(_waiting_for(actor))
    query = (
        select(ReturnRequest, Account)
        .join(Order, col(Order.id) == ReturnRequest.order_id)
        .join(Account, col(Account.id) == Order.account_id)
        .where(*visible_to(actor), *_shown(actor))
        .order_by(waits.desc(), col(ReturnRequest.id).desc())
    )
    return read(actor.session, query, number).map(lambda row: ListedReturn(request=row[0], account=row[1]))


def count_waiting(actor: Actor) -> int:
    """How many requests wait for this person to do something."""
    if not actor.may(Right.RETURN_READ) or not (states := _waiting_for(actor)):
        return 0
    query = select(func.count(col(ReturnRequest.id))).join(Order, col(Order.id) == ReturnRequest.order_id)
    query = query.join(Account, col(Account.id) == Order.account_id)
    query = query.where(*visible_to(actor), col(ReturnRequest.status).in_(states), *_shown(actor))
    return actor.session.exec(query).one()


def _waiting_for(actor: Actor) -> frozenset[ReturnStatus]:
    if actor.is_a(Role.WAREHOUSE):
        return AT_THE_WAREHOUSE
    return frozenset({ReturnStatus.REQUESTED}) if actor.may(Right.RETURN_DECIDE) else OPEN


def _shown(actor: Actor) -> tuple[Any, ...]:
    """The warehouse is shown what comes back."""
    return (ReturnRequest.kind != ReturnKind.CLAIM,) if actor.is_a(Role.WAREHOUSE) else ()
