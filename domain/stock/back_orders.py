"""Goods that arrive go to the order lines that wait for them; goods found missing are taken from the newest orders.

A line's ``back_ordered`` quantity is what it waits for: it holds nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import bindparam, type_coerce
from sqlmodel import col, select

from domain.actor import Actor
from domain.db.list_values import is_listed
from domain.db.statements import Prepared, any_of
from domain.events.journal import log_event, notify
from domain.events.recipients import recipients_of
from domain.finance import credit
from domain.rules.allotment import allot
from domain.rules.approvals import ApprovalKind
from domain.rules.finance.credit_doors import Door
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.stock.holds import Demand, hold, kind_of, wait
from domain.stock.levels import IS_WAITING, Amounts
from domain.tables.columns import ID, QUANTITY
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order, OrderLine
from domain.tables.people import Account
from domain.tables.stock import Hold, HoldKind, StockLevel

#: Goods were given to lines that waited; goods that lines held turned out to be missing.
GIVEN, MISSING = "order.goods_given", "order.goods_missing"
#: Goods are there for an order whose account has no credit left for them; how often finance hears of one.
HELD, ONCE_IN = "order.credit_held", timedelta(days=1)


class _Line(NamedTuple):
    """A line that waits for goods, or holds some. ``amount``: how much; ``level``: what its SKU's level says."""

    line_id: int
    sku_id: int
    amount: Decimal
    level: Decimal
    order_id: int
    status: OrderStatus

    def demand(self, amount: Decimal) -> Demand:
        """So much of it."""
        return Demand(line_id=self.line_id, sku_id=self.sku_id, quantity=amount)


def give_out(actor: Actor, warehouse_id: int, sku_ids: Collection[int]) -> None:
    """Give what is available of these SKUs to the lines that wait for it, by priority, then time.

    The levels are locked already, by whoever made goods available.
    """
    facts = {"warehouse": warehouse_id, "skus": sku_ids}
    waiting = [_Line._make(row) for row in _WAITING.all(actor.session, facts)] if sku_ids else []
    shares = _within_credit(actor, waiting)
    if shares:
        _write(actor, warehouse_id, shares, sign=1)
        _tell(actor, shares, GIVEN)


def take_from_orders(actor: Actor, warehouse_id: int, there: Amounts) -> frozenset[int]:
    """Before so much is on hand of these locked levels: lines wait for what is missing.

    Those of accounts of the lowest priority lose first, and among them those of the newest orders. Whoever decides on
    these orders hears of it. Returned are the orders.
    """
    facts = {"warehouse": warehouse_id, "skus": there.keys()}
    holding = [_Line._make(row) for row in _HOLDING.all(actor.session, facts)] if there else []
    shares = _shared(holding, {line.sku_id: line.level - there[line.sku_id] for line in holding})
    if shares:
        _write(actor, warehouse_id, shares, sign=-1)
        _tell(actor, shares, MISSING)
    return frozenset(line.order_id for line in shares)


def _within_credit(actor: Actor, waiting: Sequence[_Line]) -> dict[_Line, Decimal]:
    """What each gets; what is beyond its account's credit goes on waiting, and finance hears."""
    beyond = list[_Line]()
    while True:
        shares = _shared(waiting, {line.sku_id: line.level for line in waiting})
        passing = credit.affordable(actor, [(line.line_id, much) for line, much in shares.items()])
        refused = [line for line in shares if line.line_id not in passing]
        if not refused:
            break
        beyond += refused
        waiting = [line for line in waiting if line not in refused]
    _ask_finance(actor, {line.order_id for line in beyond} - {line.order_id for line in shares})
    return shares


def _ask_finance(actor: Actor, order_ids: Collection[int]) -> None:
    """Goods are there for orders, and credit is not: finance is told, of each once a day."""
    for order, account in _orders(actor, order_ids) if order_ids else ():
        told = select(Event.id).where(Event.order_id == order.id, Event.kind == HELD, Event.at > actor.now - ONCE_IN)
        if actor.session.exec(told.limit(1)).first() is None:
            log_event(actor, HELD, order=order, door=Door.GIVE_OUT.value)
            givers = recipients_of(actor, order, account).givers[ApprovalKind.FINANCE]
            notify(actor, givers, NoticeKind.CREDIT_ASKED, order=order, why="goods")


