"""The rules for texts in ``docs/texts.md`` that a machine can hold, each as a pattern that no text may match."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from locales import LANGUAGES, words_for

HAN = "[\u4e00-\u9fff]"
FULL = "，。；：！？、（）……"
#: What people type stands in quotes, as they type it; nor is a chat command or a list of examples prose.
TYPED = re.compile(r"“[^”{}]*”")
EXAMPLES = {"search.examples", "terminal.hint"}
#: Blanks that hold a number, an amount, money, a date or an order's number.
NUMBERS = "number|count|amount|money|price|total|most|least|minutes|at|since|until|order|before|after|out|low"
#: Names and short buttons in which the number is one with its neighbour: 第2包, 5星, 2种, ➕ 加1箱.
ONE_WITH_ITS_UNIT = re.compile(
    r"orders\.parcel|order_card\.stars_say|picking\.kinds|goods\..+|\w+\.(?:less|more|more_of)"
)
#: What only joins others begins or ends with a space.
JOINTS = re.compile(r"\w+\.(?:\w*gap|or|and)")
#: The names of languages are written in themselves.
LANGUAGE_NAMES = {"language.ask", "language.zh-CN", "menu.language", "telegram.command.language"}

CHINESE = {
    "你: we say 您": "你",
    "words of software": "用户|点击|登录|账号|系统错误|无效|操作失败|请输入",
    "客户 is a dealer, 顾客 their customer": "终端客户|客户的客户",
    "people belong to nobody": "我们的人",
    "half-width punctuation": rf"{HAN}[,;:?!]|{HAN}\(|\){HAN}|[\"']",
    "…… has six points": r"(?<!…)…(?!…)|\.\.\.",
    "a space beside full-width punctuation": rf"[{FULL}] | [{FULL}]",
    "a space between two Chinese characters": f"{HAN} +{HAN}",
    "no space between Chinese and a number": rf"{HAN}\{{(?:{NUMBERS})\}}|\{{(?:{NUMBERS})\}}{HAN}|{HAN}\d|\d{HAN}",
}
ENGLISH = {
    "words of software": r"(?i)\buser\b|\bclick\b|\binvalid\b|\berror\b|\bfailed\b|\bkindly\b",
    "full-width punctuation": f"[{FULL.replace('…', '')}]",
    "straight quotes, or a curly apostrophe": '["’]',
    "three points are one sign": r"\.\.\.|……",
    "a space before punctuation": r" [,.;:!?](?!\w)",
    "Chinese": HAN,
}
BOTH = {
    "two spaces within a line": r"(?m)\S  +",
    "a space at the end of a line": r"(?m)[^\n] $",
}
RULES = {"zh-CN": CHINESE | BOTH, "en": ENGLISH | BOTH}
#: Numbers that are one word with what follows: dates, times, quantities as people write them.
WRITTEN = re.compile(r"\d+月\d+日|\d+箱|第\d+")


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text and plural form under its key, without what people type."""
    for key, text in words_for(language).texts().items():
        for form in (text,) if isinstance(text, str) else text:
            if key not in EXAMPLES:
                yield key, TYPED.sub("“”", form)


def breaks(language: str, rule: str, key: str, text: str) -> bool:
    """Whether a text does what a rule forbids."""
    if rule == "Chinese" and key in LANGUAGE_NAMES:
        return False
    if rule == "a space at the end of a line" and JOINTS.fullmatch(key):
        return False
    if rule == "no space between Chinese and a number":
        text = "" if ONE_WITH_ITS_UNIT.fullmatch(key) else WRITTEN.sub("", text)
    return re.search(RULES[language][rule], text) is not None


@pytest.mark.parametrize(
    ("language", "rule"),
    [(language, rule) for language, rules in RULES.items() for rule in rules],
)
def test_every_text_keeps_the_rule(language: str, rule: str) -> None:
    assert [(key, text) for key, text in texts(language) if breaks(language, rule, key, text)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-CN", "你好"),
        ("zh-CN", "点击这里"),
        ("zh-CN", "终端客户"),
        ("zh-CN", "好的,马上"),
        ("zh-CN", "还有…"),
        ("zh-CN", "好的， 马上"),
        ("zh-CN", "马 上"),
        ("zh-CN", "共{number}种"),
        ("zh-CN", "可乐  10箱"),
        ("en", "Invalid number"),
        ("en", "Done。"),
        ("en", 'the "cart"'),
        ("en", "Wait..."),
        ("en", "Done , thanks"),
        ("en", "好 Done"),
        ("en", "Done "),
    ],
)
def test_a_text_that_breaks_a_rule_is_found(language: str, text: str) -> None:
    assert any(breaks(language, rule, "some.key", TYPED.sub("“”", text)) for rule in RULES[language])


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_text_begins_with_the_same_sign_in_every_language(language: str) -> None:
    ours, theirs = dict(texts(LANGUAGES[0])), dict(texts(language))
    assert {key: (text, theirs[key]) for key, text in ours.items() if sign(text) != sign(theirs[key])} == {}


def sign(text: str) -> str:
    """The little picture that a text begins with."""
    first = text.lstrip()[:1]
    return first if first and unicodedata.category(first) == "So" else ""
