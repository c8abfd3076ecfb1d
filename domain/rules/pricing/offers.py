"""Promotions and bought lines as the rules see them: plain values, without dates, people or a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from domain.rules.pricing.price_calculation import LinePrice, PriceSource

_NONE = Decimal(0)
#: Prices of the account's own.
_OWN = frozenset({PriceSource.MANUAL, PriceSource.ACCOUNT_LIST})


class PromotionKind(StrEnum):
    """What a promotion gives."""

    SPECIAL = "special"
    """特价: a price of its own, only where that is lower than the dealer's."""
    BUY_GET = "buy_get"
    """买赠: from a quantity of one line on, some of the same SKU or of another."""
    AMOUNT_OFF = "amount_off"
    """满减: from an amount on, money off."""
    GIFT_FROM = "gift_from"
    """满赠: from an amount on, a gift."""
    BUNDLE = "bundle"
    """组合: several goods together at one price."""


#: The kinds that look at the whole order; of these an order gets one.
OF_ORDER = frozenset({PromotionKind.AMOUNT_OFF, PromotionKind.GIFT_FROM})
#: The kinds that give goods.
WITH_GIFTS = frozenset({PromotionKind.BUY_GET, PromotionKind.GIFT_FROM})


@dataclass(frozen=True, kw_only=True, slots=True)
class BoughtLine:
    """A line of goods at the dealer's price. ``quantity`` and ``pack_size`` in base units.

    ``packs`` of it are charged at ``pack_price``, the rest at ``unit_price``; ``amount`` is what all of it costs.
    ``allowed``: its price list lets promotions in; ``own_price``: it is of the account's own list, or by hand.
    """

    key: int
    sku_id: int
    category_id: int | None = None
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    packs: Decimal = _NONE
    pack_size: int = 1
    pack_price: Decimal = _NONE
    allowed: bool = True
    own_price: bool = False

    def value(self, quantity: Decimal) -> Decimal:
        """What a part of the line costs, whole packs first; not rounded."""
        packs = min(self.packs, quantity // self.pack_size)
        loose = quantity - packs * self.pack_size
        return min(packs * self.pack_price + loose * self.unit_price, self.amount)


def bought_line(key: int, sku_id: int, category_id: int | None, price: LinePrice) -> BoughtLine:
    """A line at what it costs: its list says whether promotions come in, and whose price it is."""
    return BoughtLine(
        key=key,
        sku_id=sku_id,
        category_id=category_id,
        quantity=price.quantity,
        unit_price=price.unit_price,
        amount=price.amount,
        packs=price.packs,
        pack_size=price.pack_size,
        pack_price=price.pack_price or _NONE,
        allowed=price.promotions,
        own_price=price.source in _OWN,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferGoods:
    """Goods that a promotion is about: a SKU, or all of a category.

    Special price: ``price`` for ``size`` base units. Bundle: ``quantity`` base units of it are in one bundle.
    """

    sku_id: int | None = None
    category_id: int | None = None
    quantity: Decimal = Decimal(1)
    price: Decimal = _NONE
    size: int = 1

    def fits(self, line: BoughtLine) -> bool:
        """Whether the line is of these goods."""
        if self.sku_id is not None:
            return line.sku_id == self.sku_id
        return self.category_id is not None and line.category_id == self.category_id


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferGift:
    """Base units of a SKU, given for nothing; ``sku_id`` empty: of what was bought. ``worth``: of one unit."""

    sku_id: int | None = None
    quantity: Decimal
    worth: Decimal = _NONE


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferStep:
    """What is given from a quantity in base units, or an amount, on: ``off``, or one of the ``gifts``."""

    reach: Decimal
    off: Decimal = _NONE
    gifts: tuple[OfferGift, ...] = ()


def _grouped(goods: Iterable[tuple[int | None, OfferGoods]]) -> Mapping[int | None, tuple[OfferGoods, ...]]:
    found: dict[int | None, tuple[OfferGoods, ...]] = {}
    for key, each in goods:
        if key is not None:
            found[key] = (*found.get(key, ()), each)
    return found


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A promotion as it stands for one account today.

    ``goods``: what it is about, empty: everything. ``steps`` in ascending order; ``each``: the one step is given each
    time it is full, else the highest that is reached. ``price``: of a bundle. ``own_prices``: also on prices of the
    account's own. ``left``: base units (bundles: bundles) that it still has; empty: no limit.
    """

    id: int
    kind: PromotionKind
    priority: int = 0
    goods: tuple[OfferGoods, ...] = ()
    steps: tuple[OfferStep, ...] = ()
    each: bool = False
    price: Decimal = _NONE
    own_prices: bool = False
    left: Decimal | None = None

    def takes(self, line: BoughtLine) -> bool:
        """Whether a line takes part: its goods, and whether its price lets promotions in."""
        about = not self.goods or line.sku_id in self._skus or line.category_id in self._categories
        return about and self.allows(line)

    def allows(self, line: BoughtLine) -> bool:
        """Whether the price of a line lets it in."""
        return line.allowed and (self.own_prices or not line.own_price)

    def goods_of(self, line: BoughtLine) -> tuple[OfferGoods, ...]:
        """Its goods that the line is of."""
        return (*self._skus.get(line.sku_id, ()), *self._categories.get(line.category_id, ()))

    @cached_property
    def _skus(self) -> Mapping[int | None, tuple[OfferGoods, ...]]:
        return _grouped((goods.sku_id, goods) for goods in self.goods)

    @cached_property
    def _categories(self) -> Mapping[int | None, tuple[OfferGoods, ...]]:
        return _grouped((goods.category_id, goods) for goods in self.goods)


@dataclass(frozen=True, kw_only=True, slots=True)
class GiftChoice:
    """What the buyer said of a promotion's gift: another one, at most so much of it, or none (no ``sku_id``)."""

    sku_id: int | None
    most: Decimal | None = None


Choices = Mapping[int, GiftChoice]
