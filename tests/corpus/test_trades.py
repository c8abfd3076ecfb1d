"""Orders and searches of trades that the rules know nothing of: never worse than the figures here, which only rise."""

import pytest

from tests.corpus.trades import FILES, TRADES, Figures, Trade, trade

#: Of each trade and file: messages wholly right and lines right at least, silently wrong and needlessly asked at most.
FLOORS = {
    ("deli", "orders.txt"): (59, 95, 0, 1),
    ("deli", "short.txt"): (36, 36, 0, 0),
    ("deli", "official"): (134, 134, 0, 0),
    ("fresh", "orders.txt"): (50, 90, 0, 0),
    ("fresh", "official"): (137, 137, 0, 0),
    ("uniforms", "orders.txt"): (49, 122, 0, 0),
    ("uniforms", "official"): (136, 136, 0, 0),
    ("hardware", "orders.txt"): (56, 103, 0, 3),
    ("hardware", "short.txt"): (34, 34, 0, 0),
    ("hardware", "official"): (174, 174, 0, 0),
    ("stationery", "orders.txt"): (47, 63, 0, 3),
    ("stationery", "official"): (134, 134, 0, 0),
    ("autoparts", "orders.txt"): (50, 77, 0, 0),
    ("autoparts", "official"): (162, 162, 0, 0),
    ("pharmacy", "orders.txt"): (49, 80, 0, 1),
    ("pharmacy", "official"): (125, 125, 0, 0),
    ("shoes", "orders.txt"): (46, 144, 0, 8),
    ("shoes", "short.txt"): (10, 10, 0, 0),
    ("shoes", "official"): (314, 314, 0, 0),
    ("cosmetics", "orders.txt"): (41, 96, 0, 16),
    ("cosmetics", "short.txt"): (10, 10, 0, 0),
    ("cosmetics", "official"): (151, 151, 0, 0),
    ("bakery", "orders.txt"): (46, 85, 0, 3),
    ("bakery", "short.txt"): (12, 12, 0, 0),
    ("bakery", "official"): (194, 194, 0, 0),
    ("cleaning", "orders.txt"): (48, 92, 0, 3),
    ("cleaning", "short.txt"): (13, 13, 0, 0),
    ("cleaning", "official"): (197, 197, 0, 0),
    ("lingerie", "orders.txt"): (49, 101, 0, 1),
    ("lingerie", "unseen.txt"): (39, 77, 0, 6),
    ("lingerie", "official"): (122, 122, 0, 0),
    ("pets", "orders.txt"): (45, 80, 0, 5),
    ("pets", "unseen.txt"): (39, 63, 0, 7),
    ("pets", "official"): (115, 115, 0, 0),
}
#: Searches right first, all of the family among the first eight, and quiet where nothing fits, at least.
SEARCHES = {
    "autoparts": (48, 48, 2),
    "cosmetics": (14, 14, 1),
    "bakery": (24, 24, 1),
    "cleaning": (23, 23, 1),
    "deli": (52, 52, 3),
    "fresh": (48, 48, 2),
    "hardware": (53, 52, 2),
    "lingerie": (23, 23, 1),
    "pets": (27, 27, 1),
    "pharmacy": (47, 47, 2),
    "shoes": (14, 14, 1),
    "stationery": (48, 48, 2),
    "uniforms": (48, 48, 2),
}


@pytest.fixture(scope="module", params=TRADES)
def place(request: pytest.FixtureRequest) -> Trade:
    return trade(request.param)


def test_orders_are_read_no_worse_than_before(place: Trade) -> None:
    for file in FILES:
        verdicts = place.judge(file)
        if not verdicts:
            continue
        whole, right, wrong, needless = FLOORS[place.folder.name, file]
        figures = Figures.of(verdicts)
        assert figures.whole >= whole, (file, figures)
        assert figures.right >= right, (file, figures)
        assert figures.wrong <= wrong, (file, figures)
        assert figures.needless <= needless, (file, figures)


def test_goods_are_found_no_worse_than_before(place: Trade) -> None:
    first, family, quiet = SEARCHES[place.folder.name]
    found = place.find()
    assert sum(each.first for each in found if each.search.codes) >= first
    assert sum(each.family for each in found if each.search.codes) >= family
    assert sum(each.first for each in found if not each.search.codes) >= quiet
