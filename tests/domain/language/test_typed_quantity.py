"""Answers to "how many?", in base units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language.typed_quantity import read_amount

COLA = (("瓶", "bottle"), (("箱", 24), ("case", 24), ("板", 6)))
BEANS = (("kg",), (("袋", 25),))


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("10", 10), ("１０", 10), ("x10", 10), ("×10", 10), ("十", 10), ("1,200", 1200), ("0", 0), ("-3", -3),
        ("10瓶", 10), ("10箱", 240), ("十箱", 240), ("两箱", 48), ("½箱", 12),
        ("半箱", 12), ("一箱半", 36), ("两箱半", 60),
        ("1.5箱", 36),
        ("3 cases", 72), ("a case", 24), ("half a case", 12), ("two bottles", 2), ("3件", 72), ("2 boxes", 48),
        ("2板", 12), ("1箱2板3瓶", 39), ("1箱零6瓶", 30), ("2箱，6瓶", 54), ("2 cases and 6", 54), ("一打", 12),
        ("2 dozen", 24),
        ("要10箱吧", 240), ("数量：10", 10), ("改成5箱", 120), ("10支", 10), ("一百二十", 120), ("百瓶", 100),
        ("俩箱", 48),
    ],
)  # fmt: skip
def test_an_answer_is_read_in_base_units(text: str, base: int) -> None:
    assert read_amount(text, *COLA) == base


@pytest.mark.parametrize(
    "text",
    [
        "",
        "箱",
        "5提",
        "5kg",
        "可乐",
        "10箱可乐",
        "十几箱",
        "好的",
        "1e9",
        "5 箱 箱",
        "二零零零零零零零零零零零零零",
    ],
)
def test_anything_else_is_no_answer(text: str) -> None:
    assert read_amount(text, *COLA) is None


@pytest.mark.parametrize(
    ("text", "base"), [("10斤", "5"), ("2.5公斤", "2.5"), ("500克", "0.5"), ("1袋", "25"), ("3", "3"), ("1吨", "1000")]
)
def test_goods_by_weight_are_answered_in_any_weight(text: str, base: str) -> None:
    assert read_amount(text, *BEANS) == Decimal(base)


def test_goods_by_weight_come_in_no_dozens() -> None:
    assert read_amount("一打", *BEANS) is None


def test_a_word_for_two_packs_of_different_size_is_no_answer() -> None:
    assert read_amount("2 boxes", ("瓶",), (("箱", 24), ("盒", 6))) is None
    assert read_amount("2 cartons", ("瓶",), (("箱", 24), ("盒", 6))) is None


@given(st.text(max_size=40))
def test_any_answer_may_be_read(text: str) -> None:
    amount = read_amount(text, *COLA)
    assert amount is None or amount.is_finite()
