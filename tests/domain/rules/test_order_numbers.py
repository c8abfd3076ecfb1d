"""Order numbers as people write them."""

from datetime import date

import pytest

from domain.rules.order_numbers import NumberGiven, order_number, read_number


def test_a_number_says_its_day_and_its_place_in_it() -> None:
    assert order_number(date(2026, 11, 23), 42) == "D20261123-0042"


@pytest.mark.parametrize(
    ("text", "day", "position"),
    [
        ("42", None, 42),
        ("0042", None, 42),
        ("＃42", None, 42),
        ("#0042", None, 42),
        ("订单42", None, 42),
        ("order 42", None, 42),
        ("No. 42", None, 42),
        ("42号单", None, 42),
        ("1123-0042", "1123", 42),
        ("订单 1123-42", "1123", 42),
        ("d20261123-42", "20261123", 42),
        ("D20261123-0042", "20261123", 42),
        ("Ｄ２０２６１１２３－００４２", "20261123", 42),
        ("D202611230042", "20261123", 42),
        ("20261123 42", "20261123", 42),
    ],
)
def test_every_reasonable_way_to_write_one_is_read(text: str, day: str | None, position: int) -> None:
    assert read_number(text) == NumberGiven(day=day, position=position)


@pytest.mark.parametrize("text", ["", "可乐", "10箱", "可乐 42", "0", "2000000000015", "4.5", "1 2", "-42", "D"])
def test_other_words_are_no_order_number(text: str) -> None:
    assert read_number(text) is None
