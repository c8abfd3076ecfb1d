"""What a line costs: whose price counts, which tier of it is reached, and how whole packs and the rest are paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from domain.rules.money import rounded

_NOTHING = Decimal(0)


class PriceSource(StrEnum):
    """Whose price it is, the nearest first. The nearest that has a price decides, even where it is dearer."""

    MANUAL = "manual"
    """Agreed on this line, set by hand."""
    ACCOUNT_LIST = "account_list"
    """A price list of this account."""
    GROUP_LIST = "group_list"
    """A price list of the account's group."""
    BASE = "base"
    """Everybody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """What one unit costs from a quantity on.

    ``from_quantity``: base units of the whole line; ``size``: base units of the unit the price is for, and ``is_pack``
    whether that is a pack; ``pack_id``: which, where it is known.
    """

    price: Decimal
    from_quantity: Decimal = _NOTHING
    size: int = 1
    is_pack: bool = False
    pack_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePrices:
    """The prices that one source has for a SKU.

    ``list_id``, ``list_name``, ``priority`` and ``starts_on`` are of a list; ``promotions``: whether these go on top.
    """

    source: PriceSource
    tiers: tuple[Tier, ...]
    list_id: int | None = None
    list_name: str = ""
    priority: int = 0
    starts_on: date | None = None
    promotions: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePrice:
    """What a quantity costs, and why.

    ``packs`` of ``pack_size`` base units cost ``pack_price`` each, ``loose`` base units ``unit_price`` each; without a
    price for a pack everything is loose. ``amount``: rounded once. ``tier_from``: base units from which on it costs so.
    """

    quantity: Decimal
    unit_price: Decimal
    loose: Decimal
    amount: Decimal
    source: PriceSource
    tier_from: Decimal
    pack_id: int | None = None
    pack_size: int = 1
    packs: Decimal = _NOTHING
    pack_price: Decimal | None = None
    list_id: int | None = None
    list_name: str = ""
    promotions: bool = True

    def per(self, size: int) -> Decimal:
        """What a unit of so many base units costs in it."""
        if self.pack_price is not None and size == self.pack_size:
            return self.pack_price
        return self.unit_price * size


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTier:
    """The next quantity at which a unit is cheaper, in base units, and by how much."""

    quantity: Decimal
    saving: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowList:
    """How far a price set by hand is below the others: ``percent`` below the list price, ``floor`` below the floor.

    ``floor``: of the whole line, as money; 0 where it is not below, or nothing is known.
    """

    percent: Decimal
    floor: Decimal


def by_hand(price: Decimal, size: int = 1, pack_id: int | None = None) -> SourcePrices:
    """A price set by hand for one unit of a size, of every quantity."""
    tier = Tier(price=price, size=size, is_pack=size > 1, pack_id=pack_id)
    return SourcePrices(source=PriceSource.MANUAL, tiers=(tier,))


def free(quantity: Decimal) -> LinePrice:
    """What a gift costs."""
    return LinePrice(
        quantity=quantity,
        unit_price=_NOTHING,
        loose=quantity,
        amount=_NOTHING,
        source=PriceSource.BASE,
        tier_from=_NOTHING,
    )


def base(price: Decimal, tiers: Iterable[Tier] = ()) -> SourcePrices:
    """Everybody's prices: that of one base unit, and those beside it."""
    return SourcePrices(source=PriceSource.BASE, tiers=(Tier(price=price), *tiers))


def nearest_first(sources: Iterable[SourcePrices]) -> tuple[SourcePrices, ...]:
    """Sources in their order of precedence; of one rank the higher priority first, then the later start."""
    return tuple(sorted(sources, key=_rank))


