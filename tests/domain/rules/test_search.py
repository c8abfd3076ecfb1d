"""What a dealer may type, and what is found first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.search import Index
from tests.domain.rules.shelf import INDEX, code


def found(text: str) -> list[str]:
    """The codes that fit, best first."""
    return [code(hit.sku_id) for hit in INDEX.find(text) if not hit.near]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("峰泡可乐500ml", "KL500"),
        ("峰泡可樂５００ＭＬ", "KL500"),
        ("可乐 0.5升", "KL500"),
        ("500 峰泡可乐", "KL500"),
        ("可乐峰泡 330", "KL330"),
        ("听装可乐", "KL330"),
        ("无糖可乐", "WT500"),
        ("雾涧550", "NF550"),
        ("雾涧1.5升", "NF1500"),
        ("山泉水 1500毫升", "NF1500"),
        ("生抽", "JY1900"),
        ("shengchou 1.9", "JY1900"),
        ("shengchou", "JY1900"),
        ("wml", "JY1900"),
        ("大米50斤", "DM25"),
        ("五十斤大米", "DM25"),
        ("dami", "DM25"),
        ("xuebiquan", "XB330"),
        ("雪壁泉", "XB330"),
        ("soy sauce", "JY1900"),
        ("Soy Sause", "JY1900"),
        ("cola can", "KL330"),
        ("zero cola 500", "WT500"),
        ("fpkl500", "KL500"),
        ("cola500ml", "KL500"),
        ("feng pao ke le 500", "KL500"),
        ("mistb 550", "NF550"),
        ("KL500", "KL500"),
        ("kl500", "KL500"),
        ("2000000000077", "JY1900"),
        ("00077", "JY1900"),
        ("七喜", "QX"),
        ("7up", "QX"),
        ("五粮液", "WLY"),
        ("六个核桃", "LG6"),
        ("抽纸", "ZJ10"),
    ],
)
def test_the_right_goods_come_first(text: str, first: str) -> None:
    assert found(text)[:1] == [first]


@pytest.mark.parametrize(
    "text", ["茅台", "asdfgh", "hello", "康师傅", "9999", "zzzz", "！？", "", "   ", "🙂", "飞机票"]
)
def test_nothing_is_found_where_nothing_fits(text: str) -> None:
    assert found(text) == []


def test_a_whole_family_is_found_by_its_name() -> None:
    assert set(found("峰泡可乐")) == {"KL330", "KL500", "WT500"}


def test_a_category_finds_its_shelf() -> None:
    assert set(found("饮料")) >= {"KL330", "XB330", "QX"}


def test_another_size_is_only_a_guess() -> None:
    hits = INDEX.find("峰泡可乐 2L")
    assert hits
    assert all(hit.near for hit in hits)


def test_a_similar_name_is_only_a_guess() -> None:
    hits = INDEX.find("百事可乐")
    assert hits
    assert all(hit.near for hit in hits)


def test_exact_names_are_told_from_parts_of_names() -> None:
    exact = {code(hit.sku_id) for hit in INDEX.find("峰泡可乐") if hit.exact}
    assert exact == {"KL330", "KL500"}


def test_the_limit_is_kept() -> None:
    assert len(INDEX.find("饮料", limit=2)) == 2


def test_letters_with_a_size_that_nothing_has_find_nothing() -> None:
    assert found("fpkl900") == []


def test_the_words_of_a_dealer_in_the_south_are_found_by_their_sound() -> None:
    assert found("森抽")[:1] == ["JY1900"]


def test_an_empty_shelf_finds_nothing() -> None:
    assert Index(()).find("可乐") == []


@given(st.text(max_size=200))
def test_any_text_may_be_searched(text: str) -> None:
    hits = INDEX.find(text)
    assert all(0 < hit.score <= 100 for hit in hits)
    assert len({hit.sku_id for hit in hits}) == len(hits)
