"""Sizes that make up so much of goods."""

from decimal import Decimal

import pytest

from domain.language.sizes import is_measure, size, times_in


@pytest.mark.parametrize(
    ("said", "own", "times"),
    [
        (("6", "kg"), ("1", "kg"), 6),
        (("10", "gal"), ("5", "gallon"), 2),
        (("6", "kg"), ("4", "kg"), None),
        (("1", "kg"), ("1", "kg"), None),
        (("500", "斤"), ("25", "kg"), None),
        (("4", "qt"), ("1", "lb"), None),
        (("12", "inch"), ("6", "inch"), None),
    ],
)
def test_so_much_is_so_many_of_a_size_only_in_the_unit_of_it_and_without_a_rest(
    said: tuple[str, str], own: tuple[str, str], times: int | None
) -> None:
    assert times_in(Decimal(said[0]), said[1], [size(Decimal(own[0]), own[1])]) == times


def test_of_goods_with_two_sizes_nobody_knows_how_many_make_so_much() -> None:
    assert times_in(Decimal(6), "kg", [size(Decimal(1), "kg"), size(Decimal(2), "kg")]) is None


def test_what_is_bought_by_capacity_or_weight_is_a_measure() -> None:
    assert [unit for unit in ("kg", "ml", "gal", "lb", "inch", "case") if is_measure(unit)] == ["kg", "ml", "gal", "lb"]
