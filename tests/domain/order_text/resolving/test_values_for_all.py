"""A value that is meant for all that was ordered."""

import pytest

from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, TakenLine
from domain.search.index import Index
from tests.domain.order_text.entries import entry

JACKET_BLACK, JACKET_RED, COAT_BLACK, COAT_RED = range(1, 5)
READER = OrderReader(
    Index(
        [
            entry(JACKET_BLACK, "夹克", "件", spec="黑色"),
            entry(JACKET_RED, "夹克", "件", spec="红色"),
            entry(COAT_BLACK, "风衣", "件", spec="黑色"),
            entry(COAT_RED, "风衣", "件", spec="红色"),
        ]
    )
)


@pytest.mark.parametrize(
    "text", ["夹克5件 风衣3件 都要黑色", "夹克5件风衣3件都要黑的", "夹克5件，风衣3件，全部按黑色发"]
)
def test_it_tells_all_lines_apart(text: str) -> None:
    lines = READER.read(text).lines
    assert [line.sku_id for line in lines if isinstance(line, TakenLine)] == [JACKET_BLACK, COAT_BLACK]


def test_one_that_none_has_leaves_the_questions() -> None:
    lines = READER.read("夹克5件 风衣3件 都要紫色").lines
    assert [type(line) for line in lines[:2]] == [AskedLine, AskedLine]
