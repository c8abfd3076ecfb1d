"""What a line costs: tables a business person can check, and what holds whatever the lists say.

A can costs everybody ¥2.50; a case holds 24.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.price_calculation import (
    LinePrice,
    PriceSource,
    SourcePrices,
    Tier,
    base,
    below_list,
    by_hand,
    line_price,
    nearest_first,
    next_tier,
)

CASE = 24
CNY = "CNY"
MANUAL, ACCOUNT, GROUP, BASE = PriceSource


def can(price: str, from_quantity: int = 0) -> Tier:
    """A price of one can from a quantity on."""
    return Tier(price=Decimal(price), from_quantity=Decimal(from_quantity))


def case(price: str, from_quantity: int = 0, size: int = CASE) -> Tier:
    """A price of one case from a quantity of cans on."""
    return Tier(price=Decimal(price), from_quantity=Decimal(from_quantity), size=size, is_pack=True, pack_id=size)


def account(*tiers: Tier, priority: int = 0, starts_on: date | None = None, name: str = "own") -> SourcePrices:
    """A list of the account."""
    return SourcePrices(source=ACCOUNT, tiers=tiers, list_id=1, list_name=name, priority=priority, starts_on=starts_on)


def group(*tiers: Tier) -> SourcePrices:
    """A list of its group."""
    return SourcePrices(source=GROUP, tiers=tiers, list_id=2, list_name="level A")


def everybody(*tiers: Tier) -> SourcePrices:
    """What everybody pays."""
    return base(Decimal("2.50"), tiers)


def hand(price: str, size: int = 1) -> SourcePrices:
    """A price set by hand."""
    return by_hand(Decimal(price), size)


def priced(sources: Sequence[SourcePrices], quantity: str) -> LinePrice:
    """What so many cans cost."""
    return line_price(nearest_first(sources), Decimal(quantity), CNY)


@pytest.mark.parametrize(
    ("sources", "amount", "source"),
    [
        # each pair of sources: the nearer one decides
        ([everybody()], "25.00", BASE),
        ([everybody(), group(can("2.40"))], "24.00", GROUP),
        ([everybody(), account(can("2.30"))], "23.00", ACCOUNT),
        ([everybody(), hand("2.20")], "22.00", MANUAL),
        ([group(can("2.40")), everybody(), account(can("2.30"))], "23.00", ACCOUNT),
        ([group(can("2.40")), everybody(), hand("2.20")], "22.00", MANUAL),
        ([account(can("2.30")), everybody(), hand("2.20")], "22.00", MANUAL),
        ([everybody(), hand("2.20"), account(can("2.30")), group(can("2.40"))], "22.00", MANUAL),
        # even where it is dearer
        ([everybody(), account(can("2.60")), group(can("2.40"))], "26.00", ACCOUNT),
        ([everybody(), group(can("3"))], "30.00", GROUP),
        ([everybody(), account(can("2.30")), hand("9")], "90.00", MANUAL),
        # what is given away is a price, too
        ([everybody(), account(can("0"))], "0.00", ACCOUNT),
        # a list without a price for so many passes on
        ([everybody(), account(can("2.00", 11))], "25.00", BASE),
        ([everybody(), account(can("2.00", 11)), group(can("2.40"))], "24.00", GROUP),
        ([everybody(), account(), group(can("2.40"))], "24.00", GROUP),
        ([everybody(), account(case("50"))], "25.00", BASE),
        ([everybody(), group(case("50")), account(case("48"))], "25.00", BASE),
    ],
)
def test_the_nearest_source_with_a_price_for_ten_cans_decides(
    sources: list[SourcePrices], amount: str, source: PriceSource
) -> None:
    found = priced(sources, "10")
    assert (found.amount, found.source) == (Decimal(amount), source)


@pytest.mark.parametrize(
    ("tiers", "quantity", "unit", "tier_from"),
    [
        ([], "1", "2.50", "0"),
        ([can("2.40", 48), can("2.20", 240)], "47", "2.50", "0"),
        ([can("2.40", 48), can("2.20", 240)], "48", "2.40", "48"),
        ([can("2.40", 48), can("2.20", 240)], "239", "2.40", "48"),
        ([can("2.40", 48), can("2.20", 240)], "240", "2.20", "240"),
        ([can("2.20", 240), can("2.40", 48)], "9999", "2.20", "240"),
        # a tier may be dearer than the one before: it is what the list says
        ([can("2.60", 48)], "48", "2.60", "48"),
    ],
)
def test_the_highest_tier_that_the_whole_line_reaches_counts(
    tiers: list[Tier], quantity: str, unit: str, tier_from: str
) -> None:
    found = priced([everybody(*tiers)], quantity)
    assert (found.unit_price, found.tier_from) == (Decimal(unit), Decimal(tier_from))
    assert found.amount == Decimal(unit) * Decimal(quantity)


@pytest.mark.parametrize(
    ("sources", "quantity", "packs", "loose", "amount", "source"),
    [
        # 12 cases at ¥98.50 are ¥1,182.00, whatever a can costs
        ([everybody(case("98.50"))], "288", "12", "0", "1182.00", BASE),
        # whole cases at their price, the rest at that of a can
        ([everybody(case("55"))], "23", "0", "23", "57.50", BASE),
        ([everybody(case("55"))], "24", "1", "0", "55.00", BASE),
        ([everybody(case("55"))], "30", "1", "6", "70.00", BASE),
        ([account(case("55"), can("2.40")), everybody()], "30", "1", "6", "69.40", ACCOUNT),
        # the rest has no price in the list: the next source says
        ([account(case("55")), everybody()], "30", "1", "6", "70.00", ACCOUNT),
        ([account(case("55")), group(can("2.45")), everybody()], "30", "1", "6", "69.70", ACCOUNT),
        ([account(case("55")), group(case("50")), everybody()], "30", "1", "6", "70.00", ACCOUNT),
        # less than a case, and the list knows no other price: the next source decides
        ([account(case("55")), group(can("2.45")), everybody()], "6", "0", "6", "14.70", GROUP),
        # the list has a price of a can only: a case is 24 of these, though everybody has a price of a case
        ([account(can("2.40")), everybody(case("55"))], "48", "0", "48", "115.20", ACCOUNT),
        # tiers count the whole line, cases and rest together
        ([everybody(case("57"), case("54", 240), can("2.40", 240))], "239", "9", "23", "570.50", BASE),
        ([everybody(case("57"), case("54", 240), can("2.40", 240))], "250", "10", "10", "564.00", BASE),
        ([everybody(case("57"), case("54", 240))], "250", "10", "10", "565.00", BASE),
        # a higher tier of the can is not undone by the case's first price
        ([everybody(case("57"), can("2.00", 240))], "240", "0", "240", "480.00", BASE),
        ([everybody(case("57"), can("2.00", 240))], "216", "9", "0", "513.00", BASE),
        # of two packs the bigger one that the line fills
        ([everybody(case("14", size=6), case("55"))], "30", "1", "6", "70.00", BASE),
        ([everybody(case("14", size=6), case("55"))], "20", "3", "2", "47.00", BASE),
        # by hand for a case: the rest as without it
        ([hand("50", CASE), account(can("2.40")), everybody()], "30", "1", "6", "64.40", MANUAL),
        ([hand("50", CASE), account(can("2.40")), everybody()], "6", "0", "6", "14.40", ACCOUNT),
        ([hand("2.10"), everybody(case("55"))], "30", "0", "30", "63.00", MANUAL),
        # goods sold by weight
        ([everybody(case("60"))], "36.505", "1", "12.505", "91.26", BASE),
    ],
)
def test_whole_packs_cost_their_price_and_the_rest_its_own(
    sources: list[SourcePrices], quantity: str, packs: str, loose: str, amount: str, source: PriceSource
) -> None:
    found = priced(sources, quantity)
    assert (found.packs, found.loose) == (Decimal(packs), Decimal(loose))
    assert (found.amount, found.source) == (Decimal(amount), source)


@pytest.mark.parametrize(
    ("first", "second", "wins"),
    [
        ({"priority": 1}, {"priority": 2}, "second"),
        ({"priority": 2}, {"priority": 1}, "first"),
        ({"starts_on": date(2026, 1, 1)}, {"starts_on": date(2026, 6, 1)}, "second"),
        ({"starts_on": date(2026, 6, 1)}, {}, "first"),
        ({"priority": 1}, {"starts_on": date(2026, 6, 1)}, "first"),
    ],
)
def test_of_two_lists_of_one_rank_priority_then_the_later_start_decides(
    first: dict[str, object], second: dict[str, object], wins: str
) -> None:
    lists = [account(can("2"), name=name, **told) for name, told in (("first", first), ("second", second))]  # type: ignore[arg-type]
    for sources in (lists, lists[::-1]):
        assert priced([*sources, everybody()], "1").list_name == wins


def test_an_amount_is_rounded_half_up_once_for_the_whole_line() -> None:
    odd = account(case("10.005"), can("0.005"))
    assert priced([odd, everybody()], "25").amount == Decimal("10.01")
    assert priced([everybody(can("0.0005", 2))], "10").amount == Decimal("0.01")


@pytest.mark.parametrize(
    ("sources", "quantity", "size", "reached", "saving"),
    [
        ([everybody()], "24", CASE, None, None),
        ([everybody(case("60"), case("58", 240))], "168", CASE, "240", "2"),
        # the price by the can, told by the case
        ([everybody(can("2.40", 240))], "168", CASE, "240", "2.4"),
        ([everybody(can("2.40", 250))], "168", CASE, "264", "2.4"),
        ([everybody(can("2.40", 240))], "6", 1, "240", "0.1"),
        # a tier that is no cheaper is passed over
        ([everybody(case("60"), case("61", 48), case("58", 240))], "24", CASE, "240", "2"),
        # a nearer list that is not reached yet
        ([account(can("2", 240)), everybody()], "24", CASE, "240", "12"),
        # what is agreed by hand stays, whatever the quantity
        ([hand("50", CASE), everybody(case("40", 240))], "24", CASE, None, None),
        ([everybody(can("2.40", 240))], "240", CASE, None, None),
    ],
)
def test_the_next_tier_is_told_by_the_unit_they_order_in(
    sources: list[SourcePrices], quantity: str, size: int, reached: str | None, saving: str | None
) -> None:
    found = next_tier(nearest_first(sources), Decimal(quantity), size, CNY)
    told = (found.quantity, found.saving) if found else (None, None)
    assert told == (reached and Decimal(reached), saving and Decimal(saving))


@pytest.mark.parametrize(
    ("manual", "listed", "floor", "percent", "short"),
    [
        (None, "60", "2", "0", "0"),
        ("60", "60", None, "0", "0"),
        ("66", "60", None, "0", "0"),
        ("54", "60", None, "10", "0"),
        ("54", "60", "2.25", "10", "0"),
        ("54", "60", "2.30", "10", "12.00"),
        ("0", "60", "2.30", "100", "552.00"),
        ("54", "0", None, "0", "0"),
        ("54", None, "2.30", "0", "12.00"),
    ],
)
def test_how_far_ten_cases_by_hand_are_below_list_and_floor(
    manual: str | None, listed: str | None, floor: str | None, percent: str, short: str
) -> None:
    given_price = Decimal(manual) if manual else None
    found = below_list(
        quantity=Decimal(240),
        amount=(given_price or 0) * Decimal(10),
        manual_price=given_price,
        list_price=Decimal(listed) if listed else None,
        floor_price=Decimal(floor) if floor else None,
        currency=CNY,
    )
    assert (found.percent, found.floor) == (Decimal(percent), Decimal(short))


PRICES = st.decimals(0, 500, places=4)
TIERS = st.builds(
    lambda price, begins, size: Tier(
        price=price, from_quantity=Decimal(begins), size=size, is_pack=size > 1, pack_id=None
    ),
    PRICES,
    st.integers(0, 500),
    st.sampled_from([1, 6, CASE]),
)
LISTS = st.builds(
    lambda source, tiers, priority: SourcePrices(
        source=source, tiers=tuple(tiers), list_id=priority, priority=priority
    ),
    st.sampled_from([ACCOUNT, GROUP]),
    st.lists(TIERS, max_size=4),
    st.integers(0, 9),
)


@given(lists=st.lists(LISTS, max_size=5), unit=PRICES, tiers=st.lists(TIERS, max_size=4), quantity=st.integers(1, 700))
def test_whatever_the_lists_say_parts_and_amount_agree(
    lists: list[SourcePrices], unit: Decimal, tiers: list[Tier], quantity: int
) -> None:
    sources = nearest_first([*lists, base(unit, tiers)])
    found = line_price(sources, Decimal(quantity), CNY)
    assert found.packs * found.pack_size * (found.pack_price is not None) + found.loose == quantity
    assert found.amount >= 0
    exact = found.packs * (found.pack_price or 0) + found.loose * found.unit_price
    assert abs(found.amount - exact) <= Decimal("0.005")
    said = {tier.price for source in sources for tier in source.tiers}
    assert {found.unit_price, found.per(found.pack_size)} <= said
    ahead = next_tier(sources, Decimal(quantity), CASE, CNY)
    assert ahead is None or (ahead.quantity > quantity and ahead.saving > 0)
