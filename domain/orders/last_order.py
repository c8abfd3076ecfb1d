"""What an account ordered last: here, or before there was Dinghuo."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.db.statements import any_of
from domain.orders.access import visible_to
from domain.rules.order_states import HIDDEN
from domain.tables.history import PastOrder, PastOrderLine
from domain.tables.lines import is_goods
from domain.tables.orders import Order
from domain.tables.people import Account


@dataclass(frozen=True, kw_only=True)
class LastOrder:
    """An order of ours by its id, or a past one."""

    number: str
    order_id: int | None = None
    past_order_id: int | None = None


def last_of_account(actor: Actor) -> LastOrder | None:
    """What was ordered last for the account the person orders for; what was taken back does not count.

    A past order counts where the account ordered nothing here since.
    """
    past_day: Any = select(func.max(PastOrder.ordered_on)).where(PastOrder.account_id == actor.account_id)
    query = (
        select(Order.id, Order.number, Order.submitted_at, past_day.scalar_subquery())
        .join(Account, col(Account.id) == Order.account_id)
        .where(Order.account_id == actor.account_id, ~any_of(col(Order.status), HIDDEN), *visible_to(actor))
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
        .limit(1)
    )
    found = actor.session.exec(query).first()
    if found is None:
        return _last_past(actor)
    order_id, number, at, day = found
    if day is not None and day > at.astimezone(actor.supplier.zone).date():
        return _last_past(actor)
    return LastOrder(number=number, order_id=order_id)


def past_goods(actor: Actor, last: LastOrder) -> Mapping[int, Decimal]:
    """What was bought in a past order, in base units by SKU, without its gifts."""
    query = select(PastOrderLine.sku_id, col(PastOrderLine.quantity)).where(
        PastOrderLine.order_id == last.past_order_id, is_goods(PastOrderLine.kind)
    )
    bought: dict[int, Decimal] = {}
    for sku_id, quantity in actor.session.exec(query.order_by(col(PastOrderLine.id))):
        bought[sku_id] = bought.get(sku_id, Decimal(0)) + quantity
    return bought


def _last_past(actor: Actor) -> LastOrder | None:
    query = (
        select(PastOrder)
        .where(PastOrder.account_id == actor.account_id)
        .order_by(col(PastOrder.ordered_on).desc(), col(PastOrder.id).desc())
        .limit(1)
    )
    found = actor.session.exec(query).first()
    return LastOrder(number=found.number, past_order_id=found.id) if found else None
