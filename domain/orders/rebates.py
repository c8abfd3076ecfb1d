"""What rebates pay of an order, shared out over its lines and kept in step with them. Its one writer."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sqlmodel import select

from domain.actor import Actor
from domain.finance import rebates
from domain.orders.view import OrderView
from domain.rules.finance.ledger import so_far
from domain.rules.money import smallest_unit, total
from domain.rules.order_life import OrderStatus
from domain.rules.shares import share_out
from domain.tables.orders import Order, OrderLine

_NONE = Decimal(0)


def shares(amount: Decimal, nets: Sequence[Decimal], currency: str) -> tuple[Decimal, ...]:
    """What lines of these amounts, less their discounts, have of a rebate."""
    return share_out(amount, nets, smallest_unit(currency))


def follow_change(actor: Actor, view: OrderView, before: Decimal) -> None:
    """A waiting order costs another amount than before: where it is less, its rebate is less in proportion.

    Where it is more the rebate stays: only what was shown with a yes is used. An agreed order keeps what its lines
    have, whatever is added to it.
    """
    order = view.order
    if not order.rebate or order.status is not OrderStatus.SUBMITTED:
        return
    less = order.total < before
    wanted = so_far(order.rebate, order.total, before, order.currency) if less else order.rebate
    actor.session.flush()
    for line in actor.session.exec(select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.rebate != _NONE)):
        line.rebate = _NONE
    lines = [row.line for row in view.rows]
    of_each = shares(wanted, [line.amount - line.discount for line in lines], order.currency)
    for line, share in zip(lines, of_each, strict=True):
        line.rebate = share
    _keep(actor, order, wanted)


def follow_cut(actor: Actor, order: Order, lines: Iterable[OrderLine]) -> None:
    """Lines of an order were cut, each with its part of the rebate."""
    if order.rebate:
        _keep(actor, order, total(line.rebate for line in lines))


def end(actor: Actor, order: Order) -> None:
    """An order came to nothing: what it used can be used by others."""
    rebates.give_back(actor, order, order.rebate)


def _keep(actor: Actor, order: Order, wanted: Decimal) -> None:
    less, order.rebate = order.rebate - wanted, wanted
    rebates.give_back(actor, order, less)
