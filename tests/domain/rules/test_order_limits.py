"""Whose limits hold, what a period leaves, and which quantities are offered instead: tables a salesperson can check."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.order_limits import OwnLimit, nearest_first, period_of, within_period
from domain.rules.quantities import (
    PeriodLimit,
    QuantityFault,
    QuantityLimits,
    fault_of,
    most_within,
    nearest,
    nearest_two,
)

D = Decimal
SKU = QuantityLimits(minimum=D(6), multiple=D(6), decimals=0, maximum=D(600))
NONE = OwnLimit()


@pytest.mark.parametrize(
    ("account", "group", "minimum", "multiple", "maximum"),
    [
        (NONE, NONE, 6, 6, 600),
        (NONE, OwnLimit(minimum=D(12)), 12, 6, 600),
        (OwnLimit(minimum=D(24)), OwnLimit(minimum=D(12)), 24, 6, 600),
        (OwnLimit(minimum=D(1), multiple=D(1)), OwnLimit(minimum=D(12), maximum=D(48)), 1, 1, 48),
        (OwnLimit(maximum=D(1200)), OwnLimit(maximum=D(48)), 6, 6, 1200),
        (NONE, OwnLimit(multiple=D(4), maximum=D(40)), 6, 4, 40),
        (OwnLimit(multiple=D(12)), OwnLimit(multiple=D(4), minimum=D(48)), 48, 12, 600),
    ],
)
def test_each_field_by_itself_is_the_accounts_or_the_groups_or_the_skus(
    account: OwnLimit, group: OwnLimit, minimum: int, multiple: int, maximum: int
) -> None:
    found = nearest_first(SKU, (account, group))
    assert (found.minimum, found.multiple, found.maximum) == (D(minimum), D(multiple), D(maximum))


@pytest.mark.parametrize(
    ("account", "group", "packs", "multiple"),
    [
        (OwnLimit(pack_only=True), NONE, (24,), 24),
        (NONE, OwnLimit(pack_only=True), (24,), 24),
        (OwnLimit(pack_only=False), OwnLimit(pack_only=True), (24,), 6),
        (OwnLimit(pack_only=True), NONE, (12, 24), 12),
        (OwnLimit(pack_only=True), NONE, (10,), 30),
        (OwnLimit(pack_only=True), NONE, (), 6),
        (OwnLimit(pack_only=True), NONE, (1,), 6),
        (OwnLimit(pack_only=True, multiple=D(1)), NONE, (24,), 24),
    ],
)
def test_by_the_pack_only_is_in_steps_of_the_smallest_pack(
    account: OwnLimit, group: OwnLimit, packs: tuple[int, ...], multiple: int
) -> None:
    assert nearest_first(SKU, (account, group), packs).multiple == multiple


def test_a_period_is_the_accounts_before_the_groups() -> None:
    own, other = (D(240), 7), (D(480), 30)
    assert period_of((OwnLimit(period=own), OwnLimit(period=other))) == own
    assert period_of((NONE, OwnLimit(period=other))) == other
    assert period_of((NONE, NONE)) is None


@pytest.mark.parametrize(
    ("taken", "wanted", "fault"),
    [
        (0, 240, None),
        (0, 246, QuantityFault.ABOVE_PERIOD),
        (120, 120, None),
        (120, 126, QuantityFault.ABOVE_PERIOD),
        (240, 6, QuantityFault.ABOVE_PERIOD),
        (300, 6, QuantityFault.ABOVE_PERIOD),
    ],
)
def test_what_was_taken_leaves_the_rest_of_a_period(taken: int, wanted: int, fault: QuantityFault | None) -> None:
    assert fault_of(D(wanted), within_period(SKU, (D(240), 7), D(taken))) is fault


@pytest.mark.parametrize(
    ("quantity", "maximum", "offered"),
    [
        (50, None, [48, 54]),
        (3, None, [6]),
        (700, 600, [600]),
        (601, 602, [600]),
        (47, 47, [42]),
        (3, 5, []),
    ],
)
def test_the_two_nearest_right_quantities_are_offered(quantity: int, maximum: int | None, offered: list[int]) -> None:
    limits = QuantityLimits(
        minimum=D(6), multiple=D(6), decimals=0, maximum=D(maximum) if maximum is not None else None
    )
    assert list(nearest_two(D(quantity), limits)) == offered


_WHOLE = st.integers(1, 2000).map(Decimal)
_LIMITS = st.builds(
    QuantityLimits,
    minimum=_WHOLE,
    multiple=st.integers(1, 60).map(Decimal),
    decimals=st.just(0),
    maximum=st.none() | _WHOLE,
    period=st.none()
    | st.builds(PeriodLimit, quantity=_WHOLE, days=st.just(7), taken=st.integers(0, 3000).map(Decimal)),
)


@given(limits=_LIMITS, quantity=_WHOLE)
def test_whatever_is_offered_can_be_ordered(limits: QuantityLimits, quantity: Decimal) -> None:
    for each in (*nearest_two(quantity, limits), nearest(quantity, limits), most_within(quantity, limits)):
        assert not each or fault_of(each, limits) is None
    if fault_of(quantity, limits) is None:
        assert nearest(quantity, limits) == quantity
