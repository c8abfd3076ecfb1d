"""Orders in a dealer's own words, and what becomes of each line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.order_text.reader import OrderReader
from domain.order_text.result import TakenLine
from tests.domain.order_text.told import told
from tests.domain.sample_goods import INDEX

READER = OrderReader(INDEX)


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("峰泡可乐500ml 10箱", ["KL500=240"]),
        ("峰泡可乐500ml10箱", ["KL500=240"]),
        ("峰泡可乐 500ml瓶 10箱", ["KL500=240"]),
        ("峰泡可乐 500ml 十箱", ["KL500=240"]),
        ("10箱峰泡可乐500ml", ["KL500=240"]),
        ("峰泡可乐500ml x10箱", ["KL500=240"]),
        ("峰泡可乐500ml×１０箱", ["KL500=240"]),
        ("峰泡可乐500ml*10 箱", ["KL500=240"]),
        ("峰泡可乐500ml 1,000瓶", ["KL500=1000"]),
        ("峰泡可乐500ml 半箱", ["KL500=12"]),
        ("峰泡可乐500ml 一箱半", ["KL500=36"]),
        ("峰泡可乐500ml 两打", ["KL500=24"]),
        ("峰泡可乐500ml 一百二十瓶", ["KL500=120"]),
        ("峰泡可乐500ml 10件", ["KL500=240"]),
        ("老板来两箱生抽", ["JY1900=12"]),
        ("麻烦送5箱七喜，谢谢", ["QX=120"]),
        ("生抽2箱 雪碧泉3箱", ["JY1900=12", "XB330=72"]),
        ("2箱生抽 3箱雪碧泉", ["JY1900=12", "XB330=72"]),
        ("生抽2箱，雪碧泉3箱；五粮液一瓶", ["JY1900=12", "XB330=72", "WLY=1"]),
        ("1. 生抽 2箱\n2、雪碧泉 3箱\n- 五粮液 6瓶", ["JY1900=12", "XB330=72", "WLY=6"]),
        ("生抽、雪碧泉各5箱", ["JY1900=30", "XB330=120"]),
        ("KL500 5箱\n2000000000077 2箱", ["KL500=120", "JY1900=12"]),
        ("六个核桃 10箱", ["LG6=200"]),
        ("10箱六个核桃", ["LG6=200"]),
        ("七喜 5箱", ["QX=120"]),
        ("7UP 5 cases", ["QX=120"]),
        ("五粮液 3瓶", ["WLY=3"]),
        ("抽纸10包提 5箱", ["ZJ10=40"]),
        ("大米25kg 10袋", ["DM25=10"]),
        ("大米 10", ["DM25=10"]),
        ("绿豆 10斤", ["LD=5"]),
        ("绿豆 2.5公斤", ["LD=2.5"]),
        ("3 cases of zero cola", ["WT500=72"]),
        ("two cases of soy sauce and 3 boxes soda", ["JY1900=12", "XB330=72"]),
        ("2 cases of soy sauce and 3 bulbs", ["JY1900=12", "DP=3"]),
        ("half a case of soy sauce", ["JY1900=3"]),
        ("please send a dozen bulbs", ["DP=12"]),
        ("可乐 10箱", ["?KL330|KL500|WT500 10箱"]),
        ("可乐 10罐", ["KL330=10"]),
        ("峰泡可乐500ml 10", ["?KL500 10"]),
        ("峰泡可乐500ml x10", ["?KL500 10"]),
        ("生抽10", ["?JY1900 10"]),
        ("生抽 3提", ["?JY1900 3提"]),
        ("灯泡 半个", ["?DP 0.5个"]),
        ("生抽 2箱，雪碧泉", ["JY1900=12", "?XB330 "]),
        ("茅台 2箱，生抽 1箱", ["!茅台 2箱", "JY1900=6"]),
        ("生抽 0箱", ["x生抽 0箱"]),
        ("生抽 -5箱", ["x生抽 -5箱"]),
        ("生抽 99999999箱", ["x生抽 99999999箱"]),
        ("生抽 500000箱", ["x生抽 500000箱"]),
    ],
)
def test_a_message_is_read_line_by_line(message: str, lines: list[str]) -> None:
    assert [told(line) for line in READER.read(message).lines] == lines


@pytest.mark.parametrize(
    "message",
    ["", "可乐", "可乐 500", "峰泡可乐500ml", "雾涧550", "六个核桃", "五粮液", "七喜", "大米 25kg",
     "2000000000077", "KL500", "你好", "10箱", "谢谢", "7UP"],
)  # fmt: skip
def test_a_message_without_a_quantity_is_no_order(message: str) -> None:
    assert not READER.read(message)


def test_the_dealers_own_words_stay_beside_each_line() -> None:
    lines = READER.read("老板 生抽２箱 雪碧泉 3箱，峰泡可樂500ML 1箱").lines
    assert [line.text for line in lines] == ["老板 生抽２箱", "雪碧泉 3箱", "峰泡可樂500ML 1箱"]


def test_count_and_unit_are_kept_as_they_were_said() -> None:
    (line,) = READER.read("生抽 两箱").lines
    assert isinstance(line, TakenLine)
    assert (line.count, line.unit) == (Decimal(2), "箱")


@given(st.text(max_size=300))
def test_any_text_may_be_read_and_every_quantity_is_possible(text: str) -> None:
    for line in READER.read(text).lines:
        if isinstance(line, TakenLine):
            assert 0 < line.quantity <= 1_000_000


_NAMES = st.sampled_from(["生抽", "可乐", "峰泡可乐500ml", "六个核桃", "茅台", "7UP", "绿豆", "大米25kg", ""])
_COUNTS = st.sampled_from(["10", "x10", "×3", "半", "一百", "-5", "0", "1,000", "999999999", "两", "1.5", "half a "])
_UNITS = st.sampled_from(["箱", "瓶", "cases", "斤", "提", "", "打"])
_GAPS = st.sampled_from(["", " ", "，", "\n", "、", "各", "；", " and "])


@given(st.lists(st.tuples(_NAMES, _GAPS, _COUNTS, _UNITS, _GAPS), max_size=6))
def test_any_mixture_of_names_and_counts_may_be_read(parts: list[tuple[str, ...]]) -> None:
    for line in READER.read("".join("".join(part) for part in parts)).lines:
        assert line.text
        if isinstance(line, TakenLine):
            assert 0 < line.quantity <= 1_000_000