def _shared(lines: Sequence[_Line], amounts: Mapping[int, Decimal]) -> dict[_Line, Decimal]:
    """Share so much of each SKU out among its lines, in their order."""
    of_sku: dict[int, list[_Line]] = {}
    for line in lines:
        of_sku.setdefault(line.sku_id, []).append(line)
    shares: dict[_Line, Decimal] = {}
    for sku_id, those in of_sku.items():
        shares |= allot(amounts[sku_id], ((line, line.amount) for line in those))
    return shares


def _write(actor: Actor, warehouse_id: int, shares: Mapping[_Line, Decimal], *, sign: int) -> None:
    for kind in HoldKind:
        those = [line.demand(sign * much) for line, much in shares.items() if kind_of(line.status) is kind]
        hold(actor, warehouse_id, kind, those)
    wait(actor.session, {line.line_id: -sign * much for line, much in shares.items()})


def _tell(actor: Actor, shares: Mapping[_Line, Decimal], what: str) -> None:
    """Note it with each order and tell those who decide; of an agreed one also the buyer, and who packs it."""
    for order, account in _orders(actor, {line.order_id for line in shares}):
        lines = {str(line.line_id): str(much) for line, much in shares.items() if line.order_id == order.id}
        noted = log_event(actor, what, order=order, lines=lines)
        people, agreed = recipients_of(actor, order, account), order.status is OrderStatus.APPROVED
        buyers, warehouse = (people.buyers, people.warehouse) if agreed else ((), ())
        if what == GIVEN:
            notify(actor, buyers, NoticeKind.GOODS_GIVEN, order=order, lines=lines, event=noted.id)
            notify(actor, warehouse, NoticeKind.GOODS_TO_PICK, order=order, lines=lines)
            notify(actor, people.card_viewers, NoticeKind.REDRAW_CARD, order=order)
        else:
            notify(actor, buyers, NoticeKind.GOODS_MISSING, order=order, lines=lines)
            notify(actor, people.card_viewers, NoticeKind.ORDER_SHORT, order=order)


def _orders(actor: Actor, ids: Iterable[int]) -> Iterable[tuple[Order, Account]]:
    query = select(Order, Account).join(Account).where(col(Order.id).in_(tuple(ids)))
    return actor.session.exec(query.order_by(col(Order.submitted_at), col(Order.id))).all()


_LEVEL = (col(StockLevel.sku_id) == OrderLine.sku_id) & (col(StockLevel.warehouse_id) == Order.warehouse_id)
_HERE = (col(Order.warehouse_id) == bindparam("warehouse", type_=ID), is_listed(col(OrderLine.sku_id), "skus"))


def _lines(amount: Any, level: Any) -> Any:
    query: Any = select(col(OrderLine.id), col(OrderLine.sku_id), amount, type_coerce(level, QUANTITY))
    query = query.add_columns(col(Order.id), col(Order.status))
    query = query.join(Order, col(Order.id) == OrderLine.order_id)
    return query.join(Account, col(Account.id) == Order.account_id).join(StockLevel, _LEVEL)


_WAITING = Prepared(
    _lines(col(OrderLine.back_ordered), col(StockLevel.on_hand) - col(StockLevel.reserved) - col(StockLevel.allocated))
    .where(*_HERE, IS_WAITING, any_of(col(Order.status), OPEN))
    .order_by(col(Account.priority).desc(), col(Order.submitted_at), col(Order.id), col(OrderLine.position))
)
_HOLDING = Prepared(
    _lines(col(Hold.quantity), col(StockLevel.reserved) + col(StockLevel.allocated))
    .join(Hold, col(Hold.order_line_id) == OrderLine.id)
    .where(*_HERE, col(Hold.closed_at).is_(None))
    .order_by(
        col(Account.priority), col(Order.submitted_at).desc(), col(Order.id).desc(), col(OrderLine.position).desc()
    )
)
