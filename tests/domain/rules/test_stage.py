"""The one stage people see."""

from decimal import Decimal

import pytest

from domain.rules.order_life import OrderStatus
from domain.rules.stage import LineProgress, Stage, stage_of


def line(agreed: int, shipped: int, delivered: int, waits: int = 0) -> LineProgress:
    amounts = {"agreed": agreed, "shipped": shipped, "delivered": delivered, "waits": waits}
    return LineProgress(**{name: Decimal(amount) for name, amount in amounts.items()})


@pytest.mark.parametrize(
    ("lines", "picking", "stage"),
    [
        ([line(5, 0, 0)], False, Stage.TO_PICK),
        ([line(5, 0, 0)], True, Stage.PICKING),
        ([line(5, 0, 0, 5), line(2, 0, 0, 2)], False, Stage.TO_COME),
        ([line(5, 0, 0, 5), line(2, 0, 0, 1)], False, Stage.TO_PICK),
        ([line(5, 3, 0, 2)], False, Stage.PART_SHIPPED),
        ([line(5, 3, 0)], False, Stage.PART_SHIPPED),
        ([line(5, 3, 3)], True, Stage.PART_SHIPPED),
        ([line(5, 5, 0), line(2, 0, 0)], False, Stage.PART_SHIPPED),
        ([line(5, 5, 0), line(2, 2, 2)], False, Stage.SHIPPED),
        ([line(5, 5, 5), line(2, 2, 2)], False, Stage.DELIVERED),
        ([line(5, 5, 5), line(0, 0, 0)], False, Stage.DELIVERED),
    ],
)
def test_an_approved_order_is_where_its_goods_are(lines: list[LineProgress], picking: bool, stage: Stage) -> None:  # noqa: FBT001
    assert stage_of(OrderStatus.APPROVED, lines, picking=picking) is stage


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (OrderStatus.SUBMITTED, Stage.WAITING),
        (OrderStatus.COMPLETED, Stage.COMPLETED),
        (OrderStatus.REJECTED, Stage.REJECTED),
        (OrderStatus.EXPIRED, Stage.EXPIRED),
        (OrderStatus.CANCELLED, Stage.CANCELLED),
        (OrderStatus.WITHDRAWN, Stage.WITHDRAWN),
    ],
)
def test_every_other_order_is_where_people_left_it(status: OrderStatus, stage: Stage) -> None:
    assert stage_of(status, [line(5, 5, 5)], picking=True) is stage
