"""Which of several goods that the words fit are meant."""

import pytest

from domain.search.entries import Entry
from domain.search.index import Hit
from domain.search.ranking import plain_of_spec, without_extras

WASH, REFILL, LARGE, OTHERS = range(1, 5)


def _entry(sku_id: int, name: str, spec: str, brand: str = "蓝月亮") -> Entry:
    return Entry(
        sku_id=sku_id,
        code=f"C{sku_id}",
        barcode="",
        names=(name,),
        brands=(brand,),
        categories=(),
        specs=(spec,),
        aliases=(),
        units=("瓶",),
        packs=(),
    )


ENTRIES = {
    WASH: _entry(WASH, "洗手液", "500g"),
    REFILL: _entry(REFILL, "洗手液补充装", "500g"),
    LARGE: _entry(LARGE, "洗手液补充装", "2kg"),
    OTHERS: _entry(OTHERS, "洗手液补充装", "500g", brand="威露士"),
}


@pytest.mark.parametrize(
    ("said", "found", "meant"),
    [
        ("洗手液", (WASH, REFILL), (WASH,)),
        ("洗手液补充", (WASH, REFILL), (WASH, REFILL)),
        ("洗手液", (WASH, LARGE), (WASH, LARGE)),
        ("洗手液", (WASH, OTHERS), (WASH, OTHERS)),
        ("洗手液", (REFILL,), (REFILL,)),
    ],
)
def test_what_has_words_added_to_its_name_is_meant_only_where_they_are_said(
    said: str, found: tuple[int, ...], meant: tuple[int, ...]
) -> None:
    hits = [Hit(sku_id=sku_id, score=90) for sku_id in found]
    assert tuple(hit.sku_id for hit in without_extras(hits, said, ENTRIES.__getitem__)) == meant


@pytest.mark.parametrize(
    ("said", "specs", "meant"),
    [
        ("膜mate60", ("Mate 60", "Mate 60 Pro"), ("Mate 60",)),
        ("膜", ("Mate 60", "Mate 60 Pro"), ("Mate 60", "Mate 60 Pro")),
        ("膜60", ("Mate 60", "P 60"), ("Mate 60", "P 60")),
        ("螺栓8", ("8×30", "8×40"), ("8×30", "8×40")),
    ],
)
def test_of_specs_the_one_without_additions_is_meant_where_its_number_is_said(
    said: str, specs: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    entries = {at: _entry(at, "膜", spec) for at, spec in enumerate(specs)}
    hits = [Hit(sku_id=at, score=90) for at in entries]
    assert tuple(specs[hit.sku_id] for hit in plain_of_spec(hits, said, entries.__getitem__)) == meant
