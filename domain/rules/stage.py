"""The one stage people see, computed from the order's status and how far its goods have come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN


class Stage(StrEnum):
    """What a person is told about an order in one word."""

    WAITING = "waiting"
    """待审核: nobody has decided yet."""
    TO_PAY = "to_pay"
    """待付款: its account pays first, and the money is not there."""
    TO_PICK = "to_pick"
    """待备货: agreed, the warehouse has not begun."""
    TO_COME = "to_come"
    """等到货: agreed, and all of it has to come in first."""
    PICKING = "picking"
    """备货中."""
    PART_SHIPPED = "part_shipped"
    """部分发货: some of it is on its way."""
    SHIPPED = "shipped"
    """已发货: all of it is on its way."""
    DELIVERED = "delivered"
    """已签收: all of it was received."""
    COMPLETED = "completed"
    """已完成."""
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


#: Something of the order is still to come.
UNDER_WAY = frozenset(
    {Stage.WAITING, Stage.TO_PAY, Stage.TO_PICK, Stage.TO_COME, Stage.PICKING, Stage.PART_SHIPPED, Stage.SHIPPED}
)
#: All of it is there, or it came to nothing.
AT_AN_END = frozenset(
    {Stage.DELIVERED, Stage.COMPLETED, Stage.REJECTED, Stage.EXPIRED, Stage.CANCELLED, Stage.WITHDRAWN}
)


@dataclass(frozen=True, kw_only=True)
class LineProgress:
    """How much of a line was agreed, sent and received, and how much waits for goods to arrive, in base units."""

    agreed: Decimal
    shipped: Decimal
    delivered: Decimal
    waits: Decimal = Decimal(0)


#: Where a status alone decides; an approved order is told by its goods.
STAGES: Mapping[OrderStatus, Stage | None] = {
    OrderStatus.SUBMITTED: Stage.WAITING,
    OrderStatus.APPROVED: None,
    OrderStatus.COMPLETED: Stage.COMPLETED,
    OrderStatus.REJECTED: Stage.REJECTED,
    OrderStatus.EXPIRED: Stage.EXPIRED,
    OrderStatus.CANCELLED: Stage.CANCELLED,
    OrderStatus.WITHDRAWN: Stage.WITHDRAWN,
}


def stage_of(status: OrderStatus, lines: Iterable[LineProgress], *, picking: bool, unpaid: bool = False) -> Stage:
    """The stage of an order with these lines; ``picking``: the warehouse is at work on a part of it.

    ``unpaid``: it has to be paid first, and is not.
    """
    if unpaid and status in OPEN:
        return Stage.TO_PAY
    if (stage := STAGES[status]) is not None:
        return stage
    parts = tuple(lines)
    if all(line.delivered >= line.agreed for line in parts):
        return Stage.DELIVERED
    if all(line.shipped >= line.agreed for line in parts):
        return Stage.SHIPPED
    if any(line.shipped for line in parts):
        return Stage.PART_SHIPPED
    if picking:
        return Stage.PICKING
    return Stage.TO_COME if all(line.waits >= line.agreed for line in parts) else Stage.TO_PICK