def line_price(sources: Sequence[SourcePrices], quantity: Decimal, currency: str) -> LinePrice:
    """What a quantity in base units costs; ``sources`` nearest first, the last with a price of one base unit."""
    at, pack, unit = next((at, *found) for at, source in enumerate(sources) if any(found := _tiers(source, quantity)))
    unit_price = unit.price if unit else _unit_price(sources[at + 1 :], quantity)
    source = sources[at]
    packs = (quantity / pack.size).to_integral_value(ROUND_FLOOR) if pack else _NOTHING
    loose = quantity - packs * pack.size if pack else quantity
    whole = packs * pack.price if pack else _NOTHING
    decides = pack or unit
    return LinePrice(
        quantity=quantity,
        unit_price=unit_price,
        loose=loose,
        amount=rounded(whole + loose * unit_price, currency),
        source=source.source,
        tier_from=decides.from_quantity if decides else _NOTHING,
        pack_id=pack.pack_id if pack else None,
        pack_size=pack.size if pack else 1,
        packs=packs,
        pack_price=pack.price if pack else None,
        list_id=source.list_id,
        list_name=source.list_name,
        promotions=source.promotions,
    )


def next_tier(sources: Sequence[SourcePrices], quantity: Decimal, size: int, currency: str) -> NextTier | None:
    """The next whole number of units of a size at which such a unit is cheaper than in this quantity."""
    ahead = {tier.from_quantity for source in sources for tier in source.tiers if tier.from_quantity > quantity}
    if not ahead:
        return None
    now = line_price(sources, max(quantity, Decimal(size)), currency).per(size)
    for begins in sorted(ahead):
        there = (begins / size).to_integral_value(ROUND_CEILING) * size
        saving = now - line_price(sources, there, currency).per(size)
        if saving > 0:
            return NextTier(quantity=there, saving=saving)
    return None


def below_list(
    *,
    quantity: Decimal,
    amount: Decimal,
    manual_price: Decimal | None,
    list_price: Decimal | None,
    floor_price: Decimal | None,
    currency: str,
) -> BelowList:
    """How far below list and floor a line is, whose price was set by hand; not at all where it was not.

    ``manual_price`` and ``list_price`` are for the same unit, ``floor_price`` for one base unit.
    """
    if manual_price is None:
        return BelowList(percent=_NOTHING, floor=_NOTHING)
    less = list_price - manual_price if list_price is not None else _NOTHING
    percent = less * 100 / list_price if list_price and less > 0 else _NOTHING
    least = rounded(quantity * floor_price, currency) if floor_price is not None else _NOTHING
    return BelowList(percent=percent, floor=max(least - amount, _NOTHING))


def _rank(source: SourcePrices) -> tuple[int, int, int, int]:
    starts = source.starts_on.toordinal() if source.starts_on else 0
    return _NEAREST.index(source.source), -source.priority, -starts, -(source.list_id or 0)


_NEAREST = tuple(PriceSource)


def _tiers(source: SourcePrices, quantity: Decimal) -> tuple[Tier | None, Tier | None]:
    """The tiers of a source that whole packs and the rest of a quantity are paid by, as far as it has such.

    A pack's price gives way to a price of one unit whose tier is higher.
    """
    reached = [tier for tier in source.tiers if tier.from_quantity <= quantity]
    if len(reached) == 1 and not reached[0].is_pack:  # as most sources say it
        return None, reached[0]
    unit = _highest(tier for tier in reached if not tier.is_pack)
    packs = [tier for tier in reached if tier.is_pack and tier.size <= quantity]
    biggest = max((tier.size for tier in packs), default=0)
    pack = _highest(tier for tier in packs if tier.size == biggest)
    if pack and unit and unit.from_quantity > pack.from_quantity:
        return None, unit
    return pack, unit


def _unit_price(sources: Sequence[SourcePrices], quantity: Decimal) -> Decimal:
    """The price of one base unit in the nearest of these that has one."""
    return next(unit.price for _, unit in (_tiers(source, quantity) for source in sources) if unit)


def _highest(tiers: Iterable[Tier]) -> Tier | None:
    return max(tiers, key=lambda tier: tier.from_quantity, default=None)
