"""Every labelled search: one of the SKUs that fit comes first, all of them close behind; or nothing fits."""

import csv
from pathlib import Path

import pytest

from domain.rules.entries import Entry
from domain.rules.search import Index

_HERE = Path(__file__).parent
#: Others may stand between those that fit, but not more.
_BETWEEN = 3


def _entry(number: int, row: dict[str, str]) -> Entry:
    return Entry(
        sku_id=number,
        code=row["sku"],
        barcode=row["barcode"],
        names=(row["name"],),
        brands=(row["brand"],),
        categories=(row["category"],),
        specs=(row["spec"],),
        aliases=tuple(filter(None, row["aliases"].split(";"))),
        units=(row["unit"],),
        packs=((row["pack_unit"], int(row["pack_size"])),) if row["pack_unit"] else (),
    )


def _goods() -> Index:
    with (_HERE / "goods.csv").open(encoding="utf-8") as file:
        return Index([_entry(number, row) for number, row in enumerate(csv.DictReader(file), 1)])


def _searches() -> list[tuple[str, list[str]]]:
    lines = (_HERE / "searches.txt").read_text("utf-8").splitlines()
    parts = (line.rpartition("=") for line in lines if line and not line.startswith("#"))
    return [(text.strip(), codes.split()) for text, _, codes in parts]


INDEX = _goods()


@pytest.mark.parametrize(("text", "codes"), _searches())
def test_a_search_finds_what_fits(text: str, codes: list[str]) -> None:
    found = [INDEX.entries[hit.sku_id].code for hit in INDEX.find(text, limit=20) if not hit.near]
    assert found[:1] == [] if not codes else found[0] in codes, found[:8]
    assert set(codes) <= set(found[: len(codes) + _BETWEEN]), found[:12]
