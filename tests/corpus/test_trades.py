"""Orders and searches of trades that the rules know nothing of: never worse than the figures here, which only rise."""

import random
import re
from collections.abc import Iterator

import pytest

from tests.corpus.trade_labels import Goods
from tests.corpus.trades import FILES, TRADES, Figures, Trade, trade
from tests.lengths import times

#: Of each trade and file: messages wholly right and lines right at least, silently wrong and needlessly asked at most.
FLOORS = {
    ("deli", "orders.txt"): (59, 95, 0, 1),
    ("deli", "short.txt"): (36, 36, 0, 0),
    ("deli", "official"): (134, 134, 0, 0),
    ("fresh", "orders.txt"): (50, 90, 0, 0),
    ("fresh", "official"): (137, 137, 0, 0),
    ("uniforms", "orders.txt"): (50, 123, 0, 0),
    ("uniforms", "official"): (136, 136, 0, 0),
    ("hardware", "orders.txt"): (58, 105, 0, 1),
    ("hardware", "short.txt"): (34, 34, 0, 0),
    ("hardware", "official"): (174, 174, 0, 0),
    ("stationery", "orders.txt"): (49, 65, 0, 1),
    ("stationery", "official"): (134, 134, 0, 0),
    ("autoparts", "orders.txt"): (50, 77, 0, 0),
    ("autoparts", "official"): (162, 162, 0, 0),
    ("pharmacy", "orders.txt"): (49, 80, 0, 1),
    ("pharmacy", "official"): (125, 125, 0, 0),
    ("shoes", "orders.txt"): (48, 148, 0, 2),
    ("shoes", "short.txt"): (10, 10, 0, 0),
    ("shoes", "official"): (314, 314, 0, 0),
    ("cosmetics", "orders.txt"): (48, 111, 0, 3),
    ("cosmetics", "short.txt"): (10, 10, 0, 0),
    ("cosmetics", "official"): (151, 151, 0, 0),
    ("bakery", "orders.txt"): (48, 87, 0, 1),
    ("bakery", "short.txt"): (12, 12, 0, 0),
    ("bakery", "official"): (194, 194, 0, 0),
    ("cleaning", "orders.txt"): (49, 93, 0, 1),
    ("cleaning", "short.txt"): (13, 13, 0, 0),
    ("cleaning", "official"): (197, 197, 0, 0),
    ("lingerie", "orders.txt"): (50, 102, 0, 0),
    ("lingerie", "further.txt"): (49, 104, 0, 1),
    ("lingerie", "official"): (122, 122, 0, 0),
    ("pets", "orders.txt"): (49, 84, 0, 1),
    ("pets", "further.txt"): (48, 72, 0, 1),
    ("pets", "official"): (115, 115, 0, 0),
    ("menswear", "orders.txt"): (50, 129, 0, 0),
    ("menswear", "unseen.txt"): (45, 98, 0, 1),
    ("menswear", "official"): (157, 157, 0, 0),
    ("tea", "orders.txt"): (50, 88, 0, 0),
    ("tea", "unseen.txt"): (46, 80, 0, 3),
    ("tea", "official"): (70, 70, 0, 0),
    ("sports", "orders.txt"): (50, 128, 0, 0),
    ("sports", "further.txt"): (46, 130, 0, 4),
    ("sports", "official"): (250, 250, 0, 0),
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
    "menswear": (15, 15, 1),
    "pets": (27, 27, 1),
    "pharmacy": (47, 47, 2),
    "shoes": (14, 14, 1),
    "sports": (16, 16, 1),
    "stationery": (48, 48, 2),
    "tea": (16, 16, 1),
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


def _said_of_two(one: Goods, other: Goods) -> Iterator[tuple[str, int, int]]:
    """Messages about two of the goods, with how many packs of each are meant; ``official`` ends in three packs."""
    a, b = (re.sub(r" 3 ?\S+$", "", each.official) for each in (one, other))
    u, v = one.pack_unit or one.unit, other.pack_unit or other.unit
    if re.search(r"[一-鿿]", a):
        yield from (
            (f"{a} 3{u} {b} 2{v}", 3, 2),
            (f"{a}3{u}和{b}2{v}", 3, 2),
            (f"一店：{a} 3{u}，二店：{b} 2{v}", 3, 2),
        )
        yield from ((f"{a} 3{u}，不对，5{u}", 5, 0), (f"{a} 3{u} 哦不5{u}", 5, 0), (f"{a} 3{u}，再加2{u}", 5, 0))
        yield from ((f"{a} 3{u}，{b}不要", 3, 0), (f"{a} 3{u}，没有就{b}", 3, 0), (f"{a} 3{u}，没有的话{b}2{v}", 3, 0))
        yield from ((f"{a} 3{u}，上次的{b} 2{v}坏了要退", 3, 0), (f"{a} 3{u} {b}多少钱", 3, 0))
        return
    yield from ((f"{a} 3 {u} {b} 2 {v}", 3, 2), (f"3 {u} {a} and 2 {v} {b}", 3, 2), (f"{a} 3 {u}, {b} 2 {v}", 3, 2))
    yield from (
        (f"{a} 3 {u}, sorry 5 {u}", 5, 0),
        (f"{a} 3 {u} no wait 5", 5, 0),
        (f"{a} 3 {u}, plus 2 more {u}", 5, 0),
    )
    yield from ((f"{a} 3 {u}, no {b}", 3, 0), (f"{a} 3 {u}, if none then {b}", 3, 0))
    yield from ((f"{a} 3 {u}, if out then 2 {v} {b}", 3, 0), (f"{a} 3 {u}. how much is {b}?", 3, 0))


def test_what_is_said_of_two_goods_is_never_taken_wrongly(place: Trade) -> None:
    plain = [(code, each) for code, each in place.goods.items() if not re.search(r"[,/]", each.official)]
    chance = random.Random(times(1, long=2))
    for _ in range(times(2, long=200)):
        (code, one), (other_code, other) = chance.sample(plain, 2)
        for message, many, others in _said_of_two(one, other):
            packs = {code: many * one.base(one.pack_unit or one.unit)}
            packs[other_code] = others * other.base(other.pack_unit or other.unit)
            read = place.read(message)
            assert all(count == packs.get(sku) for sku, count in read.lines.items()), (message, str(read))
            asked = {sku for ask in read.asks for sku in ask.options}
            assert read.left or code in {*read.lines, *asked}, (message, str(read))
