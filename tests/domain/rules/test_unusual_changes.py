"""Which numbers may be slips of the finger."""

from decimal import Decimal

import pytest

from domain.rules.unusual_changes import is_beyond, is_implausible, is_leap


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


@pytest.mark.parametrize(
    ("amount", "on_hand", "most", "implausible"),
    [
        (1200, 0, 10, False),
        (1201, 1201, 10, False),
        (1201, 1200, 400, True),
        (1201, 1200, 401, False),
        (3601, 1200, 0, True),
        (3600, 1200, 0, False),
        (7201, 0, 0, True),
        (7200, 0, 0, False),
    ],
    ids=[
        "few packs",
        "all there is",
        "far more than ever",
        "more than ever",
        "far more than is there",
        "more than is there",
        "hundreds of packs of what never was there",
        "not quite so many",
    ],
)
def test_beyond_plausibility_by_packs_of_24(amount: int, on_hand: int, most: int, *, implausible: bool) -> None:
    assert is_implausible(Decimal(amount), 24, Decimal(on_hand), Decimal(most)) is implausible
