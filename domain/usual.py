"""What an account orders most, so that the next order is a few taps."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from domain.acting import By
from domain.prepared import Prepared, any_of
from domain.refusals import NoAccount
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right
from domain.tables.catalogue import Sku
from domain.tables.columns import ID, TIME
from domain.tables.orders import Order, OrderLine

#: How far back we look.
DAYS = 90
#: More than this is a catalogue, not a habit.
MOST = 48
#: Orders that were meant and went wrong count as well; those that were taken back or called off do not.
_NOT_MEANT = (OrderStatus.WITHDRAWN, OrderStatus.CANCELLED)


def usual(by: By) -> list[int]:
    """The ids of the SKUs on sale that the account ordered most often lately, most often first.

    Raises:
        NoAccount: a salesperson has not said for which account.
    """
    by.need(Right.CART_CHANGE)
    if by.account_id is None:
        raise NoAccount
    facts = {"account": by.account_id, "since": by.now - timedelta(days=DAYS)}
    return _USUAL.scalars(by.session, facts)


def most_taken(by: By, sku_id: int) -> Decimal:
    """The most of a SKU that the account ever ordered at once, in base units; 0 where it never did."""
    theirs = (Order.account_id == by.account_id, ~any_of(col(Order.status), _NOT_MEANT), OrderLine.sku_id == sku_id)
    lines = select(func.max(col(OrderLine.quantity))).join(Order, col(Order.id) == OrderLine.order_id).where(*theirs)
    found: Decimal | None = by.session.exec(lines).one()
    return found or Decimal(0)


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    times, last = func.count(col(Order.id)), func.max(col(Order.submitted_at))
    return (
        select(OrderLine.sku_id)
        .join(Order, col(Order.id) == OrderLine.order_id)
        .join(Sku, col(Sku.id) == OrderLine.sku_id)
        .where(
            col(Order.account_id) == bindparam("account", type_=ID),
            col(Order.submitted_at) > bindparam("since", type_=TIME),
            ~any_of(col(Order.status), _NOT_MEANT),
            col(OrderLine.quantity) > 0,
            col(Sku.on_sale).is_(True),
        )
        .group_by(col(OrderLine.sku_id))
        .order_by(times.desc(), last.desc(), col(OrderLine.sku_id))
        .limit(MOST)
    )


_USUAL = Prepared(_query())
