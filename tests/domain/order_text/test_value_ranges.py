"""Values and the counts meant for them."""

import pytest

from domain.order_text.value_ranges import spread_out, with_counts


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        ("8821黑 39-41：1 2 3", "8821黑  39×1 40×2 41×3"),
        ("8821黑28 2 29 3 30 1", "8821黑 28×2 29×3 30×1"),
        ("舒肤佳柠檬 400 5 720 3", "舒肤佳柠檬  400×5 720×3"),
        ("M:2 L:3", "m×2 l×3"),
        ("深蓝 30/2 31/4", "深蓝  30×2 31×4"),
        ("8821 黑 26 27 28 各 1 2 2", "8821 黑 26×1 27×2 28×2"),
        ("8821黑 26-28码 1/2/2", "8821黑  26×1 27×2 28码×2"),
        ("C88 S-L 黄：1 2 2 灰：1 0 1", "c88 黄 s×1 m×2 l×2，c88 灰 s×1 m×0 l×1"),
    ],
)
def test_each_value_takes_its_count(line: str, counted: str) -> None:
    assert with_counts(line) == counted


@pytest.mark.parametrize("line", ["8821黑 39 40 41 42", "红牛 250 10", "电话 138 1234 5678 12", "T602 120 5 120 3"])
def test_numbers_that_are_no_values_and_counts_in_turn_stay(line: str) -> None:
    assert with_counts(line) == line


def test_cup_sizes_are_spread_by_their_number() -> None:
    spread = spread_out("2618 70b到72b")
    assert spread.text == "2618  70b 71b 72b"
    assert spread.inner == {"71b"}
