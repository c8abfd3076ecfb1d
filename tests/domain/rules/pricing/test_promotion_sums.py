"""Whatever is bought and whatever runs: shares are the discount, nothing falls below zero, limits hold."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.money import rounded
from domain.rules.pricing.offers import BoughtLine, Offer, OfferGift, OfferGoods, OfferStep, PromotionKind
from domain.rules.pricing.promotions import apply
from domain.rules.shares import kept_share, share_out

CENT = Decimal("0.01")
_SKUS, _CATEGORIES = st.integers(1, 6), st.integers(1, 3)
_PRICES = st.decimals("0", "99", places=4)
_MONEY = st.decimals("0", "500", places=2)


@st.composite
def _line(draw: st.DrawFn, sku_id: int) -> BoughtLine:
    packs, loose, size = draw(st.integers(0, 20)), draw(st.integers(1, 50)), draw(st.integers(1, 24))
    pack_price, unit_price = draw(_PRICES), draw(_PRICES)
    return BoughtLine(
        key=sku_id,
        sku_id=sku_id,
        category_id=sku_id % 3 + 1,
        quantity=Decimal(packs * size + loose),
        unit_price=unit_price,
        amount=rounded(packs * pack_price + loose * unit_price, "CNY"),
        packs=Decimal(packs),
        pack_size=size,
        pack_price=pack_price,
        allowed=draw(st.booleans()),
        own_price=draw(st.booleans()),
    )


@st.composite
def _offer(draw: st.DrawFn, number: int) -> Offer:
    kind = draw(st.sampled_from(PromotionKind))
    goods = OfferGoods(
        sku_id=draw(_SKUS),
        quantity=Decimal(draw(st.integers(1, 5))),
        price=draw(_PRICES),
        size=draw(st.sampled_from([1, 6])),
    )
    gift = OfferGift(sku_id=draw(_SKUS), quantity=Decimal(draw(st.integers(1, 3))), worth=draw(_PRICES))
    step = OfferStep(reach=Decimal(draw(st.integers(1, 300))), off=draw(_MONEY), gifts=(gift,))
    wide = OfferGoods(category_id=draw(_CATEGORIES))
    several = st.lists(st.sampled_from([goods, wide]), min_size=1, max_size=2, unique=True)
    return Offer(
        id=number,
        kind=kind,
        priority=draw(st.integers(0, 2)),
        goods=tuple(draw(several))
        if kind in (PromotionKind.BUNDLE, PromotionKind.SPECIAL) or draw(st.booleans())
        else (),
        steps=(step,),
        each=draw(st.booleans()),
        price=draw(_MONEY),
        own_prices=draw(st.booleans()),
        left=draw(st.none() | st.integers(0, 40).map(Decimal)),
    )


_LINES = st.lists(_SKUS, unique=True).flatmap(lambda skus: st.tuples(*(_line(sku) for sku in skus)))
_OFFERS = st.integers(0, 6).flatmap(lambda count: st.tuples(*(_offer(number) for number in range(1, count + 1))))


@given(_LINES, _OFFERS)
def test_nothing_falls_below_zero_and_every_rule_holds(
    lines: tuple[BoughtLine, ...], offers: tuple[Offer, ...]
) -> None:
    found, by_id = apply(lines, offers, "CNY"), {offer.id: offer for offer in offers}
    amounts = {line.key: line for line in lines}
    for key, discount in found.discounts.items():
        assert 0 <= discount <= amounts[key].amount
        assert discount == discount.quantize(CENT)
    assert len({share.key for share in found.of_lines}) == len(found.of_lines)
    assert len({share.promotion_id for share in found.of_order}) <= 1
    for share in (*found.of_lines, *found.of_order):
        assert by_id[share.promotion_id].takes(amounts[share.key])
    for promotion_id, used in found.used.items():
        limit = by_id[promotion_id].left
        assert limit is None or used <= limit
    assert all(gift.quantity > 0 for gift in found.gifts)
    assert found.next_step is None or found.next_step.missing > 0


@given(_LINES, _OFFERS)
def test_it_does_not_matter_which_promotion_is_read_first(
    lines: tuple[BoughtLine, ...], offers: tuple[Offer, ...]
) -> None:
    assert apply(lines, offers, "CNY") == apply(lines, tuple(reversed(offers)), "CNY")


@given(st.lists(_MONEY, min_size=1, max_size=50), st.data())
def test_shares_are_the_discount(amounts: list[Decimal], data: st.DataObject) -> None:
    whole = sum(amounts, Decimal(0))
    discount = data.draw(st.decimals("0", str(whole), places=2)) if whole else Decimal(0)
    shares = share_out(discount, amounts, CENT)
    assert sum(shares) == discount
    assert all(0 <= share <= amount for share, amount in zip(shares, amounts, strict=True))
    assert all(share == share.quantize(CENT) for share in shares)


@given(_MONEY, st.integers(1, 100), st.data())
def test_what_is_kept_never_keeps_more_than_there_was(share: Decimal, quantity: int, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, quantity))
    assert 0 <= kept_share(share, Decimal(quantity), Decimal(kept), "CNY") <= share
