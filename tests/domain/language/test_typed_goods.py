"""Goods typed in one line, part by part."""

# ruff: noqa: E501 - a table reads best with one row on a line

from decimal import Decimal

import pytest

from domain.language.typed_goods import TypedGoods, price_of_one, read_packs, read_typed_goods

CASE = (("箱", 24),)


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("可口可乐 330ml 罐 24罐/箱 2.2", TypedGoods(name="可口可乐", spec="330ml", unit="罐", packs=CASE, price=Decimal("2.2"))),
        ("可口可乐330ml罐 24罐/箱 52.8元/箱", TypedGoods(name="可口可乐", spec="330ml", unit="罐", packs=CASE, price=Decimal("52.8"), price_unit="箱")),
        ("可乐 330ml罐 罐 2", TypedGoods(name="可乐", spec="330ml罐", unit="罐", price=Decimal(2))),
        ("生抽 500ml*12瓶 3.5", TypedGoods(name="生抽", spec="500ml", unit="瓶", packs=(("箱", 12),), price=Decimal("3.5"))),
        ("威化 500g 草莓味 盒 6盒/提 4提/箱 3.3 编码 WH-01", TypedGoods(name="威化", spec="500g 草莓味", unit="盒", packs=(("提", 6), ("箱", 24)), price=Decimal("3.3"), code="WH-01")),
        ("洗衣液 薰衣草 2kg 袋 8袋/件 ¥18", TypedGoods(name="洗衣液 薰衣草", spec="2kg", unit="袋", packs=(("件", 8),), price=Decimal(18))),
        ("苹果 斤 5.5", TypedGoods(name="苹果", unit="斤", price=Decimal("5.5"))),
        ("豆奶", TypedGoods(name="豆奶")),
        ("Cola Zero 330 ml can 24 cans per case price 2.20 code KZ-330 barcode 6901234567892", TypedGoods(name="Cola Zero", spec="330ml", unit="can", packs=(("case", 24),), price=Decimal("2.20"), code="KZ-330", barcode="6901234567892")),
    ],
)  # fmt: skip
def test_each_part_is_read(text: str, goods: TypedGoods) -> None:
    assert read_typed_goods(text) == goods


@pytest.mark.parametrize(
    ("text", "packs"),
    [("24罐/箱", CASE), ("箱=24", CASE), ("6罐/提 24罐/箱", (("提", 6), ("箱", 24))), ("24 cans/case", (("case", 24),)), ("foo", None), ("24罐/箱 hello", None)],
)  # fmt: skip
def test_what_packs_hold_is_read_alone(text: str, packs: object) -> None:
    assert read_packs(text) == packs


def test_the_price_of_a_case_is_shared_only_where_that_is_exact() -> None:
    assert price_of_one(Decimal("52.8"), "箱", "罐", CASE) == Decimal("2.2")
    assert price_of_one(Decimal(50), "箱", "罐", CASE) is None
    assert price_of_one(Decimal(3), "", "罐", CASE) == Decimal(3)
    assert price_of_one(Decimal(3), "桶", "罐", CASE) is None
