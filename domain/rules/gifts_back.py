"""How much of a promotion's gift is to come back, or is charged, when goods it was given for go back unwanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.rules.pricing.offers import Offer, PromotionKind
from domain.rules.pricing.promotion_benefits import reached

_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class CountedLine:
    """Goods that the promotion counted, in base units. ``amount``: what all of them cost, less a discount of their own.

    ``back``: what of them goes back for no fault of ours; what was broken or wrong still counts as bought.
    """

    sku_id: int
    quantity: Decimal
    amount: Decimal
    back: Decimal = _NONE


def due_back(offer: Offer, gift_sku_id: int, given: Decimal, lines: Sequence[CountedLine]) -> Decimal:
    """What of a gift is not earned by what is kept; all of it where nothing is kept.

    What was given although its threshold was not reached, because we sold less than was ordered, stays.
    """
    if not any(line.quantity > line.back for line in lines):
        return given
    before = _earned(offer, gift_sku_id, lines, kept=False)
    return max(min(given, before) - _earned(offer, gift_sku_id, lines, kept=True), _NONE)


def _earned(offer: Offer, gift_sku_id: int, lines: Sequence[CountedLine], *, kept: bool) -> Decimal:
    """What of the gift these goods earn: each line by its quantity, or all of them by what they cost."""
    if offer.kind is PromotionKind.BUY_GET:
        return sum((_of_step(offer, gift_sku_id, _left(line, kept=kept), line.sku_id) for line in lines), _NONE)
    there = sum((line.amount * _left(line, kept=kept) / line.quantity for line in lines if line.quantity), _NONE)
    return _of_step(offer, gift_sku_id, there, None)


def _left(line: CountedLine, *, kept: bool) -> Decimal:
    return line.quantity - line.back if kept else line.quantity


def _of_step(offer: Offer, gift_sku_id: int, there: Decimal, bought_sku_id: int | None) -> Decimal:
    times, step = reached(offer, there)
    gifts = step.gifts if step is not None else ()
    of_it = (each for each in gifts if (bought_sku_id if each.sku_id is None else each.sku_id) == gift_sku_id)
    return next((each.quantity * times for each in of_it), _NONE)
