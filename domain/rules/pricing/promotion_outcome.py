"""What promotions give on a cart or an order: shares of discounts, gifts, and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.rules.pricing.offers import OfferGift

_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """What a promotion takes off a line; nothing where it gives a gift for it."""

    key: int
    promotion_id: int
    discount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Gift:
    """Base units of a SKU that come at no price."""

    promotion_id: int
    sku_id: int
    quantity: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class NextStep:
    """How much more brings more: buy for ``missing``, get ``off`` in all, or a gift."""

    promotion_id: int
    missing: Decimal
    off: Decimal
    gift: OfferGift | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What promotions give. ``used``: of what each has left; ``next_step``: the nearest one of the order, if any."""

    of_lines: tuple[Share, ...] = ()
    of_order: tuple[Share, ...] = ()
    gifts: tuple[Gift, ...] = ()
    used: Mapping[int, Decimal] = field(default_factory=dict)
    next_step: NextStep | None = None

    @property
    def discounts(self) -> dict[int, Decimal]:
        """What comes off each line by its key, both kinds together."""
        found: dict[int, Decimal] = {}
        for share in (*self.of_lines, *self.of_order):
            found[share.key] = found.get(share.key, _NONE) + share.discount
        return found

    @property
    def discount(self) -> Decimal:
        """What comes off all lines together."""
        return sum((share.discount for share in (*self.of_lines, *self.of_order)), _NONE)

    @property
    def by_promotion(self) -> dict[int, Decimal]:
        """What each promotion takes off all lines together; nothing where it gives a gift."""
        found: dict[int, Decimal] = {}
        for share in (*self.of_lines, *self.of_order):
            found[share.promotion_id] = found.get(share.promotion_id, _NONE) + share.discount
        return found

    @property
    def promotion_of(self) -> dict[int, int]:
        """The promotion of each line by its key, where it has one."""
        return {share.key: share.promotion_id for share in self.of_lines}
