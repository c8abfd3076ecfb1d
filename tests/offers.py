"""Bought lines and promotions as values, for the tables of promotions: what is bought, what runs, what comes off."""

from decimal import Decimal

from domain.rules.pricing.offers import BoughtLine, Offer, OfferGift, OfferGoods, OfferStep, PromotionKind
from domain.rules.pricing.promotions import apply

D = Decimal
COLA, SPRITE, SOAP, TOWEL = 1, 2, 3, 4
DRINKS, HOUSEHOLD = 10, 20
CATEGORY = {COLA: DRINKS, SPRITE: DRINKS, SOAP: HOUSEHOLD, TOWEL: HOUSEHOLD}
CENT = D("0.01")


def bought(sku: int, quantity: str, price: str, *, own: bool = False, allowed: bool = True) -> BoughtLine:
    """A line by base units only; its key is its SKU."""
    return BoughtLine(
        key=sku,
        sku_id=sku,
        category_id=CATEGORY[sku],
        quantity=D(quantity),
        unit_price=D(price),
        amount=(D(quantity) * D(price)).quantize(CENT),
        own_price=own,
        allowed=allowed,
    )


def cases(sku: int, packs: int, loose: int, pack_price: str, unit_price: str) -> BoughtLine:
    """A line by cases of 24 and loose pieces."""
    return BoughtLine(
        key=sku,
        sku_id=sku,
        category_id=CATEGORY[sku],
        quantity=D(packs * 24 + loose),
        unit_price=D(unit_price),
        amount=packs * D(pack_price) + loose * D(unit_price),
        packs=D(packs),
        pack_size=24,
        pack_price=D(pack_price),
    )


def special(price: str, *, sku: int = COLA, size: int = 1, number: int = 1, left: str | None = None) -> Offer:
    return Offer(
        id=number,
        kind=PromotionKind.SPECIAL,
        goods=(OfferGoods(sku_id=sku, price=D(price), size=size),),
        left=D(left) if left else None,
    )


def buy_get(
    buy: str, get: str, *, gift: int | None = None, sku: int = COLA, number: int = 2, each: bool = True
) -> Offer:
    step = OfferStep(reach=D(buy), gifts=(OfferGift(sku_id=gift, quantity=D(get), worth=D(5)),))
    return Offer(id=number, kind=PromotionKind.BUY_GET, goods=(OfferGoods(sku_id=sku),), steps=(step,), each=each)


def amount_off(*steps: tuple[str, str], each: bool = False, number: int = 3, category: int | None = None) -> Offer:
    return Offer(
        id=number,
        kind=PromotionKind.AMOUNT_OFF,
        goods=(OfferGoods(category_id=category),) if category else (),
        steps=tuple(OfferStep(reach=D(reach), off=D(off)) for reach, off in steps),
        each=each,
    )


def gift_from(reach: str, *gifts: tuple[int, str], each: bool = False, number: int = 4) -> Offer:
    given = tuple(OfferGift(sku_id=sku, quantity=D(quantity), worth=D(5)) for sku, quantity in gifts)
    steps = (OfferStep(reach=D(reach), gifts=given),)
    return Offer(id=number, kind=PromotionKind.GIFT_FROM, steps=steps, each=each)


def bundle(price: str, *goods: tuple[int, str], number: int = 5) -> Offer:
    return Offer(
        id=number,
        kind=PromotionKind.BUNDLE,
        goods=tuple(OfferGoods(sku_id=sku, quantity=D(quantity)) for sku, quantity in goods),
        price=D(price),
    )


def off(lines: list[BoughtLine], *offers: Offer) -> dict[int, Decimal]:
    """What comes off each SKU."""
    return {sku: discount for sku, discount in apply(lines, offers, "CNY").discounts.items() if discount}


def gifts(lines: list[BoughtLine], *offers: Offer) -> list[tuple[int, Decimal]]:
    return [(gift.sku_id, gift.quantity) for gift in apply(lines, offers, "CNY").gifts]
