"""The price of an order's line, set by hand while the order waits; it stays until it is taken away."""

from dataclasses import dataclass
from decimal import Decimal

from domain.actor import Actor
from domain.carts.hand_prices import HandPrice, take_off
from domain.catalogue.pricing import Prices
from domain.events.journal import log_event
from domain.orders import price_questions, promotion_change
from domain.orders.access import require_step
from domain.orders.line_change import renew
from domain.orders.line_prices import as_it_is, freeze
from domain.orders.view import OrderRow, OrderView, after_act
from domain.refusals import NotFound
from domain.rules.approvals import Change
from domain.rules.order_life import Step
from domain.rules.pricing.price_calculation import LinePrice
from domain.rules.rights import Right
from domain.tables.orders import OrderLine

PRICED = "order.line_priced"


@dataclass(frozen=True, kw_only=True)
class LinePriced:
    """The order as it is now; ``before`` and ``after``: what one unit of ``size`` base units cost and costs.

    ``asked``: it is higher, and its buyer was asked.
    """

    order: OrderView
    row: OrderRow
    before: Decimal
    after: Decimal
    size: int
    asked: bool = False


def set_price(actor: Actor, view: OrderView, line_id: int, wanted: HandPrice) -> LinePriced:
    """Set the price of a line; a new revision asks for approval again. ``view``: locked by ``to_change``.

    A higher one is asked of the buyer, where the account has one.

    Raises NotFound: there is no such line; BadPrice, BadWords.
    """
    person, row = actor.need(Right.ORDER_REPRICE), _row(actor, view, line_id)
    wanted.check(row.goods)
    line, listed = row.line, _without(actor, view, row)
    before = as_it_is(row.line, view.order.currency)
    prices = Prices(actor=actor, account_id=view.order.account_id)
    after = prices.line(row.goods, line.quantity, wanted.as_source(row.goods))
    if _is_to_ask(actor, view, before, after):
        return _asked(actor, view, row, wanted, before, after)
    wanted.put_on(line, person.id)
    line.list_price = listed.per(wanted.size)
    return _priced(actor, view, row, before, after, wanted.size)


def list_price_again(actor: Actor, view: OrderView, line_id: int) -> LinePriced:
    """Let a line cost again what the lists say today; where that is more, its buyer is asked.

    Raises NotFound: there is no such line, or no price by hand.
    """
    actor.need(Right.ORDER_REPRICE)
    row = _row(actor, view, line_id)
    line, size = row.line, row.line.manual_size
    if size is None:
        raise NotFound
    before, after = as_it_is(line, view.order.currency), _without(actor, view, row)
    if _is_to_ask(actor, view, before, after):
        unit = size if after.pack_price is None else after.pack_size
        listed = HandPrice(price=after.per(unit), size=unit, reason=line.manual_reason)
        return _asked(actor, view, row, listed, before, after)
    take_off(line)
    line.list_price = None
    return _priced(actor, view, row, before, after, size)


def _is_to_ask(actor: Actor, view: OrderView, before: LinePrice, after: LinePrice) -> bool:
    return after.amount > before.amount and price_questions.has_somebody_to_ask(actor, view)


def _asked(
    actor: Actor, view: OrderView, row: OrderRow, wanted: HandPrice, before: LinePrice, after: LinePrice
) -> LinePriced:
    view = price_questions.ask(actor, view, row, wanted, before, after)
    was, now = before.per(wanted.size), after.per(wanted.size)
    return LinePriced(order=view, row=row, before=was, after=now, size=wanted.size, asked=True)


def _without(actor: Actor, view: OrderView, row: OrderRow) -> LinePrice:
    """What the line costs without a price by hand: as it was agreed, or else what the lists say today."""
    if row.line.manual_price is None:
        return as_it_is(row.line, view.order.currency)
    return Prices(actor=actor, account_id=view.order.account_id).line(row.goods, row.line.quantity)


def _row(actor: Actor, view: OrderView, line_id: int) -> OrderRow:
    require_step(actor, view.access, Step.CHANGE)
    row = next((each for each in view.bought_rows if each.line.id == line_id), None)
    if row is None:
        raise NotFound
    return row


def _priced(actor: Actor, view: OrderView, row: OrderRow, before: LinePrice, after: LinePrice, size: int) -> LinePriced:
    line: OrderLine = row.line
    freeze(line, after)
    was, now = before.per(size), after.per(size)
    told = {"before": str(was), "after": str(now), "size": size}
    log_event(actor, PRICED, order=view.order, line=line.id, reason=line.manual_reason, **told)
    made = Change(only_lowers=False, by_buyer=False)
    view = promotion_change.work_out_anew(actor, view)
    view = renew(actor, view, made, sku=line.sku_id, priced=True, why=line.manual_reason, **told)
    return LinePriced(order=after_act(actor, view), row=row, before=was, after=now, size=size)
