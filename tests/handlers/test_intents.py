"""What people say when they neither search nor order."""

import pytest

from handlers.intents import Intent, number_in, read, without_where

WHERE = (
    "我的货到哪了", "到哪了？", "物流", "查物流", "什么时候能到", "什么时候发货", "几时到", "发货了吗",
    "货呢", "查一下订单42", "快递到哪了",
    "where is my order", "Where's my order?", "track 42",
    "when will it arrive?", "has it shipped yet", "delivery status",
)  # fmt: skip
SAME = (
    "老样子", "跟上次一样", "和上次一样", "按上次的一样", "照旧", "再来一单",
    "same as last time", "The same as last time!", "same again",
)  # fmt: skip
HELLO = ("你好", "您好！", "在吗", "hi", "Hello", "hi there", "早上好", "Good morning")
THANKS = ("谢谢", "谢谢老板", "好的，谢谢", "辛苦了", "Thanks a lot", "thank you!", "ok", "收到", "嗯嗯")
NONE = (
    "可乐",
    "可乐 10箱",
    "生抽",
    "",
    "茅台",
    "五粮液",
    "cola 500",
    "早餐奶",
    "好丽友",
    "谢馥春",
    "有货吗",
    "hi-chew",
    "x" * 100,
)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        *((text, Intent.WHERE) for text in WHERE),
        *((text, Intent.SAME_AGAIN) for text in SAME),
        *((text, Intent.HELLO) for text in HELLO),
        *((text, Intent.THANKS) for text in THANKS),
        *((text, None) for text in NONE),
    ],
)
def test_an_intent_is_read(text: str, intent: Intent | None) -> None:
    assert read(text) is intent


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("订单42到哪了", "42"),
        ("track d20261123-42", "d20261123-42"),
        ("D20261123-0042 到哪了", "d20261123-0042"),
        ("我的货到哪了", None),
        ("where is order #7?", "7"),
    ],
)
def test_the_number_in_a_question_is_found(text: str, number: str | None) -> None:
    assert number_in(text) == number


def test_an_order_is_told_from_the_question_behind_it() -> None:
    assert without_where("可乐10箱，什么时候能到？") == "可乐10箱"
    assert without_where("我的货到哪了") == ""
