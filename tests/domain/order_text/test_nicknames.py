"""Words an account uses for its goods: one form for all spellings, what may be learnt, and how it is read."""

from decimal import Decimal

import pytest

from domain.order_text.learnable import Unfit, learns, unfit
from domain.order_text.nickname_keys import as_written, is_short, key_of
from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, OrderSoFar, TakenLine
from tests.domain.order_text.told import told
from tests.domain.sample_goods import INDEX, code

READER = OrderReader(INDEX)
IDS = {code(sku_id): sku_id for sku_id in INDEX.entries}
CAN = IDS["KL330"]


def read(message: str, **nicknames: str) -> list[str]:
    """The lines of a message, read with nicknames; those by memory are marked."""
    known = {key_of(words): IDS[sku] for words, sku in nicknames.items()}
    lines = READER.read(message, nicknames=known).lines
    return [f"*{told(line)}" if isinstance(line, TakenLine) and line.by_memory else told(line) for line in lines]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("红罐", "红罐"),
        ("红 罐", "红罐"),
        ("紅罐", "红罐"),
        ("Red Can", "redcan"),
        ("ＲＥＤ-can", "redcan"),
        ("“红罐”", "红罐"),
        ("老板来红罐", "红罐"),
        ("红罐谢谢", "红罐"),
        ("1.5升大水", "1.5升大水"),
        ("麻烦", ""),
        ("……", ""),
    ],
)
def test_one_form_for_all_ways_of_writing(words: str, key: str) -> None:
    assert key_of(words) == key


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("红罐", True),
        ("", False),
        ("请", False),
        ("红" * 30, True),
        ("红" * 31, False),
        ("ﷺ", True),
        ("ﷺ" * 3, False),
    ],
)
def test_how_long_a_nickname_may_be(words: str, short: bool) -> None:  # noqa: FBT001 - a table
    assert is_short(words) is short


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("Red Can 10 cases", "red can", "Red Can"),
        ("紅罐 10箱", "红罐", "紅罐"),
        ("紅罐", "青岛 红罐", "青岛 红罐"),
        ("ﬁne 2箱", "fine", "fine"),
    ],
)
def test_words_are_kept_as_they_were_written(text: str, name: str, written: str) -> None:
    assert as_written(text, name) == written


@pytest.mark.parametrize("words", ["红罐", "red can", "可乐", "峰泡可乐", "大瓶可乐", "小红帽"])
def test_words_in_doubt_can_be_learnt(words: str) -> None:
    assert unfit(READER, words, CAN) is None
    assert learns(READER, words, CAN)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("听装可乐", Unfit.KNOWN),
        ("峰泡可乐330ml", Unfit.KNOWN),
        ("KL330", Unfit.KNOWN),
        ("生抽", Unfit.TAKEN),
        ("峰泡可乐500ml", Unfit.TAKEN),
        ("2000000000077", Unfit.TAKEN),
        ("500ml", Unfit.VAGUE),
        ("罐装", Unfit.VAGUE),
        ("草莓味", Unfit.VAGUE),
        ("箱", Unfit.VAGUE),
        ("cases", Unfit.VAGUE),
        ("10箱", Unfit.VAGUE),
        ("三个圈", Unfit.VAGUE),
        ("明天", Unfit.VAGUE),
        ("送到门口", Unfit.VAGUE),
        ("老样子", Unfit.VAGUE),
        ("不要", Unfit.VAGUE),
        ("谢谢老板", Unfit.VAGUE),
        ("红罐，蓝罐", Unfit.VAGUE),
        ("红" * 31, Unfit.VAGUE),
        ("", Unfit.VAGUE),
    ],
)
def test_other_words_cannot(words: str, why: Unfit) -> None:
    assert unfit(READER, words, CAN) is why
    assert not learns(READER, words, CAN)


@pytest.mark.parametrize("words", ["饮料", "水", "汽水", "啤酒"])
def test_a_word_for_a_whole_shelf_is_only_learnt_from_who_teaches_it(words: str) -> None:
    assert unfit(READER, words, CAN) is None
    assert not learns(READER, words, CAN)


