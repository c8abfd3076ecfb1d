"""Orders for the desk: by tab and filters, newest first, a page after the last row of the one before."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from typing import Any

from sqlalchemy import and_, exists, func, or_, true, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.actor import Actor
from domain.db.statements import any_of
from domain.orders.access import visible_to
from domain.orders.view import stages
from domain.refusals import NotAllowed, NotFound
from domain.rules.approvals import ApprovalState
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import HIDDEN, VOID
from domain.rules.rights import Right
from domain.rules.shipment_life import ShipmentStatus
from domain.rules.stage import Stage
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Person
from domain.tables.shipments import Shipment

ROWS = 50
_SALESPERSON = aliased(Person)


class OrderTab(StrEnum):
    """A part of all orders."""

    ALL = "all"
    WAITING = "waiting"
    """待审核: a salesperson or the owner has to agree."""
    FINANCE = "finance"
    """待财务: finance has to agree, or the money has to come."""
    TO_PICK = "to_pick"
    """待备货."""
    PICKING = "picking"
    """备货中."""
    PART_SHIPPED = "part_shipped"
    """部分发货."""
    IN_TRANSIT = "in_transit"
    """待收货: all of it left, and is not there."""
    COMPLETED = "completed"
    IN_FORCE = "in_force"
    """有效: all but what came to nothing."""
    VOID = "void"
    """作废: rejected, expired or called off."""


#: Tabs that say how many there are: what somebody has to do.
COUNTED = (OrderTab.WAITING, OrderTab.TO_PICK, OrderTab.PART_SHIPPED)


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What is looked for. ``text``: a part of the number, the account's name, a phone number, or a SKU's code.

    ``first`` and ``last``: days of submitting, in the supplier's zone. ``before``: the last row of the page before.
    """

    tab: OrderTab = OrderTab.ALL
    text: str = ""
    salesperson_id: int | None = None
    first: date | None = None
    last: date | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    noted: bool = False
    before: tuple[datetime, int] | None = None


@dataclass(frozen=True, kw_only=True)
class FoundOrder:
    """A row of the list. ``salesperson``: their name; empty where nobody looks after the account."""

    order: Order
    account: Account
    salesperson: str
    stage: Stage


