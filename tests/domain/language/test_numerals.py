"""Numbers as people write them."""

from decimal import Decimal

import pytest

from domain.language.numerals import read_numeral


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("10", "10"), ("1.5", "1.5"), ("十", "10"), ("二十五", "25"), ("两百五", "250"), ("一百零五", "105"),
        ("〇", "0"),
        ("百", "100"), ("千", "1000"), ("半", "0.5"), ("俩", "2"), ("twelve", "12"), (" 3 ", "3"),
    ],
)  # fmt: skip
def test_a_numeral_is_read(word: str, number: str) -> None:
    assert read_numeral(word) == Decimal(number)


@pytest.mark.parametrize(
    "word", ["", "可乐", "十百", "百百", "三十零", "十三十三", "三十三十一", "1e9", "½", "一" * 40, "1.2.3"]
)
def test_anything_else_is_no_numeral(word: str) -> None:
    assert read_numeral(word) is None
