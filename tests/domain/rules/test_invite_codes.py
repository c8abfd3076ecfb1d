"""Codes as people write them, and what is no code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.invite_codes import LENGTH, LETTERS, read_code

CODE = "BCDFGHJK2345"


@pytest.mark.parametrize(
    "written",
    [
        CODE,
        CODE.lower(),
        "BCDF GHJK 2345",
        "bcdf-ghjk-2345",
        "  BCDF.GHJK.2345 ",
        "ＢＣＤＦＧＨＪＫ２３４５",
        f"邀请码：{CODE}",
        f"我的邀请码是 {CODE}",
        f"my code is {CODE}",
        f"/start {CODE}",
        f"https://t.me/some_bot?start={CODE}",
        f"qrscene_{CODE}",
    ],
)
def test_a_code_is_found_however_it_is_written(written: str) -> None:
    assert read_code(written) == CODE


@pytest.mark.parametrize("written", ["BCDFGHJK234", "BCDFGHJK23456", "WRONGCODE123", "AAAABBBBCCCC"])
def test_a_slip_is_still_a_code_that_can_be_looked_up(written: str) -> None:
    assert read_code(written) == written


@pytest.mark.parametrize(
    "written",
    ["", "你好", "hello there", "good morning", "can I order", "可乐 10箱", "42", "BCDF", "B" * 40, "怎么注册？"],
)
def test_small_talk_is_no_code(written: str) -> None:
    assert read_code(written) is None


@given(st.text(alphabet=LETTERS, min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_read_whole_whatever_letters_it_holds(code: str) -> None:
    for written in ("{}", "my code is {}", "code: {}", "邀请码：{}", "https://t.me/shop_bot?start={}"):
        assert read_code(written.format(code)) == code
