"""A dealer's own words are repeated only where they tell more than the line."""

import pytest

from domain.language.own_words import tells_more

COLA = ("峰泡可乐", "Peakpop Cola", "500ml瓶", "500 ml bottle", "瓶", "bottle", "箱", "case", "2箱", "48瓶")


@pytest.mark.parametrize(
    "said",
    [
        "可乐500 2箱", "可乐五百 两箱", "２箱可樂", "要2箱可乐", "再来两箱峰泡可乐", "2 cases of cola",
        "Cola 500ml: 2 cases", "48瓶可乐", "2", "",
    ],
)  # fmt: skip
def test_the_same_in_other_words_is_not_repeated(said: str) -> None:
    assert not tells_more(said, COLA)


@pytest.mark.parametrize(
    "said",
    [
        "快乐水2箱",
        "可乐3箱",
        "可乐两箱多",
        "老样子 2箱",
        "无糖可乐 2箱",
        "kele 2箱",
        "cola zero 2 cases",
        "可乐2箱，要冰的",
    ],
)
def test_what_the_line_does_not_tell_is_repeated(said: str) -> None:
    assert tells_more(said, COLA)
