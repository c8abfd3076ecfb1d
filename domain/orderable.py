"""Whether a SKU can be ordered in a quantity, as a refusal says it."""

from decimal import Decimal

from domain.refusals import BadQuantity, BelowMinimum, NotAMultiple, NotOnSale, NotPositive, TooFine, TooMuch
from domain.rules.quantities import Fault, Limits, fault_of, nearest

_FAULTS: dict[Fault, type[BadQuantity]] = {
    Fault.NOT_POSITIVE: NotPositive,
    Fault.TOO_MUCH: TooMuch,
    Fault.TOO_FINE: TooFine,
    Fault.BELOW_MINIMUM: BelowMinimum,
    Fault.NOT_A_MULTIPLE: NotAMultiple,
}


def check(sku_id: int, limits: Limits, quantity: Decimal, *, on_sale: bool) -> None:
    """Whether a SKU can be ordered in this quantity; stock is not looked at.

    Raises:
        NotOnSale: not sold just now.
        BadQuantity: one of its kinds, with the nearest quantity that would do.
    """
    if not on_sale:
        raise NotOnSale(sku_id=sku_id)
    fault = fault_of(quantity, limits)
    if fault is not None:
        raise _FAULTS[fault](sku_id=sku_id, quantity=nearest(quantity, limits))
