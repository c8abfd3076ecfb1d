"""Forms, lists and prices pasted into a chat, and amounts that ran into a size: taken right, or asked about."""

import pytest

from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, TakenLine
from tests.corpus.labelled import reader as drinks
from tests.corpus.trades import trade

_FORM = "Order Items:\n1. Coke 330ml\n   Qty: 2 cases\n2. Red Bull\n   Qty: 3 cases\nTotal Amount: 500"
_CARD = "【订单】\n商品：可口可乐330ml\n数量：10箱\n商品：红牛\n数量：2箱"
_RELAY = "#接龙\n1. 张三 可口可乐330 2箱\n2. 李四 雪碧500 3箱"


def _told(reader: OrderReader, text: str) -> list[str]:
    """A line in short: base units of a SKU taken, or what is asked about with the number that was read."""
    told = []
    for line in reader.read(text).lines:
        if isinstance(line, TakenLine):
            told.append(f"{reader.index.entries[line.sku_id].code}={line.quantity}")
        elif isinstance(line, AskedLine):
            told.append(f"?{line.count}{line.unit}")
        else:
            told.append(type(line).__name__)
    return told


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one case and 6 cans of Coke 330ml", ["COKE330=30"]),
        ("今天2箱明天3箱红牛", ["?5箱"]),
        ("可口可乐330ml 24罐/箱 ×10", ["COKE330=240"]),
        ("还你2箱雪碧330", ["?2箱"]),
        ("雪碧330 2箱 破损", ["?2箱"]),
        ("换2箱雪碧330", ["?2箱"]),
        ("可口可乐330 48元/箱 10箱", ["COKE330=240"]),
        (_FORM, ["COKE330=48", "RB250=72"]),
        (_CARD, ["COKE330=240", "RB250=48"]),
        ("可口可乐330 10箱[玫瑰]/:rose", ["COKE330=240"]),
        (_RELAY, ["COKE330=48", "SPR500=72"]),
        ("红牛2505箱", ["?2505箱"]),
        ("红牛250 2500罐", ["RB250=2500"]),
    ],
)
def test_what_is_pasted_is_taken_right_or_asked_about(text: str, lines: list[str]) -> None:
    assert _told(drinks(), text) == lines


def test_a_total_is_no_goods() -> None:
    assert _told(drinks(), "可口可乐330 10箱\nTotal Amount: 500") == ["COKE330=240"]


def test_an_amount_that_ran_into_a_size_is_asked_about() -> None:
    hardware = trade("hardware").reader
    assert _told(hardware, "膨胀螺栓M10×1002盒") == ["?1002盒"]
    assert _told(hardware, "膨胀螺栓M10×100 2盒") == ["PZ10100=100"]


@pytest.mark.parametrize(
    ("text", "line"), [("500 napkins", "?500"), ("30 napkins", "T12=30"), ("500 cases napkins", "T12=500")]
)
def test_a_large_number_of_what_only_comes_in_packs_is_asked_about(text: str, line: str) -> None:
    assert _told(trade("deli").reader, text) == [line]


def test_the_plain_one_of_siblings_is_taken_only_where_it_was_said() -> None:
    stationery = trade("stationery").reader
    assert _told(stationery, "sharpie fine black 3 dz") == ["SHFBK=36"]
    assert _told(stationery, "sharpie black 3 dz") == ["?3dz"]


def test_a_code_that_we_do_not_have_is_not_understood_rather_than_lost() -> None:
    assert _told(trade("deli").reader, "078000000142 2 cases") == ["UnknownLine"]
    assert _told(drinks(), "可口可乐330 2箱 13812345678") == ["COKE330=48"]
