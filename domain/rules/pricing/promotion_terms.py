"""What a promotion says, as somebody wrote it: whole, or what is wrong with it."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.rules.pricing.offers import OF_ORDER, WITH_GIFTS, PromotionKind

K = PromotionKind
#: The kinds that have steps.
WITH_STEPS = WITH_GIFTS | OF_ORDER


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodsTerm:
    """Goods that it is about: a SKU or a category; see ``PromotionGoods``."""

    sku_id: int | None = None
    category_id: int | None = None
    quantity: Decimal = Decimal(1)
    price: Decimal | None = None
    size: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class StepTerm:
    """What is given from where on; see ``PromotionStep``."""

    reach: Decimal
    off: Decimal | None = None
    gift_sku_id: int | None = None
    gift_quantity: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PromotionTerms:
    """All that a promotion says; see ``Promotion``. Without accounts and groups it is for everybody."""

    name: str
    kind: PromotionKind
    priority: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    each: bool = False
    price: Decimal | None = None
    own_prices: bool = False
    times: int | None = None
    set_aside: Decimal | None = None
    accounts: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    goods: tuple[GoodsTerm, ...] = ()
    steps: tuple[StepTerm, ...] = ()


class TermsFault(StrEnum):
    """Why a promotion cannot be as it is written."""

    NO_GOODS = "no_goods"
    """It needs goods to be about."""
    NO_PRICE = "no_price"
    """It needs a price."""
    NO_STEP = "no_step"
    """It needs a quantity or an amount from which on it gives something."""
    NO_GIFT = "no_gift"
    """It needs a gift and how much of it."""
    NO_OFF = "no_off"
    """It needs an amount that comes off, not more than what is bought for."""
    EACH_ONE = "each_one"
    """Given each time it is full, it has one step."""
    DATES = "dates"
    """It ends before it begins."""
    OTHER_KIND = "other_kind"
    """It is there as another kind: orders have it as such."""


def fault_of(terms: PromotionTerms) -> TermsFault | None:
    """What is wrong, the first of it; nothing where it can be so."""
    return next((fault for fault, wrong in _WRONG.items() if wrong(terms)), None)


def as_seen(terms: PromotionTerms, hidden: AbstractSet[int]) -> PromotionTerms | None:
    """What it says to somebody for whom some SKUs do not exist; nothing where nothing of it is left for them."""
    goods = tuple(each for each in terms.goods if each.sku_id not in hidden)
    steps = tuple(each for each in terms.steps if each.gift_sku_id not in hidden)
    if (terms.goods and not goods) or (terms.steps and not steps):
        return None
    if terms.kind is K.BUNDLE and len(goods) < len(terms.goods):
        return None
    return replace(terms, goods=goods, steps=steps)


def _no_price(terms: PromotionTerms) -> bool:
    if terms.kind is K.SPECIAL:
        return any(goods.price is None for goods in terms.goods)
    return terms.kind is K.BUNDLE and terms.price is None


def _no_gift(terms: PromotionTerms) -> bool:
    if terms.kind not in WITH_GIFTS:
        return False
    named = terms.kind is K.BUY_GET or all(step.gift_sku_id is not None for step in terms.steps)
    return not named or any(not step.gift_quantity or step.gift_quantity < 0 for step in terms.steps)


def _no_off(terms: PromotionTerms) -> bool:
    return terms.kind is K.AMOUNT_OFF and any(not step.off or not 0 < step.off <= step.reach for step in terms.steps)


_WRONG: dict[TermsFault, Callable[[PromotionTerms], bool]] = {
    TermsFault.NO_GOODS: lambda terms: terms.kind in (K.SPECIAL, K.BUNDLE) and not terms.goods,
    TermsFault.NO_PRICE: _no_price,
    TermsFault.NO_STEP: lambda terms: (
        terms.kind in WITH_STEPS and (not terms.steps or any(step.reach <= 0 for step in terms.steps))
    ),
    TermsFault.NO_GIFT: _no_gift,
    TermsFault.NO_OFF: _no_off,
    TermsFault.EACH_ONE: lambda terms: terms.each and len({step.reach for step in terms.steps}) > 1,
    TermsFault.DATES: lambda terms: bool(terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on),
}