@dataclass(frozen=True, kw_only=True)
class FoundOrders:
    """A page; ``more``: whether there are older ones."""

    rows: tuple[FoundOrder, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class OrderSum:
    """A list in figures. ``oldest``: when its first order was submitted."""

    orders: int
    amount: Decimal
    oldest: datetime | None


def search(actor: Actor, wanted: OrderFilter) -> FoundOrders:
    """The orders that this person may see and that are looked for. Raises NotAllowed."""
    query = (
        select(Order, Account, _SALESPERSON.name)
        .join(Account, col(Account.id) == Order.account_id)
        .join(_SALESPERSON, col(_SALESPERSON.id) == Account.salesperson_id, isouter=True)
        .where(*_conditions(actor, wanted), *visible_to(actor))
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
        .limit(ROWS + 1)
    )
    found = actor.session.exec(query).all()
    told = stages(actor, [order for order, _, _ in found[:ROWS]]) if found else {}
    rows = tuple(
        FoundOrder(order=order, account=account, salesperson=name or "", stage=told[order.id])
        for order, account, name in found[:ROWS]
    )
    return FoundOrders(rows=rows, more=len(found) > ROWS)


def counts(actor: Actor) -> Mapping[OrderTab, int]:
    """How many orders wait for somebody, by tab, in one statement."""

    def number(tab: OrderTab) -> Any:
        query = select(func.count()).select_from(Order).join(Account, col(Account.id) == Order.account_id)
        return query.where(*_TABS[tab](), *visible_to(actor)).scalar_subquery()

    found: Sequence[int] = actor.session.exec(select(*(number(tab) for tab in COUNTED))).one()
    return dict(zip(COUNTED, found, strict=True))


def sums(actor: Actor, asked: Mapping[str, OrderFilter]) -> Mapping[str, OrderSum]:
    """How many orders each list holds, and what they come to, in one statement."""
    figures = (func.count(), func.sum(col(Order.total)), func.min(col(Order.submitted_at)))

    def told(wanted: OrderFilter) -> Any:
        query = select(*figures).select_from(Order).join(Account, col(Account.id) == Order.account_id)
        return query.where(*_conditions(actor, wanted), *visible_to(actor)).subquery()

    lists = [told(wanted) for wanted in asked.values()]
    beside = reduce(lambda some, more: some.join(more, true()), lists)
    found: Sequence[Any] = actor.session.exec(
        select(*(each for one in lists for each in one.c)).select_from(beside)
    ).one()
    rows = zip(found[::3], found[1::3], found[2::3], strict=True)
    return {
        name: OrderSum(orders=orders, amount=amount or Decimal(0), oldest=oldest)
        for name, (orders, amount, oldest) in zip(asked, rows, strict=True)
    }


def order_id(actor: Actor, number: str) -> int:
    """The id of an order by its whole number. Raises NotFound: there is none, or it is not theirs to see."""
    query = select(Order.id).join(Account, col(Account.id) == Order.account_id)
    found = actor.session.exec(query.where(Order.number == number, *visible_to(actor))).first()
    if found is None:
        raise NotFound
    return found


def numbers(actor: Actor, order_ids: Collection[int]) -> Mapping[int, str]:
    """The numbers of orders by their ids, of those that are theirs to see."""
    query = select(Order.id, Order.number).join(Account, col(Account.id) == Order.account_id)
    wanted = query.where(col(Order.id).in_(order_ids), *visible_to(actor)).order_by(col(Order.number).desc())
    return dict(actor.session.exec(wanted).all()) if order_ids else {}


def salespeople(actor: Actor) -> Sequence[tuple[int, str]]:
    """Who looks after accounts, for those who see the orders of all. Raises NotAllowed."""
    if not actor.may(Right.DESK_ENTER):
        raise NotAllowed
    theirs = select(Account.salesperson_id).where(col(Account.salesperson_id).is_not(None))
    query = select(Person.id, Person.name).where(col(Person.id).in_(theirs)).order_by(col(Person.name))
    return actor.session.exec(query).all()


def _conditions(actor: Actor, wanted: OrderFilter) -> list[Any]:
    found = [*_TABS[wanted.tab](), *_text(wanted.text.strip())]
    if wanted.salesperson_id is not None:
        found.append(col(Account.salesperson_id) == wanted.salesperson_id)
    if wanted.first is not None:
        found.append(col(Order.submitted_at) >= actor.start_of(wanted.first))
    if wanted.last is not None:
        found.append(col(Order.submitted_at) < actor.start_of(wanted.last + timedelta(days=1)))
    if wanted.least is not None:
        found.append(col(Order.total) >= wanted.least)
    if wanted.most is not None:
        found.append(col(Order.total) <= wanted.most)
    if wanted.noted:
        found.append(col(Order.note) != "")
    if wanted.before is not None:
        found.append(tuple_(col(Order.submitted_at), col(Order.id)) < wanted.before)
    return found


def _text(text: str) -> tuple[Any, ...]:
    if not text:
        return ()
    holding = select(OrderLine.order_id).join(Sku, col(Sku.id) == OrderLine.sku_id)
    calling = select(Person.account_id).where(Person.phone == text, col(Person.account_id).is_not(None))
    by_name = func.lower(col(Account.name)).contains(text.lower(), autoescape=True)
    return (
        or_(
            col(Order.number).contains(text.upper(), autoescape=True),
            by_name,
            col(Order.account_id).in_(calling),
            col(Order.id).in_(holding.where(func.upper(col(Sku.code)) == text.upper())),
        ),
    )


def _is_open(*kinds: Any) -> Any:
    return or_(*(col(each) == ApprovalState.OPEN for each in kinds))


def _submitted(*kinds: Any) -> tuple[Any, ...]:
    return Order.status == OrderStatus.SUBMITTED, _is_open(*kinds)


def _picking() -> Any:
    picked = (col(Shipment.order_id) == Order.id, col(Shipment.status) == ShipmentStatus.PICKING)
    return exists().where(*picked)


def _line(condition: Any) -> Any:
    """Whether a line of the order is so."""
    return exists().where(col(OrderLine.order_id) == Order.id, condition)


def _shipped() -> Any:
    return _line(col(OrderLine.shipped) > 0)


def _unsent() -> Any:
    return _line(col(OrderLine.shipped) < col(OrderLine.quantity) - col(OrderLine.refused))


_APPROVED = Order.status == OrderStatus.APPROVED
_TABS: Mapping[OrderTab, Any] = {
    OrderTab.ALL: lambda: (~any_of(col(Order.status), HIDDEN),),
    OrderTab.WAITING: lambda: _submitted(Order.sales_approval, Order.admin_approval),
    OrderTab.FINANCE: lambda: _submitted(Order.finance_approval, Order.payment_approval),
    OrderTab.TO_PICK: lambda: (_APPROVED, ~_picking(), ~_shipped()),
    OrderTab.PICKING: lambda: (_APPROVED, _picking()),
    OrderTab.PART_SHIPPED: lambda: (_APPROVED, and_(_shipped(), _unsent())),
    OrderTab.IN_TRANSIT: lambda: (_APPROVED, ~_unsent()),
    OrderTab.COMPLETED: lambda: (Order.status == OrderStatus.COMPLETED,),
    OrderTab.IN_FORCE: lambda: (~any_of(col(Order.status), VOID | HIDDEN),),
    OrderTab.VOID: lambda: (any_of(col(Order.status), VOID - HIDDEN),),
}
