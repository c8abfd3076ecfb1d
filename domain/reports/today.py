"""The figures of a day, counted in a handful of statements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.reports.stock import lowest
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import AGREED, COUNTABLE, VOID
from domain.rules.rights import Right
from domain.tables.orders import Order, OrderLine
from domain.tables.shipments import Shipment

TOP = 5


@dataclass(frozen=True, kw_only=True)
class TopGoods:
    """Goods ordered today: how much, in base units, and for how much money."""

    goods: Goods
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class TodayFigures:
    """Today so far. ``waiting``: undecided orders of any day; ``shipped``: parcels that left today."""

    orders: int
    submitted: Decimal
    approved: int
    approved_amount: Decimal
    void: int
    waiting: int
    waiting_amount: Decimal
    shipped: int
    top: tuple[TopGoods, ...]
    sold_out: int
    low: int
    emptiest: tuple[Goods, ...]


def today(actor: Actor) -> TodayFigures:
    """The figures of today, in the supplier's time zone."""
    actor.need(Right.FIGURES_READ)
    days = (actor.start_of(actor.today), actor.start_of(actor.today + timedelta(days=1)))
    submitted = _submitted(actor, days)
    sold = [row for status, row in submitted.items() if status in COUNTABLE]
    approved = [submitted.get(each, _NONE) for each in AGREED]
    waiting = actor.session.exec(
        select(func.count(), func.sum(col(Order.total))).where(Order.status == OrderStatus.SUBMITTED)
    ).one()
    shipped = actor.session.exec(
        select(func.count()).select_from(Shipment).where(col(Shipment.shipped_at).between(*days))
    ).one()
    stock = lowest(actor)
    return TodayFigures(
        orders=sum(count for count, _ in sold),
        submitted=sum((amount for _, amount in sold), Decimal(0)),
        approved=sum(count for count, _ in approved),
        approved_amount=sum((amount for _, amount in approved), Decimal(0)),
        void=sum(submitted.get(status, _NONE)[0] for status in VOID),
        waiting=waiting[0],
        waiting_amount=waiting[1] or Decimal(0),
        shipped=shipped,
        top=_top(actor, days),
        sold_out=stock.sold_out,
        low=stock.low,
        emptiest=stock.goods[: min(TOP, stock.sold_out + stock.low)],
    )


_NONE = (0, Decimal(0))


def _submitted(actor: Actor, days: tuple[datetime, datetime]) -> dict[OrderStatus, tuple[int, Decimal]]:
    """How many of today's orders are in each status, and what they come to."""
    query = (
        select(Order.status, func.count(), func.sum(col(Order.total)))
        .where(Order.submitted_at >= days[0], Order.submitted_at < days[1])
        .group_by(col(Order.status))
    )
    return {OrderStatus(status): (count, amount) for status, count, amount in actor.session.exec(query)}


def _top(actor: Actor, days: tuple[datetime, datetime]) -> tuple[TopGoods, ...]:
    amount = func.sum(col(OrderLine.amount))
    rows = actor.session.exec(
        select(OrderLine.sku_id, func.sum(col(OrderLine.quantity)), amount)
        .join(Order, col(Order.id) == OrderLine.order_id)
        .where(Order.submitted_at >= days[0], Order.submitted_at < days[1], col(Order.status).not_in(VOID))
        .group_by(col(OrderLine.sku_id))
        .order_by(amount.desc(), col(OrderLine.sku_id))
        .limit(TOP)
    ).all()
    goods = goods_by_id(actor.session, [sku_id for sku_id, _, _ in rows]) if rows else {}
    return tuple(TopGoods(goods=goods[sku_id], quantity=much, amount=cost) for sku_id, much, cost in rows)
