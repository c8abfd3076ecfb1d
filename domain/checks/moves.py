"""Stock moves against what made them: parcels that left, and what people received, counted and took back."""

from typing import Any

from sqlalchemy import Numeric, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from domain.checks.findings import differ, rule, words
from domain.tables.catalogue import Sku
from domain.tables.orders import Event
from domain.tables.shipments import Shipment
from domain.tables.stock import MoveKind, StockMove

_SHIPPED, _RECEIVED = (col(StockMove.kind) == kind for kind in (MoveKind.SHIPPED, MoveKind.RECEIVED))
_UNDONE = col(StockMove.undoes_id).is_not(None)
#: What the event of a person's move is called.
_WORD = case((_UNDONE, "stock.undone"), else_=literal("stock.").concat(words(StockMove.kind)))
_SUBJECT = literal("sku:").concat(cast(col(StockMove.sku_id), String))
#: A move and its event, written in one act.
_TOGETHER = and_(
    col(Event.at) == col(StockMove.at),
    col(Event.person_id) == col(StockMove.person_id),
    col(Event.subject) == _SUBJECT,
    col(Event.kind) == _WORD,
)


@rule("move_kind")
def kinds() -> Any:
    """Only parcels take goods out, only receipts bring some in, and nothing moves by nothing."""
    wrong = or_(
        col(StockMove.quantity) == 0,
        and_(_SHIPPED, or_(col(StockMove.quantity) > 0, col(StockMove.shipment_id).is_(None))),
        and_(~_SHIPPED, col(StockMove.shipment_id).is_not(None)),
        and_(_RECEIVED, ~_UNDONE, col(StockMove.quantity) < 0),
    )
    return (
        select(col(Sku.code), words(StockMove.kind), col(StockMove.quantity))
        .join(StockMove, col(StockMove.sku_id) == col(Sku.id))
        .where(wrong)
    )


@rule("move_undone")
def undone() -> Any:
    """What takes a move back moves as much of the same goods the other way."""
    before = aliased(StockMove)
    other = or_(
        col(before.sku_id) != col(StockMove.sku_id),
        col(before.warehouse_id) != col(StockMove.warehouse_id),
        col(before.quantity) != -col(StockMove.quantity),
        col(before.kind) != col(StockMove.kind),
    )
    return (
        select(col(Sku.code), -col(before.quantity), col(StockMove.quantity))
        .select_from(StockMove)
        .join(before, col(before.id) == col(StockMove.undoes_id))
        .join(Sku, col(Sku.id) == col(StockMove.sku_id))
        .where(other)
    )


@rule("move_parcel")
def parcels() -> Any:
    """Goods leave when, where and by whom their parcel does."""
    other = or_(
        differ(col(Shipment.shipped_at), col(StockMove.at)),
        col(Shipment.warehouse_id) != col(StockMove.warehouse_id),
    )
    return (
        select(col(Sku.code), col(Shipment.shipped_at), col(StockMove.at))
        .select_from(StockMove)
        .join(Shipment, col(Shipment.id) == col(StockMove.shipment_id))
        .join(Sku, col(Sku.id) == col(StockMove.sku_id))
        .where(other)
    )


@rule("move_event")
def noted() -> Any:
    """What somebody received, counted or took back was noted."""
    by_hand = and_(col(StockMove.person_id).is_not(None), col(StockMove.shipment_id).is_(None))
    return (
        select(col(Sku.code), _WORD, literal("no event"))
        .select_from(StockMove)
        .join(Sku, col(Sku.id) == col(StockMove.sku_id))
        .join(Event, _TOGETHER, isouter=True)
        .where(by_hand, col(Event.id).is_(None))
    )


@rule("move_event")
def moved() -> Any:
    """What was noted of stock moved it; a count that found what the books say does not."""
    change = cast(col(Event.facts)["change"].as_string(), Numeric(24, 3))
    return (
        select(col(Event.subject), col(Event.kind), literal("no move"))
        .select_from(Event)
        .join(StockMove, _TOGETHER, isouter=True)
        .where(col(Event.kind).like("stock.%"), func.coalesce(change, 1) != 0, col(StockMove.id).is_(None))
    )
