"""Words of people become what everybody sees, and nothing more."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language.sanitise import one_line, plain


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("可乐 10箱\n红牛 2箱", "可乐 10箱\n红牛 2箱"),
        ("李记\u200b便利店", "李记便利店"),
        ("李\u2060记\ufeff便\u00ad利店", "李记便利店"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066x\u2069\u200f\u061c", "x"),
        ("a\0b\x1b[31mc\x7f", "ab[31mc"),
        ("a\r\nb\rc\u2028d\u2029e\x85f\x0bg", "a\nb\nc\nd\ne\nf\ng"),
        ("a\tb", "a\tb"),
        ("\ud800半", "半"),
        ("ᅠㅤﾠ店", "店"),
        ("店\u2800", "店 "),
        ("👨\u200d👩\u200d👧 🏳️\u200d🌈 ❤️\u200d🔥", "👨\u200d👩\u200d👧 🏳️\u200d🌈 ❤️\u200d🔥"),
        ("老\u200d李\u200d", "老李"),
        ("Z\u0335\u0321\u0322\u0353\u034d\u0349a", "Z\u0335\u0321\u0322a"),
        ("Việt Nam é ñ", "Việt Nam é ñ"),
        ("\U000e0041\U000e007f", ""),
    ],
)
def test_what_nobody_sees_is_gone(written: str, seen: str) -> None:
    assert plain(written) == seen


def test_one_line_is_one_line() -> None:
    assert one_line("  张三\r\n\n✅ 已付款\u2028\t x ") == "张三 ✅ 已付款 x"


@given(st.text(st.characters()))
def test_any_text_comes_out_plain_and_stays_so(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert not [sign for sign in once if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")
    assert "\n" not in one_line(text)
    once.encode()
