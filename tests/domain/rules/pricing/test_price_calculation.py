"""What a line costs: tables a business person can check (two more are in ``tests/price_tables.py``), and what holds
whatever the lists say.

A can costs everybody ¥2.50; a case holds 24.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.pricing.price_calculation import (
    LinePrice,
    PriceSource,
    SourcePrices,
    Tier,
    base,
    below_list,
    line_price,
    nearest_first,
    next_tier,
)
from tests.price_tables import ACCOUNT, CASE, GROUP, PACKS, TEN_CANS, account, can, case, everybody, hand

CNY = "CNY"


def priced(sources: Sequence[SourcePrices], quantity: str) -> LinePrice:
    """What so many cans cost."""
    return line_price(nearest_first(sources), Decimal(quantity), CNY)


@pytest.mark.parametrize(
    ("sources", "amount", "source"),
    TEN_CANS,
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
    PACKS,
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
