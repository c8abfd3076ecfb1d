"""When more of a SKU is expected: said by the warehouse or a salesperson, shown wherever somebody waits for it."""

from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, update

from domain.actor import Actor
from domain.events.journal import log_event
from domain.refusals import BadDate
from domain.rules.rights import Right
from domain.stock import levels
from domain.tables.stock import StockLevel


def expect(actor: Actor, warehouse_id: int, sku_id: int, day: date | None) -> StockLevel:
    """Say when more of a SKU comes, or that nobody knows. Raises BadDate: that day is over."""
    actor.need(Right.STOCK_EXPECT)
    if day is not None and day < actor.today:
        raise BadDate
    level = levels.locked(actor.session, warehouse_id, sku_id)
    before, level.expected_on = level.expected_on, day
    if before != day:
        told = {"before": _written(before), "after": _written(day)}
        log_event(actor, "sku.expected", subject=f"sku:{sku_id}", **told)
    return level


def expected_day(level: StockLevel | None, today: date) -> date | None:
    """The day on which more is expected, while it is still to come."""
    day = level.expected_on if level else None
    return day if day is not None and day >= today else None


def arrived(session: Session, warehouse_id: int, sku_ids: Collection[int]) -> None:
    """Goods came in: the day that was said is over."""
    here = (col(StockLevel.warehouse_id) == warehouse_id, col(StockLevel.sku_id).in_(tuple(sku_ids)))
    if sku_ids:
        session.exec(update(StockLevel).where(*here, col(StockLevel.expected_on).is_not(None)).values(expected_on=None))


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
