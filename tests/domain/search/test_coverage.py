"""Which words of a name a SKU bears."""

import pytest

from domain.language.canonical import canonical
from domain.language.quantities_in_text import tidy
from domain.search.coverage import bears_all, words_of
from domain.search.index import Entry

_SHIRT = Entry(
    sku_id=1, code="8821-BK-XL", barcode="", names=("8821圆领短袖T恤",), brands=(), categories=("上衣",),
    specs=("黑色 XL",), aliases=("T恤",), units=("件",), packs=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("8821黑XL", True),
        ("黑色的T恤 XL", True),
        ("短袖和T恤", True),
        ("8821黑", True),
        ("8821紫XL", False),
        ("8821黑L", False),
        ("8822黑XL", False),
        ("颜色 黑 XL", False),
    ],
)
def test_a_word_that_is_not_borne_leaves_the_name_open(name: str, whole: bool) -> None:  # noqa: FBT001 - a table
    assert bears_all(words_of(canonical(tidy(name))), _SHIRT) is whole


_LAMP = Entry(
    sku_id=2, code="L5", barcode="", names=("球泡灯",), brands=(), categories=(), specs=("E27 5W 1.2米",), aliases=(),
    units=("个",), packs=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "whole"), [("球泡5瓦", True), ("球泡5w", True), ("球泡9瓦", False), ("球泡灯1.2米", True), ("1.2m", True)]
)
def test_a_measure_is_the_same_in_chinese_and_in_letters(name: str, whole: bool) -> None:  # noqa: FBT001 - a table
    assert bears_all(words_of(canonical(tidy(name))), _LAMP) is whole
