"""The refusals of claims and returns."""

from datetime import datetime
from decimal import Decimal

from domain.refusals import Outdated, Refusal


class ReturnMoved(Outdated):
    """The return request went on: somebody decided, changed or counted it."""

    def __init__(self, *, request_id: int) -> None:
        super().__init__(request_id=request_id)


class ReturnTooMuch(Refusal):
    """So much cannot be asked for, or agreed to: at most ``left`` of the SKU, in base units."""

    def __init__(self, *, sku_id: int, left: Decimal) -> None:
        super().__init__(sku_id=sku_id, left=left)


class ReturnTooLate(Refusal):
    """The time to ask for something for these goods ended at ``ended``."""

    def __init__(self, *, ended: datetime) -> None:
        super().__init__(ended=ended)


class NothingToSettle(Refusal):
    """Nothing is agreed, or nothing came back."""
