"""How words are written and heard, and how pinyin is typed."""

import pytest

from domain.language.pinyin import spelt
from domain.language.spelling import flat, fold, heard, initials, sounds, syllables


@pytest.mark.parametrize(
    ("text", "folded"), [("ＣＯＬＡ　可樂", "cola 可乐"), ("Coke", "coke"), ("農夫山泉５５０ＭＬ", "农夫山泉550ml")]
)
def test_width_case_and_script_make_no_difference(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("可乐 500ml", ("ke", "le")),
        ("重庆", ("chong", "qing")),
        ("重量", ("zhong", "liang")),
        ("银行的绿茶", ("yin", "hang", "de", "lv", "cha")),
        ("cola", ()),
    ],
)
def test_characters_are_read_as_their_word_is(text: str, said: tuple[str, ...]) -> None:
    assert syllables(text) == said


@pytest.mark.parametrize(("one", "other"), [("雪壁", "雪碧"), ("森抽", "生抽"), ("加多保", "加多宝")])
def test_words_of_one_sound_are_equal_by_ear(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


class Heard:
    """A name by ear."""

    def __init__(self, name: str) -> None:
        self.heard = heard(name)
        self.flat = flat(self.heard)
        self.initials = initials(self.heard)


def evidence(typed: str, name: str) -> float:
    return max((way.heard_in(Heard(name)) for way in spelt(typed)), default=0.0)


@pytest.mark.parametrize("typed", ["nongfushanquan", "nongfu", "nfsq", "nfshanquan", "nongfushanq", "nongfusq"])
def test_pinyin_is_heard_in_full_in_part_and_by_first_letters(typed: str) -> None:
    assert evidence(typed, "农夫山泉") > 0.8


def test_whole_syllables_say_more_than_first_letters() -> None:
    assert evidence("nongfushanquan", "农夫山泉") > evidence("nfsq", "农夫山泉") > evidence("nfsx", "农夫山泉")


def test_the_exact_sound_says_more_than_the_southern_one() -> None:
    assert evidence("shengchou", "生抽") > evidence("sengcou", "生抽") > 0.8


@pytest.mark.parametrize("typed", ["x" * 50, "coke2", "é", "v", "uuuu"])
def test_what_is_no_pinyin_is_not_heard(typed: str) -> None:
    assert evidence(typed, "农夫山泉") == 0


def test_a_syllable_cut_off_may_go_on_elsewhere() -> None:
    assert 0.5 < evidence("nongfuq", "农夫山泉") < evidence("nongfush", "农夫山泉")
    assert evidence("nongfub", "农夫山泉") < evidence("nongfuq", "农夫山泉")


def test_a_mix_that_breaks_off_is_not_heard() -> None:
    assert evidence("nfshanb", "农夫山泉") == 0
