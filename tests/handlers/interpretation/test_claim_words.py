"""What messages say is wrong with goods that came, as a table."""

import pytest

from domain.language.units import KNOWN
from domain.rules.returns import ReturnReason
from handlers.interpretation import claim_words

R = ReturnReason
GOODS = ("可乐", "红牛", "牛肉面", "cola", "red bull", "noodle")


def said(text: str) -> list[tuple[str, str, ReturnReason | None]]:
    """Name, amount and reason of each of the goods."""
    found = claim_words.claims_in(text, KNOWN, lambda name: any(each in name for each in GOODS))
    return [(each.name, each.amount, each.reason) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("红牛破了3罐", [("红牛", "3罐", R.BROKEN)]),
        ("少了两瓶可乐", [("可乐", "两瓶", R.SHORT)]),
        ("少了半箱可乐", [("可乐", "半箱", R.SHORT)]),
        ("可乐少了1箱3瓶", [("可乐", "1箱3瓶", R.SHORT)]),
        ("红牛破了3罐，可乐少了2瓶", [("红牛", "3罐", R.BROKEN), ("可乐", "2瓶", R.SHORT)]),
        ("红牛破了3罐，还少了2罐", [("红牛", "3罐", R.BROKEN), ("红牛", "2罐", R.SHORT)]),
        ("红牛3罐、可乐2瓶都破了", [("红牛", "3罐", R.BROKEN), ("可乐", "2瓶", R.BROKEN)]),
        ("少了两瓶可乐和一箱红牛", [("可乐", "两瓶", R.SHORT), ("红牛", "一箱", R.SHORT)]),
        ("10箱可乐里破了2瓶", [("可乐", "2瓶", R.BROKEN)]),
        ("牛肉面过期了，5袋", [("牛肉面", "5袋", R.EXPIRING)]),
        ("2 broken cans of red bull", [("red bull", "2 cans", R.BROKEN)]),
        ("红牛断了2罐", [("红牛", "2罐", R.BROKEN)]),
        ("牛肉面变味了5袋", [("牛肉面", "5袋", R.QUALITY)]),
        ("two red bull dented", [("red bull", "2", R.BROKEN)]),
        ("2 crushed noodle cases", [("noodle", "2 cases", R.BROKEN)]),
    ],
)
def test_what_is_wrong_with_what(text: str, expected: list[tuple[str, str, ReturnReason | None]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "可乐500 10箱",
            "红牛2箱，别发错了",
            "来3箱王老吉，过期的不要",
            "湿巾 3包",
            "碎冰冰 2箱",
            "退热贴 3盒",
            "破壁机 2台",
        ),
        *("牛肉面日期新鲜吗", "没收到货", "我还没收到货", "货到了，没少", "米白的没有就换黑的"),
        *(
            "2 cases of cola, fresh dates please",
            "running short of red bull, send 2 cases",
            "nothing missing",
            "short grain rice 2 bags",
            "fix the price please",
        ),
        *("crushed tomatoes 3 cases", "don't send broken cans"),
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert not claim_words.is_told(text)


def test_less_is_ordered_where_there_is_a_cart() -> None:
    assert claim_words.is_told("可乐少4箱")
    assert not claim_words.is_told("可乐少4箱", orders_now=True)


def test_an_order_beside_it_is_seen() -> None:
    assert claim_words.orders_too("红牛破了3罐，再来两箱可乐", KNOWN)
    assert not claim_words.orders_too("我要退2箱可乐", KNOWN)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("订单42里的可乐破了2瓶", "42"),
        ("42号单少了1箱", "42"),
        ("order 42: 2 cans burst", "42"),
        ("last order 3 packs", ""),
    ],
)
def test_the_order_that_is_named(text: str, number: str) -> None:
    assert claim_words.order_in(text, KNOWN) == number
