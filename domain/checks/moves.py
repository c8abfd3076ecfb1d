"""Stock moves against what caused them: shipped parcels, receipts, counts and undone changes."""

from typing import Any

from sqlalchemy import Numeric, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from domain.checks.findings import differ, rule, words
from domain.checks.tables import Event, Shipment, Sku, StockMove
from domain.tables.stock import MoveKind

_SHIPPED, _RECEIVED = (StockMove.kind == kind for kind in (MoveKind.SHIPPED, MoveKind.RECEIVED))
_UNDONE = StockMove.undoes_id.is_not(None)
#: The kind of the event of a person's move.
_EVENT_KIND = case((_UNDONE, "stock.undone"), else_=literal("stock.").concat(words(StockMove.kind)))
#: A move and its event, written in one act.
_TOGETHER = and_(
    Event.at == StockMove.at,
    Event.person_id == StockMove.person_id,
    Event.subject == literal("sku:").concat(cast(StockMove.sku_id, String)),
    Event.kind == _EVENT_KIND,
)


@rule("move_kind")
def kinds() -> Any:
    """Only parcels take goods out, only receipts bring some in, and nothing moves by nothing."""
    wrong = or_(
        StockMove.quantity == 0,
        and_(_SHIPPED, or_(StockMove.quantity > 0, StockMove.shipment_id.is_(None))),
        and_(~_SHIPPED, StockMove.shipment_id.is_not(None)),
        and_(_RECEIVED, ~_UNDONE, StockMove.quantity < 0),
    )
    return select(Sku.code, words(StockMove.kind), StockMove.quantity).join_from(Sku, StockMove).where(wrong)


@rule("move_undone")
def undone() -> Any:
    """What takes a move back moves as much of the same goods the other way."""
    before: Any = aliased(StockMove)
    other = or_(
        before.sku_id != StockMove.sku_id,
        before.warehouse_id != StockMove.warehouse_id,
        before.quantity != -StockMove.quantity,
        before.kind != StockMove.kind,
    )
    query = select(Sku.code, -before.quantity, StockMove.quantity).join_from(StockMove, Sku)
    return query.join(before, before.id == StockMove.undoes_id).where(other)


@rule("move_parcel")
def parcels() -> Any:
    """Goods leave when, where and by whom their parcel does."""
    other = or_(differ(Shipment.shipped_at, StockMove.at), Shipment.warehouse_id != StockMove.warehouse_id)
    query = select(Sku.code, Shipment.shipped_at, StockMove.at).join_from(StockMove, Sku)
    return query.join(Shipment, Shipment.id == StockMove.shipment_id).where(other)


@rule("move_event")
def noted() -> Any:
    """What somebody received, counted or took back was noted."""
    query = select(Sku.code, _EVENT_KIND, literal("no event")).join_from(StockMove, Sku)
    by_hand = and_(StockMove.person_id.is_not(None), StockMove.shipment_id.is_(None))
    return query.join(Event, _TOGETHER, isouter=True).where(by_hand, Event.id.is_(None))


@rule("move_event")
def moved() -> Any:
    """What was noted of stock moved it; a count that found what the books say does not."""
    change = cast(Event.facts["change"].as_string(), Numeric(24, 3))
    query = select(Event.subject, Event.kind, literal("no move")).join_from(Event, StockMove, _TOGETHER, isouter=True)
    return query.where(Event.kind.like("stock.%"), func.coalesce(change, 1) != 0, StockMove.id.is_(None))
