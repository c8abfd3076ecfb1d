"""Where a part of a message is two: what is owed, a sum, a new order after a complaint."""

from decimal import Decimal

import pytest

from domain.order_text.reader import OrderReader
from domain.order_text.result import TakenLine
from domain.search.index import Index
from tests.domain.order_text.entries import entry

LAMP, SOAP = 1, 2


@pytest.fixture(scope="module")
def reader() -> OrderReader:
    return OrderReader(Index([entry(LAMP, "台灯罩", "个", ("箱", 10)), entry(SOAP, "洗手液", "个", ("箱", 10))]))


@pytest.mark.parametrize(
    ("text", "taken", "note"),
    [
        ("台灯罩3个 洗手液2箱 一共多少钱", {LAMP: 3, SOAP: 20}, "一共多少钱"),
        ("台灯罩3个洗手液2箱一共5样", {LAMP: 3, SOAP: 20}, "一共5样"),
        ("台灯罩3个 欠我的那箱洗手液一起带来", {LAMP: 3}, "欠我的那箱洗手液一起带来"),
        ("洗手液坏了2个要退，新单：台灯罩3个", {LAMP: 3}, "洗手液坏了2个要退\n新单"),
    ],
)
def test_only_what_is_ordered_is_taken(reader: OrderReader, text: str, taken: dict[int, int], note: str) -> None:
    order = reader.read(text)
    assert {line.sku_id: line.quantity for line in order.lines if isinstance(line, TakenLine)} == {
        sku_id: Decimal(count) for sku_id, count in taken.items()
    }
    assert order.note == note
