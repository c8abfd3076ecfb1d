"""Lists of orders for a person: by page, those under way, and those a typed number may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import ROWS, Page
from domain.db.statements import any_of
from domain.language.periods import Period
from domain.orders.access import OrderOfAccount, visible_to
from domain.orders.view import stages
from domain.rules.order_life import OrderStatus
from domain.rules.order_numbers import order_number, read_number, whole_number
from domain.rules.order_states import HIDDEN, OPEN
from domain.rules.rights import Role
from domain.rules.stage import Stage
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Person

#: A number without its day is looked for among the orders of this many days.
DAYS_BACK = 366
_IS_LISTED = ~any_of(col(Order.status), HIDDEN)


@dataclass(frozen=True, kw_only=True)
class ListedOrder:
    """An order in a list."""

    order: Order
    account: Account
    stage: Stage


def page(actor: Actor, number: int, *, under_way: bool = False, within: Period | None = None) -> Page[ListedOrder]:
    """A page of the orders this person may see; what was taken back into a cart is not shown."""
    wanted = (*(_under_way(actor) if under_way else (_IS_LISTED,)), *_within(actor, within))
    found = pages.read(actor.session, _ordered(actor, *wanted), number).map(OrderOfAccount._make)
    return Page(rows=_listed(actor, found.rows), number=found.number, total=found.total)


def newest(actor: Actor) -> Order | None:
    """The newest order this person may see."""
    return next((each.order for each in _newest(actor, _IS_LISTED, limit=1)), None)


def only_under_way(actor: Actor) -> int | None:
    """The order under way, where there is exactly one."""
    found = _newest(actor, *_under_way(actor), limit=2)
    return found[0].order.id if len(found) == 1 else None


def with_goods(actor: Actor, sku_ids: Sequence[int]) -> tuple[ListedOrder, ...]:
    """The newest orders that hold any of these goods, those under way before all others."""
    holding = select(OrderLine.order_id).where(col(OrderLine.sku_id).in_(sku_ids), col(OrderLine.quantity) > 0)
    found = _newest(actor, col(Order.id).in_(holding), _IS_LISTED, limit=ROWS)
    under_way = [each for each in found if each.order.status in OPEN]
    return _listed(actor, under_way or found[:1])


def unrated(actor: Actor) -> tuple[ListedOrder, ...]:
    """The newest order that is complete and has no stars yet, if there is one."""
    return _listed(actor, _newest(actor, Order.status == OrderStatus.COMPLETED, col(Order.rating).is_(None), limit=1))


def under_way(actor: Actor) -> tuple[ListedOrder, ...]:
    """The newest orders that wait for somebody or something."""
    return _listed(actor, _newest(actor, *_under_way(actor), limit=ROWS))


def of_account(actor: Actor, account_id: int, within: Period | None = None) -> tuple[ListedOrder, ...]:
    """The newest orders of an account, as far as this person may see them."""
    wanted = (Order.account_id == account_id, _IS_LISTED, *_within(actor, within))
    return _listed(actor, _newest(actor, *wanted, limit=ROWS))


def accounts_named(actor: Actor, words: str) -> list[Account]:
    """The accounts of orders this person may see whose names hold the words, or else whose buyers' names do."""
    inside = f"%{words.replace('%', '').replace('_', '')}%"
    buyers = select(Person.account_id).where(Person.role == Role.BUYER, col(Person.name).like(inside))
    return _ordering(actor, col(Account.name).like(inside)) or _ordering(actor, col(Account.id).in_(buyers))


def _ordering(actor: Actor, wanted: Any) -> list[Account]:
    query = (
        select(Account)
        .join(Order, col(Order.account_id) == Account.id)
        .where(wanted, *visible_to(actor))
        .distinct()
        .limit(ROWS)
    )
    return list(actor.session.exec(query))


def by_number(actor: Actor, text: str) -> tuple[ListedOrder, ...]:
    """The orders a written number may mean, the newest first; nothing where it is no order number at all."""
    given = read_number(text)
    if given is None:
        return ()
    if given.day is not None and len(given.day) == len("20261123"):
        numbers = [whole_number(given.day, given.position)]
    else:
        days = (actor.today - timedelta(days=ago) for ago in range(DAYS_BACK))
        numbers = [order_number(day, given.position) for day in days if f"{day:%Y%m%d}".endswith(given.day or "")]
    return _listed(actor, _newest(actor, col(Order.number).in_(numbers), limit=ROWS))


def _under_way(actor: Actor) -> tuple[Any, ...]:
    """The warehouse has nothing to do with what is not agreed yet."""
    if actor.is_a(Role.WAREHOUSE):
        return (Order.status == OrderStatus.APPROVED,)
    return (col(Order.status).in_(OPEN),)


def _within(actor: Actor, period: Period | None) -> tuple[Any, ...]:
    """Submitted on these days, in the supplier's time zone."""
    if period is None:
        return ()
    begin, end = actor.start_of(period.first), actor.start_of(period.last + timedelta(days=1))
    return col(Order.submitted_at) >= begin, col(Order.submitted_at) < end


def _newest(actor: Actor, *conditions: Any, limit: int) -> list[OrderOfAccount]:
    return [OrderOfAccount._make(row) for row in actor.session.exec(_ordered(actor, *conditions).limit(limit))]


def _ordered(actor: Actor, *conditions: Any) -> Any:
    return (
        select(Order, Account)
        .join(Account, col(Account.id) == Order.account_id)
        .where(*conditions, *visible_to(actor))
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
    )


def _listed(actor: Actor, found: Sequence[OrderOfAccount]) -> tuple[ListedOrder, ...]:
    if not found:
        return ()
    told = stages(actor, [each.order for each in found])
    return tuple(ListedOrder(order=each.order, account=each.account, stage=told[each.order.id]) for each in found)
