"""What a dealer may type, and what is found first."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.search.index import Index, preferring
from tests.domain.sample_goods import INDEX, code


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


@settings(deadline=None)  # the first search reads the tables of sounds
@given(st.text(max_size=200))
def test_any_text_may_be_searched(text: str) -> None:
    hits = INDEX.find(text)
    assert all(0 < hit.score <= 100 for hit in hits)
    assert len({hit.sku_id for hit in hits}) == len(hits)


def test_among_equals_the_preferred_come_first_and_are_marked() -> None:
    hits = INDEX.find("峰泡可乐")
    ordered = preferring(hits, lambda sku_id: float(code(sku_id) == "KL500"))
    assert [(code(hit.sku_id), hit.preferred) for hit in ordered[:2]] == [("KL500", True), ("KL330", False)]


def test_no_preference_makes_a_worse_fit_come_first() -> None:
    ordered = preferring(INDEX.find("峰泡可乐"), lambda sku_id: float(code(sku_id) == "WT500"))
    assert [code(hit.sku_id) for hit in ordered][-1] == "WT500"
    assert not any(hit.preferred for hit in ordered)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("大瓶天然水", "NF1500"),
        ("小瓶天然水", "NF550"),
        ("可乐罐装", "KL330"),
        ("雾涧天然水瓶", "NF550"),
        ("weimanlou shengchuo", "JY1900"),
        ("mistbrookwater", "NF550"),
        ("wmlshengch", "JY1900"),
        ("wmlou", "JY1900"),
        ("weimls", "JY1900"),
    ],
)
def test_vessels_and_mixed_letters_are_understood(text: str, first: str) -> None:
    assert found(text)[:1] == [first]


def test_entries_come_in_the_order_of_their_ids() -> None:
    first, second = list(INDEX.entries.values())[:2]
    with pytest.raises(ValueError, match=str(first.sku_id)):
        Index((second, first))


def test_an_entry_that_was_never_there_is_not_found() -> None:
    with pytest.raises(KeyError):
        INDEX.entries[99]
    assert list(INDEX.entries) == list(range(1, len(INDEX.entries) + 1))


def test_models_are_found_whole_and_in_part() -> None:
    entry = replace(INDEX.entries[1], names=("挂机空调 kfr-35gw/a1", "vaneer2550"), specs=(), aliases=())
    index = Index([entry])
    for text in ("kfr-35gw/a1", "kfr 35gw", "2550", "vaneer 2550", "aneer25", "anee"):
        assert [hit.near for hit in index.find(text)] == [False], text


def test_a_model_typed_with_its_signs_is_found_among_other_words() -> None:
    entry = replace(INDEX.entries[1], names=("挂机空调 gree kfr-35gw/a1",), specs=(), aliases=())
    assert [hit.explained for hit in Index([entry]).find("grey kfr-35gw/a1")] == [1.0]
