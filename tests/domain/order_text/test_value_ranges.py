"""Ranges of values."""

import pytest

from domain.order_text.value_ranges import spread_out


def test_cup_sizes_are_spread_by_their_number() -> None:
    spread = spread_out("2618 70b到72b")
    assert spread.text == "2618  70b 71b 72b"
    assert spread.inner == {"71b"}


@pytest.mark.parametrize(
    ("text", "spread"),
    [
        ("白100-150", "白 100 110 120 130 140 150"),
        ("白26-28", "白 26 27 28"),
        ("白100-151", "白100-151"),
        ("1-95", "1-95"),
    ],
)
def test_sizes_of_children_go_up_by_ten(text: str, spread: str) -> None:
    assert spread_out(text).text == spread
