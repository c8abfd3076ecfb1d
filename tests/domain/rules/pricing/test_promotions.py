"""Promotions on an order, as tables that a business person can check: what is bought, what runs, what comes off."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.rules.pricing.offers import (
    BoughtLine,
    GiftChoice,
    Offer,
    OfferGift,
    OfferGoods,
    OfferStep,
    PromotionKind,
)
from domain.rules.pricing.promotion_outcome import Gift
from domain.rules.pricing.promotions import apply
from domain.rules.shares import kept_share, share_out
from tests.offers import (
    CENT,
    COLA,
    DRINKS,
    SOAP,
    SPRITE,
    TOWEL,
    D,
    amount_off,
    bought,
    bundle,
    buy_get,
    cases,
    gift_from,
    gifts,
    off,
    special,
)


@pytest.mark.parametrize(
    ("line", "offer", "comes_off"),
    [
        pytest.param(bought(COLA, "10", "5"), special("4.50"), "5.00", id="10 at 5.00, special 4.50"),
        pytest.param(bought(COLA, "10", "4"), special("4.50"), None, id="the dealer's own price is lower"),
        pytest.param(bought(COLA, "10", "4.50"), special("4.50"), None, id="the same price"),
        pytest.param(bought(COLA, "3", "0.3333"), special("0.3300"), "0.01", id="1.00 becomes 0.99"),
        pytest.param(bought(COLA, "10", "5"), special("4.50", left="4"), "2.00", id="only 4 left at the special price"),
        pytest.param(bought(SPRITE, "10", "5"), special("4.50"), None, id="other goods"),
        pytest.param(
            cases(COLA, 2, 1, "96", "4.50"), special("90", size=24), "12.00", id="by the case; loose as before"
        ),
        pytest.param(cases(COLA, 0, 23, "96", "4.50"), special("90", size=24), None, id="not a whole case"),
        pytest.param(
            cases(COLA, 2, 0, "96", "4.50"), special("3.50"), "24.00", id="48 at 3.50 instead of 2 cases at 96"
        ),
    ],
)
def test_special_price(line: BoughtLine, offer: Offer, comes_off: str | None) -> None:
    assert off([line], offer) == ({line.sku_id: D(comes_off)} if comes_off else {})


@pytest.mark.parametrize(
    ("quantity", "offer", "given"),
    [
        pytest.param("9", buy_get("10", "1"), [], id="9 of 10"),
        pytest.param("10", buy_get("10", "1"), [(COLA, D(1))], id="10 get 1"),
        pytest.param("29", buy_get("10", "1"), [(COLA, D(2))], id="29 get 2: each full 10"),
        pytest.param("29", buy_get("10", "1", each=False), [(COLA, D(1))], id="29 get 1: once"),
        pytest.param("20", buy_get("10", "3", gift=SPRITE), [(SPRITE, D(6))], id="another SKU"),
        pytest.param("50", replace(buy_get("10", "1"), left=D(2)), [(COLA, D(2))], id="only 2 gifts left"),
        pytest.param("50", replace(buy_get("10", "1"), left=D(0)), [], id="no gift left"),
    ],
)
def test_buy_n_get_m(quantity: str, offer: Offer, given: list[tuple[int, Decimal]]) -> None:
    lines = [bought(COLA, quantity, "5")]
    assert gifts(lines, offer) == given
    assert off(lines, offer) == {}


@pytest.mark.parametrize(
    ("amount", "offer", "comes_off"),
    [
        pytest.param("499.99", amount_off(("500", "50")), None, id="a cent short"),
        pytest.param("500", amount_off(("500", "50")), "50", id="just reached"),
        pytest.param("1600", amount_off(("500", "50")), "50", id="a ladder of one step is given once"),
        pytest.param("1600", amount_off(("500", "50"), each=True), "150", id="each full 500"),
        pytest.param("1600", amount_off(("500", "50"), ("1000", "120"), ("2000", "300")), "120", id="the step reached"),
        pytest.param("2000", amount_off(("500", "50"), ("1000", "120"), ("2000", "300")), "300", id="the highest"),
        pytest.param("600", amount_off(("500", "900")), "600", id="never more than there is to pay"),
    ],
)
def test_amount_off(amount: str, offer: Offer, comes_off: str | None) -> None:
    assert off([bought(COLA, "1", amount)], offer) == ({COLA: D(comes_off)} if comes_off else {})


def test_amount_off_of_a_category_counts_and_shares_only_its_lines() -> None:
    lines = [bought(COLA, "1", "300"), bought(SPRITE, "1", "200"), bought(SOAP, "1", "900")]
    assert off(lines, amount_off(("500", "50"), category=DRINKS)) == {COLA: D(30), SPRITE: D(20)}
    assert off(lines[1:], amount_off(("500", "50"), category=DRINKS)) == {}


@pytest.mark.parametrize(
    ("amount", "offer", "given"),
    [
        pytest.param("299", gift_from("300", (TOWEL, "1")), [], id="short"),
        pytest.param("900", gift_from("300", (TOWEL, "1")), [(TOWEL, D(1))], id="once"),
        pytest.param("900", gift_from("300", (TOWEL, "1"), each=True), [(TOWEL, D(3))], id="each full 300"),
        pytest.param(
            "900", gift_from("300", (TOWEL, "1"), (SOAP, "2")), [(TOWEL, D(1))], id="the first, unless chosen"
        ),
    ],
)
def test_gift_from_an_amount(amount: str, offer: Offer, given: list[tuple[int, Decimal]]) -> None:
    assert gifts([bought(COLA, "1", amount)], offer) == given


@pytest.mark.parametrize(
    ("choice", "given"),
    [
        pytest.param(GiftChoice(sku_id=SOAP), [(SOAP, D(2))], id="the other gift"),
        pytest.param(GiftChoice(sku_id=SOAP, most=D(1)), [(SOAP, D(1))], id="as much of it as is there"),
        pytest.param(GiftChoice(sku_id=None), [], id="none"),
        pytest.param(GiftChoice(sku_id=COLA), [(TOWEL, D(1))], id="no gift of this promotion: the first"),
    ],
)
def test_the_buyer_chooses_the_gift(choice: GiftChoice, given: list[tuple[int, Decimal]]) -> None:
    offer = gift_from("300", (TOWEL, "1"), (SOAP, "2"))
    found = apply([bought(COLA, "1", "900")], [offer], "CNY", {offer.id: choice})
    assert [(gift.sku_id, gift.quantity) for gift in found.gifts] == given


@pytest.mark.parametrize(
    ("cola", "soap", "comes_off"),
    [
        pytest.param("2", "1", {COLA: D("3.33"), SOAP: D("1.67")}, id="one bundle: 15.00 for 10.00, by amount"),
        pytest.param("5", "2", {COLA: D("6.66"), SOAP: D("3.34")}, id="two bundles; the fifth cola as before"),
        pytest.param("1", "4", {}, id="not all of it"),
    ],
)
def test_bundle_price(cola: str, soap: str, comes_off: dict[int, Decimal]) -> None:
    found = off([bought(COLA, cola, "5"), bought(SOAP, soap, "5")], bundle("10", (COLA, "2"), (SOAP, "1")))
    assert sum(found.values()) == sum(comes_off.values())
    assert found.keys() == comes_off.keys()
    assert all(abs(found[sku] - comes_off[sku]) <= CENT for sku in found)


@pytest.mark.parametrize(
    ("offers", "promotion"),
    [
        pytest.param([special("4", number=1), special("3", number=2)], 2, id="the lower price"),
        pytest.param([special("4", number=1), buy_get("10", "1", number=2)], 1, id="10.00 off beats a bottle at 5.00"),
        pytest.param([special("4.80", number=1), buy_get("10", "1", number=2)], 2, id="a bottle beats 2.00 off"),
        pytest.param([special("4", number=1), replace(special("4", number=2), priority=1)], 2, id="a tie: priority"),
        pytest.param([special("4", number=1), special("4", number=2)], 1, id="a tie again: the older"),
        pytest.param(
            [special("4", number=1), bundle("40", (COLA, "10"), number=2)], 1, id="a bundle that saves no more"
        ),
        pytest.param([special("4", number=1), bundle("39", (COLA, "10"), number=2)], 2, id="a bundle that saves more"),
    ],
)
def test_one_promotion_a_line(offers: list[Offer], promotion: int) -> None:
    found = apply([bought(COLA, "10", "5")], offers, "CNY")
    assert found.promotion_of == {COLA: promotion}
    assert len(found.of_lines) == 1


@pytest.mark.parametrize(
    ("offers", "comes_off"),
    [
        pytest.param(
            [special("4"), amount_off(("450", "45"))], "100", id="after 特价 400 are left: 450 is not reached"
        ),
        pytest.param([special("4"), amount_off(("400", "40"))], "140", id="on the 400 that are left"),
        pytest.param([bundle("400", (COLA, "100")), amount_off(("400", "40"))], "140", id="after a bundle as well"),
        pytest.param(
            [buy_get("10", "1", gift=TOWEL), amount_off(("500", "50"))], "50", id="goods on top lower nothing"
        ),
        pytest.param([special("4"), gift_from("401", (TOWEL, "1")), amount_off(("400", "1"))], "101", id="400 left"),
        pytest.param(
            [amount_off(("400", "40")), amount_off(("300", "50"), number=9)], "50", id="one for the order: the best"
        ),
        pytest.param(
            [amount_off(("400", "40")), gift_from("400", (TOWEL, "9"))], "0", id="nine towels at 5 beat 40 off"
        ),
    ],
)
def test_one_promotion_for_the_order_on_what_is_left(offers: list[Offer], comes_off: str) -> None:
    assert sum(apply([bought(COLA, "100", "5")], offers, "CNY").discounts.values()) == D(comes_off)


def test_what_is_left_of_a_limited_promotion_goes_round_once() -> None:
    offer = Offer(
        id=1,
        kind=PromotionKind.SPECIAL,
        goods=(OfferGoods(sku_id=COLA, price=D(4)), OfferGoods(sku_id=SPRITE, price=D(4))),
        left=D(15),
    )
    found = apply([bought(COLA, "10", "5"), bought(SPRITE, "10", "5")], [offer], "CNY")
    assert found.discounts == {COLA: D(10), SPRITE: D(5)}
    assert found.used == {1: D(15)}


def test_gifts_of_one_promotion_for_several_lines_stand_together() -> None:
    offer = replace(buy_get("10", "1", gift=TOWEL), goods=(OfferGoods(category_id=DRINKS),))
    found = apply([bought(COLA, "20", "5"), bought(SPRITE, "10", "5")], [offer], "CNY")
    assert found.gifts == (Gift(promotion_id=2, sku_id=TOWEL, quantity=D(3)),)


@pytest.mark.parametrize(
    ("amount", "offers", "missing", "brings"),
    [
        pytest.param("380", [amount_off(("500", "50"))], "120", "50", id="120 more take 50 off"),
        pytest.param("620", [amount_off(("500", "50"), ("1000", "120"))], "380", "120", id="the next of a ladder"),
        pytest.param("620", [amount_off(("500", "50"), each=True)], "380", "100", id="the next full 500"),
        pytest.param("1200", [amount_off(("500", "50"), ("1000", "120"))], None, None, id="the ladder ends"),
        pytest.param(
            "380", [amount_off(("500", "50")), amount_off(("400", "10"), number=9)], "20", "10", id="the nearest"
        ),
        pytest.param(
            "520", [amount_off(("500", "50")), amount_off(("600", "40"), number=9)], None, None, id="brings less"
        ),
    ],
)
def test_how_much_more_brings_more(amount: str, offers: list[Offer], missing: str | None, brings: str | None) -> None:
    step = apply([bought(COLA, "1", amount)], offers, "CNY").next_step
    assert (step and step.missing, step and step.off) == (missing and D(missing), brings and D(brings))


@pytest.mark.parametrize(
    ("discount", "amounts", "shares"),
    [
        pytest.param("50", ["300", "200"], ["30", "20"], id="by amount"),
        pytest.param(
            "10", ["100", "100", "100"], ["3.34", "3.33", "3.33"], id="the cent left goes to the first of equals"
        ),
        pytest.param("10", ["100", "101", "100"], ["3.32", "3.36", "3.32"], id="what is left goes to the largest"),
        pytest.param("0.01", ["5", "7"], ["0", "0.01"], id="one cent"),
        pytest.param("0.02", ["0.01", "0.01", "0.01"], ["0.01", "0.01", "0"], id="no line below zero"),
        pytest.param("0", ["5", "7"], ["0", "0"], id="nothing"),
        pytest.param("12", ["5", "7"], ["5", "7"], id="all of it"),
    ],
)
def test_sharing_out_a_discount(discount: str, amounts: list[str], shares: list[str]) -> None:
    assert share_out(D(discount), [D(each) for each in amounts], CENT) == tuple(D(each) for each in shares)


@pytest.mark.parametrize(
    ("share", "quantity", "kept", "stays"),
    [
        pytest.param("10", "10", "10", "10.00", id="nothing cut"),
        pytest.param("10", "10", "7", "7.00", id="seven of ten keep seven tenths"),
        pytest.param("10", "3", "1", "3.33", id="rounded half up"),
        pytest.param("0.05", "2", "1", "0.03", id="half a cent up"),
        pytest.param("10", "10", "0", "0.00", id="all cut"),
        pytest.param("0", "0", "0", "0", id="a line of nothing"),
    ],
)
def test_cut_by_the_supplier_each_kept_quantity_keeps_its_share(
    share: str, quantity: str, kept: str, stays: str
) -> None:
    assert kept_share(D(share), D(quantity), D(kept), "CNY") == D(stays)


def test_the_same_goods_as_a_gift_need_a_line_that_they_are_the_same_as() -> None:
    step = OfferStep(reach=D(100), gifts=(OfferGift(quantity=D(1)),))
    assert gifts([bought(COLA, "1", "900")], replace(gift_from("300"), steps=(step,))) == []


def test_without_promotions_nothing_changes() -> None:
    found = apply([bought(COLA, "1", "5")], [], "CNY")
    assert (found.discounts, found.gifts, found.next_step, found.of_order) == ({}, (), None, ())
