"""Lists of orders for a person: page by page, those under way, and those a written number may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, func, select

from domain.acting import By
from domain.order_access import visible_to
from domain.order_view import stages
from domain.rules.order_life import OrderStatus
from domain.rules.order_numbers import order_number, read_number, whole_number
from domain.rules.rights import Role
from domain.rules.stage import Stage
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account

#: Rows a page; WeChat shows no more buttons at once.
PAGE = 8
#: Waiting for somebody or something.
UNDER_WAY = (OrderStatus.SUBMITTED, OrderStatus.APPROVED)
#: A number without its day is looked for among the orders of so many days.
DAYS_BACK = 366


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An order in a list."""

    order: Order
    account: Account
    stage: Stage


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """Some orders, the newest first; ``number`` counts from 0, ``total``: of all pages together."""

    rows: tuple[Listed, ...]
    number: int
    total: int


def page(by: By, number: int, *, under_way: bool = False) -> OrderPage:
    """A page of the orders this person may see; what was taken back into a cart is not shown."""
    wanted = _under_way(by) if under_way else (Order.status != OrderStatus.WITHDRAWN,)
    found = _newest(by, *wanted, limit=PAGE, skip=number * PAGE)
    seen = select(func.count(col(Order.id))).join(Account, col(Account.id) == Order.account_id)
    total = by.session.exec(seen.where(*wanted, *visible_to(by))).one()
    return OrderPage(rows=_listed(by, found), number=number, total=total)


def newest(by: By) -> Order | None:
    """The newest order this person may see."""
    return next((order for order, _ in _newest(by, Order.status != OrderStatus.WITHDRAWN, limit=1)), None)


def only_under_way(by: By) -> int | None:
    """The order under way, where there is exactly one."""
    found = _newest(by, *_under_way(by), limit=2)
    return found[0][0].id if len(found) == 1 else None


def with_goods(by: By, sku_ids: Sequence[int]) -> tuple[Listed, ...]:
    """The newest orders that hold any of these goods, those under way before all others."""
    holding = select(OrderLine.order_id).where(col(OrderLine.sku_id).in_(sku_ids), col(OrderLine.quantity) > 0)
    found = _newest(by, col(Order.id).in_(holding), Order.status != OrderStatus.WITHDRAWN, limit=PAGE)
    under_way = [each for each in found if each[0].status in UNDER_WAY]
    return _listed(by, under_way or found[:1])


def unrated(by: By) -> tuple[Listed, ...]:
    """The newest order that is complete and has no stars yet, if there is one."""
    return _listed(by, _newest(by, Order.status == OrderStatus.COMPLETED, col(Order.rating).is_(None), limit=1))


def under_way(by: By) -> tuple[Listed, ...]:
    """The newest orders that wait for somebody or something."""
    return _listed(by, _newest(by, *_under_way(by), limit=PAGE))


def of_account(by: By, account_id: int) -> tuple[Listed, ...]:
    """The newest orders of an account, as far as this person may see them."""
    return _listed(by, _newest(by, Order.account_id == account_id, Order.status != OrderStatus.WITHDRAWN, limit=PAGE))


def accounts_named(by: By, words: str) -> list[Account]:
    """The accounts of orders this person may see whose names hold the words."""
    inside = f"%{words.replace('%', '').replace('_', '')}%"
    query = (
        select(Account)
        .join(Order, col(Order.account_id) == Account.id)
        .where(col(Account.name).like(inside), *visible_to(by))
        .distinct()
        .limit(PAGE)
    )
    return list(by.session.exec(query))


def last_of_account(by: By) -> Order | None:
    """What was ordered last for the account the person orders for; what was taken back does not count."""
    wanted = (Order.account_id == by.account_id, Order.status != OrderStatus.WITHDRAWN)
    return next((order for order, _ in _newest(by, *wanted, limit=1)), None)


def by_number(by: By, text: str) -> tuple[Listed, ...]:
    """The orders a written number may mean, the newest first; nothing where it is no order number at all."""
    given = read_number(text)
    if given is None:
        return ()
    if given.day is not None and len(given.day) == len("20261123"):
        numbers = [whole_number(given.day, given.position)]
    else:
        days = (by.today - timedelta(days=ago) for ago in range(DAYS_BACK))
        numbers = [order_number(day, given.position) for day in days if f"{day:%Y%m%d}".endswith(given.day or "")]
    return _listed(by, _newest(by, col(Order.number).in_(numbers), limit=PAGE))


def _under_way(by: By) -> tuple[Any, ...]:
    """The warehouse has nothing to do with what is not agreed yet."""
    if by.is_a(Role.WAREHOUSE):
        return (Order.status == OrderStatus.APPROVED,)
    return (col(Order.status).in_(UNDER_WAY),)


def _newest(by: By, *conditions: Any, limit: int, skip: int = 0) -> list[tuple[Order, Account]]:
    query = (
        select(Order, Account)
        .join(Account, col(Account.id) == Order.account_id)
        .where(*conditions, *visible_to(by))
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
        .offset(skip)
        .limit(limit)
    )
    return list(by.session.exec(query))


def _listed(by: By, found: Sequence[tuple[Order, Account]]) -> tuple[Listed, ...]:
    if not found:
        return ()
    told = stages(by, [order for order, _ in found])
    return tuple(Listed(order=order, account=account, stage=told[order.id]) for order, account in found)
