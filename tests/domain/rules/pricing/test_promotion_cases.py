"""Promotions against whose price it is, changes, gifts that ran out and cuts: tables a business person can check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.rules.pricing.offers import BoughtLine, GiftChoice, bought_line
from domain.rules.pricing.price_calculation import PriceSource, SourcePrices, Tier, line_price
from domain.rules.pricing.promotions import apply
from domain.rules.shares import kept_share
from tests.offers import (
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
    gift_from,
    gifts,
    off,
    special,
)

_KINDS = {
    "special": special("4"),
    "buy n get m": buy_get("10", "1"),
    "amount off": amount_off(("100", "10")),
    "gift from an amount": gift_from("100", (TOWEL, "1")),
    "bundle": bundle("20", (COLA, "5")),
}
MANUAL, ACCOUNT, GROUP, BASE = PriceSource


def at(source: PriceSource, *, lets_in: bool = True) -> BoughtLine:
    """100 colas at ¥5.00 of a source; its list lets promotions in, or not."""
    tiers = (Tier(price=D(5)),)
    price = line_price([SourcePrices(source=source, tiers=tiers, promotions=lets_in)], D(100), "CNY")
    return bought_line(COLA, COLA, DRINKS, price)


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize(
    ("line", "own_prices", "takes_part"),
    [
        pytest.param(at(BASE), False, True, id="base price"),
        pytest.param(at(BASE), True, True, id="base price, own prices included"),
        pytest.param(at(GROUP), False, True, id="a group's list"),
        pytest.param(at(GROUP), True, True, id="a group's list, own prices included"),
        pytest.param(at(GROUP, lets_in=False), True, False, id="a group's list that lets no promotion in"),
        pytest.param(at(ACCOUNT), False, False, id="the account's own list"),
        pytest.param(at(ACCOUNT), True, True, id="the account's own list, own prices included"),
        pytest.param(at(ACCOUNT, lets_in=False), True, False, id="an own list that lets no promotion in"),
        pytest.param(at(MANUAL), False, False, id="a price by hand"),
        pytest.param(at(MANUAL), True, True, id="a price by hand, own prices included"),
    ],
)
def test_each_kind_against_each_price_source(
    kind: str, line: BoughtLine, *, own_prices: bool, takes_part: bool
) -> None:
    found = apply([line], [replace(_KINDS[kind], own_prices=own_prices)], "CNY")
    assert bool(found.gifts or any(found.discounts.values())) is takes_part


def test_lines_that_take_no_part_neither_count_nor_share() -> None:
    lines = [bought(COLA, "1", "300"), bought(SPRITE, "1", "300", own=True), bought(SOAP, "1", "300", allowed=False)]
    assert off(lines, amount_off(("600", "60"))) == {}
    assert off(lines, amount_off(("300", "30"))) == {COLA: D(30)}
    assert off(lines, replace(amount_off(("600", "60")), own_prices=True)) == {COLA: D(30), SPRITE: D(30)}


@pytest.mark.parametrize(
    ("cola", "soap", "comes_off", "towels"),
    [
        pytest.param("100", "20", {COLA: D("62.50"), SOAP: D("12.50")}, 10, id="as placed: ¥600 take ¥75 off"),
        pytest.param("100", "19", {COLA: D("42.02"), SOAP: D("7.98")}, 10, id="a soap less: ¥595 take ¥50 off"),
        pytest.param("99", "20", {COLA: D("41.60"), SOAP: D("8.40")}, 9, id="a cola less: a towel less, too"),
        pytest.param("9", "20", {}, 0, id="nothing is reached any more"),
        pytest.param("110", "20", {COLA: D("63.47"), SOAP: D("11.53")}, 11, id="more of it brings more"),
    ],
)
def test_an_order_that_its_buyer_changes_is_worked_out_anew(
    cola: str, soap: str, comes_off: dict[int, Decimal], towels: int
) -> None:
    """Colas and soaps at ¥5.00; for each 10 colas a towel, ¥50 off from ¥500 and ¥75 from ¥600."""
    offers = (buy_get("10", "1", gift=TOWEL), amount_off(("500", "50"), ("600", "75")))
    lines = [bought(COLA, cola, "5"), bought(SOAP, soap, "5")]
    assert off(lines, *offers) == comes_off
    assert gifts(lines, *offers) == ([(TOWEL, D(towels))] if towels else [])


@pytest.mark.parametrize(
    ("there", "choice", "given"),
    [
        pytest.param("10", None, [(TOWEL, D(10))], id="all ten towels are there"),
        pytest.param("4", GiftChoice(sku_id=TOWEL, most=D(4)), [(TOWEL, D(4))], id="four are: what is there"),
        pytest.param("4", GiftChoice(sku_id=SOAP), [(SOAP, D(10))], id="four are: another gift instead"),
        pytest.param("0", GiftChoice(sku_id=None), [], id="none is: no gift"),
    ],
)
def test_a_gift_that_ran_out(there: str, choice: GiftChoice | None, given: list[tuple[int, Decimal]]) -> None:
    """For each ¥50 a towel or a soap; ``there``: how many towels are. What is there is asked of the stock."""
    offer = gift_from("50", (TOWEL, "1"), (SOAP, "1"), each=True)
    found = apply([bought(COLA, "100", "5")], [offer], "CNY", {offer.id: choice} if choice else {})
    assert [(gift.sku_id, gift.quantity) for gift in found.gifts] == given
    assert all(gift.quantity <= D(there) for gift in found.gifts if gift.sku_id == TOWEL)


@pytest.mark.parametrize(
    ("left", "kept", "total"),
    [
        pytest.param({}, {COLA: "30.00", SOAP: "20.00"}, "450.00", id="nothing is cut"),
        pytest.param({COLA: 30}, {COLA: "15.00", SOAP: "20.00"}, "315.00", id="half of the colas"),
        pytest.param({COLA: 0}, {COLA: "0.00", SOAP: "20.00"}, "180.00", id="no colas: ¥200 keep their ¥20"),
        pytest.param({COLA: 7, SOAP: 1}, {COLA: "3.50", SOAP: "0.50"}, "36.00", id="one soap of forty"),
    ],
)
def test_cut_at_approval_each_line_keeps_its_share_though_the_threshold_is_missed(
    left: dict[int, int], kept: dict[int, str], total: str
) -> None:
    """60 colas and 40 soaps at ¥5.00, ¥50 off from ¥500: shares of ¥30 and ¥20."""
    placed = {COLA: D(60), SOAP: D(40)}
    shares = off([bought(sku, str(quantity), "5") for sku, quantity in placed.items()], amount_off(("500", "50")))
    stays = {
        sku: kept_share(shares[sku], quantity, D(left.get(sku, quantity)), "CNY") for sku, quantity in placed.items()
    }
    assert stays == {sku: D(share) for sku, share in kept.items()}
    assert sum(D(left.get(sku, quantity)) * 5 - stays[sku] for sku, quantity in placed.items()) == D(total)
