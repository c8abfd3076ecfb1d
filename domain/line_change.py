"""Changing how much is wanted of a line of an order that waits, and taking that back."""

from dataclasses import dataclass, replace
from decimal import Decimal

from sqlmodel import col, select

from domain import approvals, carts, catalogue, stock, undoing
from domain.acting import By
from domain.concerned import concerned
from domain.order_access import need
from domain.order_view import OrderRow, OrderView, after_act, view
from domain.records import note, tell_each
from domain.refusals import BadQuantity, LineChangedSince, NotFound, TooLateToUndo
from domain.rules.money import line_amount, total
from domain.rules.order_life import Step
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, OrderLine

CHANGED = "order.line_changed"


@dataclass(frozen=True, kw_only=True)
class LineChanged:
    """The order as it is now. ``event_id``: to take the change back by; none where nothing was changed any more."""

    order: OrderView
    line_id: int
    event_id: int | None


def to_change(by: By, order_id: int, revision: int | None = None) -> OrderView:
    """The order, so that its lines can be changed: nobody else changes it until the end of the message."""
    seen = view(by, order_id, lock=True)
    need(by, seen.held, Step.CHANGE, revision)
    return seen


def change_line(by: By, seen: OrderView, line_id: int, quantity: Decimal) -> LineChanged:
    """Change how much is wanted of a line of an order that waits; a new revision asks for approval again.

    Raises:
        BadQuantity: the last line cannot be taken out; cancel instead.
    """
    need(by, seen.held, Step.CHANGE)
    row = _row(seen, line_id)
    if row is None:
        raise NotFound
    return _change(by, seen, row, quantity)


def undo_line(by: By, event_id: int) -> LineChanged:
    """Take a change of a line back, also one that took it out. Twice changes nothing more.

    Raises:
        LineChangedSince: the line was changed again.
        TooLateToUndo: that was more than ten minutes ago.
        NotEnoughStock: somebody else took meanwhile what it held.
    """
    event = undoing.done(by, event_id, CHANGED)
    seen = to_change(by, event.order_id or 0)
    line_id, newest = int(event.facts["line"]), _newest(by, event)
    if undoing.is_undone(event, newest):
        return LineChanged(order=seen, line_id=line_id, event_id=None)
    if newest.id != event.id:
        raise LineChangedSince(order_id=seen.order.id, event_id=newest.id)
    if undoing.is_late(by, event.at):
        raise TooLateToUndo(minutes=undoing.MINUTES, order_id=seen.order.id)
    row = _row(seen, line_id) or _taken_out(by, line_id)
    rows = sorted({each.line.id: each for each in (*seen.rows, row)}.values(), key=lambda each: each.line.position)
    return _change(by, replace(seen, rows=tuple(rows)), row, Decimal(event.facts["before"]), undoes=event.id)


def _change(by: By, seen: OrderView, row: OrderRow, quantity: Decimal, **noted: int) -> LineChanged:
    order, line = seen.order, row.line
    if quantity:
        carts.check_quantity(row.goods, quantity)
    elif len(seen.rows) == 1:
        raise BadQuantity(sku_id=line.sku_id, quantity=line.quantity)
    hear = concerned(by, order, seen.held.account)
    stock.resize(by, order, line, quantity)
    change = {"before": str(line.quantity), "after": str(quantity)}
    event = note(by, CHANGED, order=order, line=line.id, **change, **noted)
    line.quantity = quantity
    line.amount = line_amount(quantity, line.price, order.currency)
    order.total = total(each.line.amount for each in seen.rows)
    order.revision += 1
    if seen.asked:
        approvals.ask_again(by, order)
    others = [each for each in hear.holders if each not in hear.approvers]
    news = {
        NoticeKind.ORDER_WAITING: hear.approvers,
        NoticeKind.ORDER_PLACED: hear.buyers,
        NoticeKind.CARD_MOVED: others,
    }
    tell_each(by, news, order=order, changed=True, sku=line.sku_id, **change)
    return LineChanged(order=after_act(by, seen), line_id=line.id, event_id=event.id)


def _row(seen: OrderView, line_id: int) -> OrderRow | None:
    return next((row for row in seen.rows if row.line.id == line_id), None)


def _taken_out(by: By, line_id: int) -> OrderRow:
    """A line that nothing is wanted of any more: it stays, and can be brought back."""
    line = by.session.get_one(OrderLine, line_id)
    return OrderRow(line=line, goods=catalogue.one(by.session, line.sku_id))


def _newest(by: By, event: Event) -> Event:
    """The last change of the same line."""
    changes = select(Event).where(Event.order_id == event.order_id, Event.kind == CHANGED)
    found = by.session.exec(changes.order_by(col(Event.id).desc()))
    return next(each for each in found if each.facts["line"] == event.facts["line"])