def test_nothing_is_learnt_about_goods_that_are_not_sold() -> None:
    assert unfit(READER, "红罐", 999) is Unfit.VAGUE
    assert not learns(READER, "红罐", 999)


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("红罐 10箱", ["*KL330=240"]),
        ("红罐10箱，生抽2箱", ["*KL330=240", "JY1900=12"]),
        ("10箱红罐", ["*KL330=240"]),
        ("麻烦老板来10箱紅罐，谢谢", ["*KL330=240"]),
        ("红罐、生抽各5箱", ["*KL330=120", "JY1900=30"]),
        ("红罐雪碧泉各5箱", ["*KL330=120", "XB330=120"]),
        ("红罐\t10\t箱\n生抽\t2\t箱", ["*KL330=240", "JY1900=12"]),
        ("红罐 10", ["?KL330 10"]),
        ("生抽 2箱，红罐", ["JY1900=12", "?KL330 "]),
        ("红罐 10箱，改成8箱", ["*KL330=192"]),
        ("红罐 10桶", ["!红罐 10桶"]),
        ("小红罐 10箱", ["!小红罐 10箱"]),
        ("可乐 10箱", ["?KL330|KL500|WT500 10箱"]),
    ],
)
def test_a_nickname_is_read_as_its_goods_and_marked(message: str, lines: list[str]) -> None:
    assert read(message, 红罐="KL330") == lines


def test_a_nickname_settles_what_would_be_asked() -> None:
    assert read("可乐 10箱") == ["?KL330|KL500|WT500 10箱"]
    assert read("可乐 10箱", 可乐="KL500") == ["*KL500=240"]
    assert read("可乐 10罐", 可乐="KL500") == ["KL330=10"], "only the can is counted in cans"


def test_a_name_of_one_product_alone_is_never_hijacked() -> None:
    assert read("生抽 2箱", 生抽="KL330") == ["JY1900=12"]


def test_under_the_name_of_a_brand_words_mean_what_is_of_that_brand() -> None:
    assert read("峰泡\n可乐 2箱", 可乐="XB330") == read("峰泡\n可乐 2箱")
    assert read("峰泡\n可乐 2箱", 峰泡可乐="KL500") == ["*KL500=48"]


def test_words_of_change_speak_of_what_is_held_before_any_nickname() -> None:
    held = OrderSoFar(quantities={IDS["KL500"]: Decimal(240)})
    (line,) = READER.read("可乐改成5箱", held, {"可乐": CAN}).lines
    assert isinstance(line, TakenLine)
    assert (line.sku_id, line.by_memory) == (IDS["KL500"], False)
    both = OrderSoFar(quantities={IDS["KL500"]: Decimal(240), CAN: Decimal(24)})
    (line,) = READER.read("可乐改成5箱", both, {"可乐": CAN}).lines
    assert isinstance(line, TakenLine)
    assert (line.sku_id, line.by_memory) == (CAN, True)


def test_goods_no_longer_sold_are_read_the_normal_way() -> None:
    assert [told(line) for line in READER.read("可乐 10箱", nicknames={"可乐": 999}).lines] == [
        "?KL330|KL500|WT500 10箱"
    ]


def test_a_line_and_a_question_carry_the_name_that_was_read() -> None:
    clear, asked = READER.read("老板来生抽2箱，还要可乐10箱").lines
    assert isinstance(clear, TakenLine)
    assert isinstance(asked, AskedLine)
    assert (clear.name, asked.name, asked.sure) == ("生抽", "可乐", False)
    (unsure,) = READER.read("生抽 10").lines
    assert isinstance(unsure, AskedLine)
    assert unsure.sure, "which goods is clear, only how many is not"


def test_what_was_recalled_is_all_that_is_needed_to_read_the_same_again() -> None:
    known = {"红罐": CAN, "蓝罐": IDS["XB330"], "可乐": IDS["KL500"]}
    first = READER.read("红罐 10箱，可乐 2罐，生抽 1箱", nicknames=known)
    assert first.recalled["红罐"] == CAN
    assert "蓝罐" not in first.recalled
    assert READER.read("红罐 10箱，可乐 2罐，生抽 1箱", nicknames=first.recalled) == first
