"""What an agreed order waits for, given up: by whoever approves it, by its buyer, or by its salesperson."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.events.recipients import recipients_of
from domain.finance import ledger
from domain.orders import promotions, rebates
from domain.orders.access import require_step
from domain.orders.view import OrderRow, OrderView, view_order
from domain.refusals import NotAllowed, NotFound, OrderMoved
from domain.rules.approvals import ApprovalKind
from domain.rules.cutting import LineAmounts, cut
from domain.rules.money import total
from domain.rules.order_life import Step
from domain.rules.shipment_life import ShipmentStatus
from domain.stock import holds, levels
from domain.stock.back_orders import GIVEN, give_out
from domain.stock.holds import Demand
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.stock import HoldKind

_NONE: Mapping[int, Decimal] = MappingProxyType({})
DECLINED, KEPT, ASKED = "order.goods_declined", "order.wait_kept", "order.wait_asked"


class Rest(StrEnum):
    """What becomes of goods that are not there when an order is approved."""

    BACK_ORDER = "back_order"
    """They follow when they arrive."""
    CANCEL = "cancel"
    """They are taken off the order."""


def give_up(actor: Actor, view: OrderView, kept: Mapping[int, Decimal] = _NONE) -> dict[str, str]:
    """Take off a locked order, whose levels are locked, what it waits for: how much of which line.

    What its buyer is still asked about goes on waiting. ``kept``: what else is taken off; it is held no more.
    """
    waited = holds.stop_waiting(actor.session, view.order.id)
    asked = {row.line.id: waited.pop(row.line.id) for row in view.pending if row.line.id in waited}
    holds.wait(actor.session, asked)
    return _cut(actor, view, _together(waited, kept))


def kept_for_next(actor: Actor, view: OrderView) -> dict[int, Decimal]:
    """What came in late for an order and stays until the account's next one is sent: how much of which line.

    Nothing while a parcel of the order is being packed.
    """
    picking = any(each.shipment.status is ShipmentStatus.PICKING for each in view.parcels)
    if view.order.rides_after is None or picking:
        return {}
    late = came_in(actor, view.order)
    here = {row.line.id: min(row.ready, late.get(row.line.id, Decimal(0))) for row in view.rows}
    return {line_id: much for line_id, much in here.items() if much > 0}


def came_in(actor: Actor, order: Order) -> dict[int, Decimal]:
    """What was given to an agreed order since it was decided: how much of which line."""
    late: dict[int, Decimal] = {}
    came = select(Event).where(Event.order_id == order.id, Event.kind == GIVEN, col(Event.at) >= order.decided_at)
    for event in actor.session.exec(came):
        late = _together(late, amounts_given(event))
    return late


def to_close(actor: Actor, order_id: int, revision: int) -> OrderView:
    """The order, where this person may give up what it waits for. Raises OrderMoved: it waits for nothing."""
    view = view_order(actor, order_id, lock=True)
    require_step(actor, view.access, Step.CLOSE_SHORT, revision)
    if not to_give_up(actor, view):
        raise OrderMoved(order_id=order_id)
    return view


def to_give_up(actor: Actor, view: OrderView) -> dict[int, Decimal]:
    """What an agreed order waits for, or for the next order to go with: how much of which line."""
    return _together({row.line.id: row.short for row in view.rows if row.short}, kept_for_next(actor, view))


def is_all_waiting(actor: Actor, view: OrderView) -> bool:
    """Whether nothing of the order would be left without what it waits for."""
    less = to_give_up(actor, view)
    return all(less.get(row.line.id, 0) == row.agreed for row in view.bought_rows)


def close(actor: Actor, view: OrderView, reason: str) -> None:
    """Give up what a locked order waits for, with a reason; everyone else concerned hears.

    What came in and was to go with the next order goes to whoever waits for it.
    """
    levels.lock_holds(actor.session, [view.order.id])
    kept = kept_for_next(actor, view)
    freed = _let_loose(actor, view, kept)
    lines = give_up(actor, view, kept)
    log_event(actor, "order.closed_short", order=view.order, reason=reason, lines=lines)
    people = recipients_of(actor, view.order, view.access.account)
    told = (*people.buyers, *people.approvers)
    notify(actor, told, NoticeKind.CLOSED_SHORT, order=view.order, lines=lines, reason=reason)
    notify(actor, set(people.card_viewers) - set(told), NoticeKind.REDRAW_CARD, order=view.order)
    give_out(actor, view.order.warehouse_id, freed)


def to_decline(actor: Actor, event_id: int) -> tuple[OrderView, dict[int, Decimal]]:
    """The order whose buyer no longer wants goods that arrived for it, and how much of which line.

    Nothing of any line where they said so already. Raises OrderMoved: they are being packed, or left.
    """
    given = actor.session.get(Event, event_id)
    if given is None or given.kind != GIVEN or given.order_id is None:
        raise NotFound
    view = view_order(actor, given.order_id, lock=True)
    if actor.account_id != view.order.account_id:
        raise NotAllowed
    if _was_declined(actor, given):
        return view, {}
    require_step(actor, view.access, Step.CLOSE_SHORT)
    if any(each.shipment.status is ShipmentStatus.PICKING for each in view.parcels):
        raise OrderMoved(order_id=view.order.id)
    levels.lock_holds(actor.session, [view.order.id])
    return view, _arrived(actor, view, given)


def keep_waiting(actor: Actor, order_id: int) -> OrderView:
    """The buyer still wants what their order waits for."""
    view = view_order(actor, order_id)
    require_step(actor, view.access, Step.CLOSE_SHORT)
    log_event(actor, KEPT, order=view.order)
    return view


def let_go(actor: Actor, view: OrderView, less: Mapping[int, Decimal], event_id: int) -> None:
    """Cut the lines of a locked order by what it holds and its buyer declined: it goes to whoever waits next."""
    freed = _let_loose(actor, view, less)
    lines = _cut(actor, view, less)
    log_event(actor, DECLINED, order=view.order, lines=lines, given=event_id)
    people = recipients_of(actor, view.order, view.access.account)
    told = (*people.approvers, *people.warehouse)
    notify(actor, told, NoticeKind.CLOSED_SHORT, order=view.order, lines=lines, reason="not_needed")
    give_out(actor, view.order.warehouse_id, freed)


def _let_loose(actor: Actor, view: OrderView, less: Mapping[int, Decimal]) -> list[int]:
    """Lines of a locked order hold so much less; the SKUs."""
    demands = [
        Demand(line_id=row.line.id, sku_id=row.line.sku_id, quantity=-less[row.line.id])
        for row in view.rows
        if less.get(row.line.id)
    ]
    holds.hold(actor, view.order.warehouse_id, HoldKind.ALLOCATION, demands)
    return [demand.sku_id for demand in demands]


def _together(some: Mapping[int, Decimal], others: Mapping[int, Decimal]) -> dict[int, Decimal]:
    return {**some, **{each: some.get(each, Decimal(0)) + much for each, much in others.items()}}


def was_said(actor: Actor, order: Order, rest: Rest) -> bool:
    """Whether that was said of goods that are not there, with an approval of the order as it is now."""
    query = select(Event).where(Event.order_id == order.id, col(Event.kind) == "order.agreed")
    agreed = actor.session.exec(query.order_by(col(Event.id))).all()
    said = [each.facts.get("rest") for each in agreed if each.facts.get("approval") == ApprovalKind.SALES]
    return bool(said) and said[-1] == rest


def _arrived(actor: Actor, view: OrderView, given: Event) -> dict[int, Decimal]:
    """What of the goods that were given to an order, whose levels are locked, it still holds."""
    waiting = holds.waiting(actor.session, view.order.id)
    amounts = amounts_given(given)
    held = {row.line.id: row.unsent - waiting.get(row.line.id, Decimal(0)) for row in view.rows}
    return {line_id: min(much, held[line_id]) for line_id, much in amounts.items() if held.get(line_id)}


def amounts_given(given: Event) -> dict[int, Decimal]:
    """How much of which line was given. Raises NotFound: the event is damaged, and ``dinghuo check`` tells of it."""
    try:
        return {int(line_id): Decimal(much) for line_id, much in given.facts["lines"].items()}
    except (KeyError, AttributeError, TypeError, ValueError, ArithmeticError):
        raise NotFound from None


def _was_declined(actor: Actor, given: Event) -> bool:
    query = select(Event).where(Event.order_id == given.order_id, col(Event.kind) == DECLINED)
    return any(each.facts.get("given") == given.id for each in actor.session.exec(query))


def _cut(actor: Actor, view: OrderView, less: Mapping[int, Decimal]) -> dict[str, str]:
    """Sell less of some lines, at the prices they were frozen at, and count the order together anew.

    A gift stays as long as any of the goods is kept that it was given for.
    """
    for row in view.rows:
        if less.get(row.line.id):
            _cut_line(row, less[row.line.id], view.order.currency)
    promotions.follow_cut(actor.session, view.order, view.rows)
    gone = promotions.lost_gifts(actor.session, view.rows)
    less = {**less, **_take_gifts(actor, view, gone)}
    view.order.total = total(row.line.amount - row.line.discount for row in view.rows)
    rebates.follow_cut(actor, view.order, [row.line for row in view.rows])
    ledger.follow(actor, view.order, [row.line for row in view.rows])
    return {str(line_id): str(much) for line_id, much in less.items() if much}


def _take_gifts(actor: Actor, view: OrderView, gone: list[OrderRow]) -> dict[int, Decimal]:
    """Take off the gifts that nothing was kept for, as far as they have not left: how much of which line."""
    if not gone:
        return {}
    waiting = holds.waiting(actor.session, view.order.id)
    waited = {row.line.id: waiting[row.line.id] for row in gone if row.line.id in waiting}
    held = [
        Demand(
            line_id=row.line.id,
            sku_id=row.line.sku_id,
            quantity=waited.get(row.line.id, Decimal(0)) - row.unsent,
        )
        for row in gone
    ]
    holds.wait(actor.session, {line_id: -much for line_id, much in waited.items()})
    holds.hold(actor, view.order.warehouse_id, HoldKind.ALLOCATION, [demand for demand in held if demand.quantity])
    taken = {row.line.id: row.unsent for row in gone}
    for row in gone:
        _cut_line(row, taken[row.line.id], view.order.currency)
    give_out(actor, view.order.warehouse_id, [demand.sku_id for demand in held])
    return taken


def _cut_line(row: OrderRow, less: Decimal, currency: str) -> None:
    line = row.line
    before = LineAmounts(**{name: getattr(line, name) for name in LineAmounts.__dataclass_fields__})
    after = cut(before, row.agreed, row.agreed - less, currency)
    line.refused += less
    for name, value in vars(after).items():
        setattr(line, name, value)
    if not line.packs:
        line.pack_id = None
