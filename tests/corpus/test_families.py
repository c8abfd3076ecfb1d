"""Trades with families of many siblings, of which no rule knows: a name finds its SKU by what siblings differ in."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, TakenLine
from domain.search.entries import Entry
from domain.search.index import Index
from tests.corpus.goods import goods_in

_HERE = Path(__file__).parent
TRADES = tuple(sorted(path.stem for path in (_HERE / "families").glob("*.csv")))
#: Every catalogue here, whatever the trade.
CATALOGUES = tuple(
    sorted(
        path.relative_to(_HERE).as_posix()
        for path in _HERE.rglob("*.csv")
        if path.read_bytes().startswith(
            b"sku,barcode,name,brand,category,spec,unit,pack_unit,pack_size,price,stock,aliases"
        )
    )
)
_SAID = 3


@cache
def goods(path: str) -> tuple[tuple[Entry, ...], OrderReader]:
    """The goods of a sheet and a reader over them."""
    entries = tuple(goods_in(_HERE / path))
    return entries, OrderReader(Index(entries))


def labelled(what: str, trade: str) -> Iterator[tuple[str, str]]:
    """What is said, and what it comes to."""
    for line in (_HERE / f"families/{what}.tsv").read_text("utf-8").splitlines():
        if line.startswith(f"{trade}\t"):
            _, text, wanted = line.split("\t")
            yield text, wanted


def came_to(trade: str, text: str) -> tuple[list[str], list[int]]:
    """The codes that are taken, and how many each question is among."""
    entries, reader = goods(f"families/{trade}.csv")
    lines = reader.read(text).lines
    taken = [entries[line.sku_id - 1].code for line in lines if isinstance(line, TakenLine)]
    return taken, [len(line.options) for line in lines if isinstance(line, AskedLine)]


def is_right(wanted: str, taken: list[str], asked: list[int]) -> bool:
    if wanted == "?!":
        return not taken
    if wanted == "!":
        return not taken and not asked
    if wanted.startswith("?"):
        return not taken and asked == [int(wanted[1:])]
    return taken == [wanted] and not asked


@pytest.mark.parametrize("trade", TRADES)
def test_a_name_means_the_sibling_it_says(trade: str) -> None:
    told = [(text, wanted, *came_to(trade, text)) for text, wanted in labelled("names", trade)]
    assert [each for each in told if not is_right(each[1], each[2], each[3])] == []
    assert len(told) >= 18


@pytest.mark.parametrize("trade", TRADES)
def test_a_search_shows_the_sibling_that_was_said_first(trade: str) -> None:
    entries, reader = goods(f"families/{trade}.csv")
    missed = []
    for text, wanted in labelled("searches", trade):
        first = next((entries[hit.sku_id - 1].code for hit in reader.look(text) if not hit.near), "-")
        if not first.startswith(tuple(wanted.split(","))):
            missed.append((text, wanted, first))
    assert missed == []


@pytest.mark.parametrize("path", CATALOGUES)
def test_what_is_printed_and_every_code_is_taken_exactly(path: str) -> None:
    entries, reader = goods(path)
    missed = [text for entry in entries for text in _printed(entry) if not _is_taken(reader, entry, text)]
    assert len(missed) <= 0.01 * len(entries), missed


def _printed(entry: Entry) -> Iterator[str]:
    """Brand, name, spec and an amount in the largest unit; the code and the barcode with it."""
    brand = entry.brands[0] if entry.brands and entry.brands[0] not in entry.names[0] else ""
    unit = entry.packs[0][0] if entry.packs else entry.units[0]
    yield " ".join(filter(None, (brand, entry.names[0], *entry.specs, f"{_SAID} {unit}")))
    yield from (f"{code.lower()}  {_SAID}{unit}" for code in (entry.code, entry.barcode) if code)


def _is_taken(reader: OrderReader, entry: Entry, text: str) -> bool:
    size = entry.packs[0][1] if entry.packs else 1
    match reader.read(text).lines:
        case (TakenLine() as line,):
            return line.sku_id == entry.sku_id and line.quantity == _SAID * size
    return False
