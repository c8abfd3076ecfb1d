"""Whether a SKU can be ordered in a quantity; the refusal where it cannot."""

from decimal import Decimal

from domain.refusals import (
    AboveMaximum,
    AbovePeriod,
    BadQuantity,
    BelowMinimum,
    NotAMultiple,
    NotOnSale,
    NotPositive,
    TooFine,
    TooMuch,
)
from domain.rules.quantities import QuantityFault, QuantityLimits, fault_of, nearest, nearest_two

_FAULTS: dict[QuantityFault, type[BadQuantity]] = {
    QuantityFault.NOT_POSITIVE: NotPositive,
    QuantityFault.TOO_MUCH: TooMuch,
    QuantityFault.TOO_FINE: TooFine,
    QuantityFault.BELOW_MINIMUM: BelowMinimum,
    QuantityFault.NOT_A_MULTIPLE: NotAMultiple,
    QuantityFault.ABOVE_MAXIMUM: AboveMaximum,
    QuantityFault.ABOVE_PERIOD: AbovePeriod,
}


def check(sku_id: int, limits: QuantityLimits, quantity: Decimal, *, on_sale: bool) -> None:
    """Whether a SKU can be ordered in this quantity, whatever the stock. Raises NotOnSale, BadQuantity."""
    if not on_sale:
        raise NotOnSale(sku_id=sku_id)
    fault = fault_of(quantity, limits)
    if fault is None:
        return
    period = limits.period if fault is QuantityFault.ABOVE_PERIOD else None
    facts = {"limit": period.quantity, "days": period.days, "taken": period.taken} if period else {}
    near = nearest_two(quantity, limits)
    raise _FAULTS[fault](sku_id=sku_id, quantity=nearest(quantity, limits), near=near, **facts)
