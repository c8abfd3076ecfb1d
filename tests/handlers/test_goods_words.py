"""How many of a unit, in words."""

from decimal import Decimal

import pytest

from handlers.formatting import goods_words
from locales import words_for


@pytest.mark.parametrize(
    ("language", "unit", "count", "told"),
    [
        ("zh-CN", "罐", 3, "3罐"),
        ("en", "can", 1, "1 can"),
        ("en", "can", 3, "3 cans"),
        ("en", "box", 3, "3 boxes"),
        ("en", "kg", 3, "3 kg"),
        ("en", "个", 3, "3 个"),
    ],
)
def test_a_quantity_is_counted_as_its_language_counts(language: str, unit: str, count: int, told: str) -> None:
    assert goods_words.counted(words_for(language), unit, Decimal(count)) == told
