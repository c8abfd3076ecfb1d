"""What order lines hold of the stock, and what they wait for: the two writers of it.

Both change only while the level of the SKU is locked. Whoever locks an order first and levels afterwards, in the order
of their ids, is never in anybody's way.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import bindparam, case
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col, select, update

from domain.actor import Actor
from domain.db.bulk import table_of
from domain.db.list_values import listed
from domain.db.statements import Prepared
from domain.rules.order_life import OrderStatus
from domain.stock import levels
from domain.stock.levels import IS_WAITING, Amounts, Condition
from domain.tables.columns import ID, TIME
from domain.tables.orders import Order, OrderLine
from domain.tables.stock import Hold, HoldKind

_COLUMNS = {HoldKind.RESERVATION: "reserved", HoldKind.ALLOCATION: "allocated"}


@dataclass(frozen=True, kw_only=True)
class Demand:
    """The base units of a SKU to be held, or shipped, for an order line."""

    line_id: int
    sku_id: int
    quantity: Decimal


def by_sku(demands: Iterable[Demand]) -> Amounts:
    """What demands come to together: several lines may be of one SKU."""
    together: defaultdict[int, Decimal] = defaultdict(Decimal)
    for demand in demands:
        together[demand.sku_id] += demand.quantity
    return together


def kind_of(status: OrderStatus) -> HoldKind:
    """How firm the holds of an open order are."""
    return HoldKind.ALLOCATION if status is OrderStatus.APPROVED else HoldKind.RESERVATION


def hold(actor: Actor, warehouse_id: int, kind: HoldKind, demands: Sequence[Demand]) -> None:
    """Let lines hold more, or less where a demand is below zero: their holds and the levels."""
    if not demands:
        return
    levels.change(actor.session, warehouse_id, by_sku(demands), Condition.NOTHING, **{_COLUMNS[kind]: 1})
    amounts = {demand.line_id: demand.quantity for demand in demands}
    _HOLD[kind].run(actor.session, {"amounts": amounts, "now": actor.now})


def wait(session: Session, more: Mapping[int, Decimal]) -> None:
    """Let lines wait for more, or less where an amount is below zero, by the id of the line."""
    for line_id, back_ordered in _WAIT.all(session, {"amounts": more}) if more else ():
        line = session.identity_map.get(identity_key(OrderLine, line_id))
        if line is not None:
            set_committed_value(line, "back_ordered", back_ordered)


def stop_waiting(session: Session, order_id: int) -> dict[int, Decimal]:
    """Nothing of an order waits any more; how much each of its lines waited for."""
    waited = waiting(session, order_id)
    wait(session, {line_id: -back_ordered for line_id, back_ordered in waited.items()})
    return waited


def waiting(session: Session, order_id: int) -> dict[int, Decimal]:
    """How much each line of an order waits for, if anything."""
    return dict(_WAITING.all(session, {"order": order_id}))


_WAITING = Prepared(
    select(col(OrderLine.id), col(OrderLine.back_ordered)).where(
        col(OrderLine.order_id) == bindparam("order", type_=ID), IS_WAITING
    )
)
_GIVEN = listed("amounts").c
_LINE = table_of(OrderLine).c
_WAIT = Prepared(
    update(table_of(OrderLine))
    .where(_LINE.id == _GIVEN.id)
    .values(back_ordered=_LINE.back_ordered + _GIVEN.amount)
    .returning(_LINE.id, _LINE.back_ordered)
)


def _holding(kind: HoldKind) -> Prepared:
    """A hold that was closed because nothing was left of it is open again, and the other way round."""
    its = table_of(Hold).c
    amount = its.quantity + _GIVEN.amount
    expires_at = select(Order.expires_at).where(col(Order.id) == its.order_id).scalar_subquery()
    values = {
        "quantity": amount,
        "closed_at": case((amount == 0, bindparam("now", type_=TIME)), else_=None),
        "kind": kind,
        "expires_at": expires_at if kind is HoldKind.RESERVATION else None,
    }
    return Prepared(update(table_of(Hold)).where(its.order_line_id == _GIVEN.id).values(values))


_HOLD = {kind: _holding(kind) for kind in HoldKind}
