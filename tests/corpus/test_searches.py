"""Every labelled search: one of the SKUs that fit comes first, all of them close behind; or nothing fits."""

from pathlib import Path

import pytest

from domain.search.index import Index
from tests.corpus.goods import goods_in

_HERE = Path(__file__).parent
#: Others may stand between those that fit, but not more.
_BETWEEN = 3


def _searches() -> list[tuple[str, list[str]]]:
    lines = (_HERE / "searches.txt").read_text("utf-8").splitlines()
    parts = (line.rpartition("=") for line in lines if line and not line.startswith("#"))
    return [(text.strip(), codes.split()) for text, _, codes in parts]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(goods_in(_HERE / "goods.csv"))


@pytest.mark.parametrize(("text", "codes"), _searches())
def test_a_search_finds_what_fits(index: Index, text: str, codes: list[str]) -> None:
    found = [index.entries[hit.sku_id].code for hit in index.find(text, limit=20) if not hit.near]
    assert found[:1] == [] if not codes else found[0] in codes, found[:8]
    assert set(codes) <= set(found[: len(codes) + _BETWEEN]), found[:12]
