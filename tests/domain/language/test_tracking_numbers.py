"""Tracking numbers as people type them, with carriers and several at once; everything else is none."""

import pytest

from domain.language.tracking_numbers import Waybill, any_waybill, carrier_and_numbers, carrier_named, means_none


@pytest.mark.parametrize(
    ("text", "carrier", "numbers"),
    [
        ("SF9988776655443", "sf", ("SF9988776655443",)),
        ("sf9988776655443", "sf", ("SF9988776655443",)),
        ("顺丰 SF1234567890123", "sf", ("SF1234567890123",)),
        ("顺丰SF1234567890123", "sf", ("SF1234567890123",)),
        ("sf SF1002003004006", "sf", ("SF1002003004006",)),
        ("运单号：YT 1234 5678 90123", "yto", ("YT1234567890123",)),
        ("SF1234567890123，SF1234567890124", "sf", ("SF1234567890123", "SF1234567890124")),
        ("中通 75312345678901 和 75312345678902", "zto", ("75312345678901", "75312345678902")),
        ("773012345678901", "", ("773012345678901",)),
        ("自送 13800138000", "own", ("13800138000",)),
    ],
)
def test_numbers_are_taken_out_of_the_words(text: str, carrier: str, numbers: tuple[str, ...]) -> None:
    assert carrier_and_numbers(text) == Waybill(carrier=carrier, numbers=numbers)


def test_a_number_of_another_carrier_is_seen() -> None:
    assert carrier_and_numbers("顺丰 YT1234567890123").at_odds


@pytest.mark.parametrize(
    "text",
    ["等一下", "还没有", "先别发", "发错了", "谢谢", "我的货到哪了", "2箱", "可乐500 10箱", "待备货", "", "😀", "SF"],
)
def test_other_words_hold_no_number(text: str) -> None:
    assert carrier_and_numbers(text).numbers == ()


@pytest.mark.parametrize(
    ("text", "none"), [("没有单号", True), ("None", True), ("-", True), ("等一下", False), ("", False)]
)
def test_words_for_no_number(text: str, *, none: bool) -> None:
    assert means_none(text) is none


@pytest.mark.parametrize(
    ("text", "carrier"),
    [("中通", "zto"), ("中通快递。", "zto"), ("自送", "own"), ("中通什么时候到", ""), ("灯笼快运", "")],
)
def test_a_carrier_and_nothing_else(text: str, carrier: str) -> None:
    assert carrier_named(text) == carrier


@pytest.mark.parametrize(
    ("text", "carrier", "numbers"),
    [
        ("灯笼快运 LY12345678", "灯笼快运", ("LY12345678",)),
        ("Lantern Freight LY12345678", "Lantern Freight", ("LY12345678",)),
        ("中通 ZT9000000009", "zto", ("ZT9000000009",)),
        ("灯笼快运", "", ()),
        ("灯笼快运 12", "", ()),
    ],
)
def test_a_carrier_we_do_not_know(text: str, carrier: str, numbers: tuple[str, ...]) -> None:
    waybill = any_waybill(text)
    assert (waybill.carrier, waybill.numbers) == (carrier, numbers)
