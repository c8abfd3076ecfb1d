"""Which numbers may be slips of the finger."""

from decimal import Decimal

import pytest

from domain.rules.leaps import is_beyond, is_leap


@pytest.mark.parametrize(
    ("before", "after", "leaps"),
    [
        (10, 100, False),
        (10, 101, True),
        (100, 10, False),
        (101, 10, True),
        (840, 30, True),
        (0, 5000, False),
        (10, 0, False),
        (11, 0, True),
        (5, 5, False),
    ],
)
def test_more_than_tenfold_is_a_leap(before: int, after: int, *, leaps: bool) -> None:
    assert is_leap(Decimal(before), Decimal(after)) is leaps


@pytest.mark.parametrize(("amount", "most", "beyond"), [(100, 100, False), (101, 100, True), (100, 0, False)])
def test_beyond_what_was_ever_there(amount: int, most: int, *, beyond: bool) -> None:
    assert is_beyond(Decimal(amount), Decimal(most)) is beyond
