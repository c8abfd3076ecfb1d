"""Who gets what of scarce goods."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.allotment import allot

AMOUNTS = st.decimals(min_value=0, max_value=1000, places=3)


@pytest.mark.parametrize(
    ("there", "wanted", "given"),
    [
        (10, [("first", 4), ("second", 6)], {"first": 4, "second": 6}),
        (10, [("first", 4), ("second", 9)], {"first": 4, "second": 6}),
        (3, [("first", 4), ("second", 9)], {"first": 3}),
        (0, [("first", 4)], {}),
        (-5, [("first", 4)], {}),
        (10, [], {}),
        (10, [("nothing wanted", 0), ("second", 9)], {"second": 9}),
    ],
)
def test_the_first_gets_all_it_wants_as_far_as_it_goes(
    there: int, wanted: list[tuple[str, int]], given: dict[str, int]
) -> None:
    assert allot(Decimal(there), [(who, Decimal(much)) for who, much in wanted]) == given


@given(there=AMOUNTS, wanted=st.lists(AMOUNTS, max_size=8))
def test_all_that_is_there_is_given_and_nobody_gets_more_than_they_want(there: Decimal, wanted: list[Decimal]) -> None:
    shares = allot(there, list(enumerate(wanted)))
    assert sum(shares.values()) == min(there, sum(wanted))
    assert all(0 < share <= wanted[who] for who, share in shares.items())
