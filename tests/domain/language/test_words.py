"""The word lists: the same in every language, each phrase a pattern, and the signs they are written in."""

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pytest

from domain.language.words.lists import data, languages, pattern
from domain.language.words.notation import expression
from locales import LANGUAGES

ROOT = files("domain.language.words")
SUBJECTS = sorted({path.name.removesuffix(".toml") for each in languages() for path in ROOT.joinpath(each).iterdir()})


def shape(lists: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a file, whatever stands under them."""
    return {key: shape(value) if isinstance(value, dict) else type(value) for key, value in lists.items()}


def test_every_language_we_ship_has_word_lists() -> None:
    assert languages() == LANGUAGES


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_language_has_the_same_lists(subject: str) -> None:
    first, *others = (shape(each) for each in data(subject))
    assert all(each == first for each in others)


@pytest.mark.parametrize(
    ("phrase", "fits", "fits_not"),
    [
        ("(a|b)c", ["ac", "bc"], ["c", "abc"]),
        ("a[b|c]", ["a", "ab", "ac"], ["abc"]),
        ("{a|b}c", ["c", "ac", "babac"], ["ca"]),
        ("{a|b}+c", ["ac", "bac"], ["c"]),
        ("{a}1-2", ["a", "aa"], ["", "aaa"]),
        ("a b", ["a b", "a  b"], ["ab"]),
        ("a_b", ["ab", "a  b"], ["a-b"]),
        ("{,| }a", ["a", ", ,a"], [";a"]),
        ("a…b", ["ab", "axxb"], ["a"]),
        ("a…2b", ["ab", "axxb"], ["axxxb"]),
        ("a…1-2b", ["axb", "axxb"], ["ab"]),
        (r"\[a-c]\d", ["a1", "c9"], ["d1", "[a-c]1"]),
        (r"a\_\…", ["a_…"], ["a", "a  "]),
        ("[还]要(?!紧)…", ["还要", "要货"], ["要紧"]),
        ("(?P<name>a|b)", ["a", "b"], ["ab"]),
    ],
)
def test_signs_of_a_phrase(phrase: str, fits: list[str], fits_not: list[str]) -> None:
    made = re.compile(expression(phrase))
    assert [text for text in fits + fits_not if made.fullmatch(text)] == fits


def test_a_phrase_refers_to_other_lists_of_its_language_or_to_a_pattern_given() -> None:
    again = re.compile(pattern("corrections", "again"))
    assert again.fullmatch("还是老样子再来一份")
    less = re.compile(pattern("corrections", "less", count=r"\d"))
    assert less.fullmatch("减去3")
    assert not less.fullmatch("减去")
