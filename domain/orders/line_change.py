"""Changing the quantity of a line of a waiting order, and undoing that."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.carts import carts
from domain.catalogue import catalogue, own_limits
from domain.catalogue.catalogue import Goods
from domain.catalogue.pricing import Prices
from domain.events import undo_window
from domain.events.journal import log_event, notify_each
from domain.orders import promotion_change, revisions
from domain.orders.access import require_step
from domain.orders.line_prices import freeze, price_for
from domain.orders.view import OrderRow, OrderView, after_act, view_order
from domain.refusals import BadQuantity, LineChangedSince, NotFound, OrderMoved
from domain.rules.approvals import Change
from domain.rules.order_life import Step
from domain.rules.rights import Role
from domain.stock import reserving
from domain.stock.holds import Demand
from domain.tables.lines import LineKind
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order, OrderLine

CHANGED = "order.line_changed"
#: The other event that changes what is wanted of a line.
_SWAPPED = "order.swap_proposed"


@dataclass(frozen=True, kw_only=True)
class LineChanged:
    """The order as it is now. ``event_id``: to take the change back by; none where nothing was changed any more."""

    order: OrderView
    line_id: int
    event_id: int | None


def to_change(actor: Actor, order_id: int, revision: int | None = None) -> OrderView:
    """The order, locked until the end of the transaction, where its lines can be changed."""
    view = view_order(actor, order_id, lock=True)
    require_step(actor, view.access, Step.CHANGE, revision)
    return _with_limits(actor, view)


def _with_limits(actor: Actor, view: OrderView) -> OrderView:
    """The order with the order rules of its account; what it holds itself counts for no period."""
    goods = {row.line.sku_id: row.goods for row in view.rows}
    goods = catalogue.with_limits(actor.session, view.order.account_id, goods, without=view.order.id)
    return replace(view, rows=tuple(replace(row, goods=goods[row.line.sku_id]) for row in view.rows))


def change_line(actor: Actor, view: OrderView, line_id: int, quantity: Decimal, reason: str = "") -> LineChanged:
    """Change a line's quantity; a new revision asks for approval again. Raises BadQuantity: it is the last line.

    ``reason``: why, of who decides on the order; the buyer is told.
    """
    require_step(actor, view.access, Step.CHANGE)
    row = _row(view, line_id)
    if row is None:
        raise NotFound
    return _change(actor, view, row, quantity, reason)


def add_goods(actor: Actor, view: OrderView, sku_id: int, quantity: Decimal, said: str = "") -> LineChanged:
    """Add goods to a waiting order, or more to the line they stand on already; a new revision asks for approval again.

    Args:
        actor: who adds them.
        view: the order, read to be changed.
        sku_id: what is added.
        quantity: how much, in base units.
        said: the dealer's own words for it.

    Raises:
        NotFound: there are no such goods.
        BadQuantity: it cannot be ordered so.
        NotOnSale: it cannot be ordered at all.
        NotEnoughStock: there is not that much.
    """
    require_step(actor, view.access, Step.CHANGE)
    row = next((row for row in view.goods_rows if row.line.sku_id == sku_id), None)
    if row is not None:
        return _change(actor, view, row, row.line.quantity + quantity, "")
    if quantity <= 0:
        raise BadQuantity(sku_id=sku_id, quantity=quantity)
    row = _line_for(actor, view, sku_id, quantity, said)
    return _change(actor, replace(view, rows=(*view.rows, row)), row, quantity, "")


def undo_line(actor: Actor, event_id: int) -> LineChanged:
    """Take a change of a line back, also one that took it out. Twice changes nothing more.

    Raises LineChangedSince: the line was changed again; TooLateToUndo: that was more than ten minutes ago;
    NotEnoughStock: somebody else took meanwhile what it held.
    """
    event = undo_window.done(actor, event_id, CHANGED)
    view = to_change(actor, event.order_id or 0)
    line_id, newest = int(event.facts["line"]), _newest(actor, event)
    if undo_window.is_undone(event, newest):
        return LineChanged(order=view, line_id=line_id, event_id=None)
    if newest.id != event.id:
        raise LineChangedSince(order_id=view.order.id, event_id=newest.id)
    undo_window.need_in_time(actor, event.at, order_id=view.order.id)
    row = _row(view, line_id) or _taken_out(actor, view.order, line_id)
    rows = sorted({each.line.id: each for each in (*view.rows, row)}.values(), key=lambda each: each.line.position)
    return _change(actor, replace(view, rows=tuple(rows)), row, Decimal(event.facts["before"]), "", undoes=event.id)


def line_of(session: Session, event: Event) -> OrderLine:
    """The line that an event of a change is about."""
    return session.get_one(OrderLine, int(event.facts["line"]))


def _change(actor: Actor, view: OrderView, row: OrderRow, quantity: Decimal, reason: str, **noted: int) -> LineChanged:
    order, line = view.order, row.line
    if line.proposed:  # its buyer is asked about its price
        raise OrderMoved(order_id=order.id)
    if quantity:
        _check(actor, view, row, quantity)
    elif len(view.bought_rows) == 1:
        raise BadQuantity(sku_id=line.sku_id, quantity=line.quantity)
    before = line.quantity
    reserving.resize(actor, order, line, quantity)
    change = {"before": str(before), "after": str(quantity)}
    event = log_event(actor, CHANGED, order=order, reason=reason, line=line.id, **change, **noted)
    price = price_for(actor, order, row, quantity)
    cheaper = price.amount * before < line.amount * quantity
    line.quantity = quantity
    freeze(line, price)
    made = Change(only_lowers=quantity < before and not cheaper, by_buyer=actor.is_a(Role.BUYER))
    if quantity < before and not made.by_buyer and not noted:
        view = promotion_change.keep_share(actor, view, row, before)
    else:
        view = promotion_change.work_out_anew(actor, view)
    view = renew(actor, view, made, sku=line.sku_id, reason=reason, **change)
    return LineChanged(order=after_act(actor, view), line_id=line.id, event_id=event.id)


def renew(actor: Actor, view: OrderView, made: Change, **told: Any) -> OrderView:
    """A new revision after a line was changed, and its promotions: total, approvals and news.

    ``told``: what the news says of the line. Returned is the order as it is now.
    """
    recipients = revisions.begin(actor, view, made)
    audience = {
        NoticeKind.ORDER_WAITING: recipients.undecided,
        NoticeKind.ORDER_PLACED: recipients.buyers,
        NoticeKind.REDRAW_CARD: [each for each in recipients.card_viewers if each not in recipients.undecided],
    }
    notify_each(actor, audience, order=view.order, changed=True, **told)
    revisions.settle(actor, view, recipients)
    return view


def _check(actor: Actor, view: OrderView, row: OrderRow, quantity: Decimal) -> None:
    """Whether a line may have this quantity. Raises BadQuantity: with the line, for which others are offered."""
    goods = row.goods
    if goods.limits.period:  # somebody else may order the rest of it in this moment
        own_limits.lock_account(actor.session, view.order.account_id)
        goods = _limited(actor, view.order, row.line.sku_id)
    try:
        carts.check_quantity(goods, quantity)
    except BadQuantity as refused:
        refused.facts["order_line"] = (view.order.id, view.order.revision, row.line.id)
        raise


def _line_for(actor: Actor, view: OrderView, sku_id: int, quantity: Decimal, said: str) -> OrderRow:
    """A line for goods that the order does not have: the one that was taken out, at its price, or a new one."""
    order, goods = view.order, _limited(actor, view.order, sku_id)
    lines = actor.session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).all()
    out = next((line for line in lines if line.sku_id == sku_id and line.kind is LineKind.GOODS), None)
    if out is not None:
        return OrderRow(line=out, goods=goods)
    line = OrderLine(
        order_id=order.id,
        position=len(lines) + 1,
        sku_id=sku_id,
        quantity=Decimal(0),
        price=Prices(actor=actor, account_id=order.account_id).line(goods, quantity).unit_price,
        amount=Decimal(0),
        tax_rate=goods.sku.tax_rate,
        said=said,
    )
    actor.session.add(line)
    actor.session.flush()
    reserving.reserve(actor, order, [Demand(line_id=line.id, sku_id=sku_id, quantity=Decimal(0))])
    return OrderRow(line=line, goods=goods)


def _limited(actor: Actor, order: Order, sku_id: int) -> Goods:
    """Goods with the order rules of the order's account, whoever adds them."""
    goods = {sku_id: catalogue.one(actor.session, sku_id)}
    return catalogue.with_limits(actor.session, order.account_id, goods, without=order.id)[sku_id]


def _row(view: OrderView, line_id: int) -> OrderRow | None:
    return next((row for row in view.bought_rows if row.line.id == line_id), None)


def _taken_out(actor: Actor, order: Order, line_id: int) -> OrderRow:
    """A line that nothing is wanted of any more: it stays, and can be brought back."""
    line = actor.session.get_one(OrderLine, line_id)
    return OrderRow(line=line, goods=_limited(actor, order, line.sku_id))


def _newest(actor: Actor, event: Event) -> Event:
    """The last change of the same line."""
    changes = select(Event).where(Event.order_id == event.order_id, col(Event.kind).in_((CHANGED, _SWAPPED)))
    found = actor.session.exec(changes.order_by(col(Event.id).desc()))
    return next(each for each in found if each.facts["line"] == event.facts["line"])
