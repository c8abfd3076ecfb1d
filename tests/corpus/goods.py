"""Goods of a sheet in the import's form, as the search sees them."""

import csv
from pathlib import Path

from domain.search.entries import Entry


def goods_in(path: Path) -> list[Entry]:
    """The goods of a sheet, numbered from 1."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_entry(number, row) for number, row in enumerate(csv.DictReader(file), 1)]


def _entry(number: int, row: dict[str, str]) -> Entry:
    return Entry(
        sku_id=number,
        code=row["sku"],
        barcode=row["barcode"],
        names=(row["name"],),
        brands=tuple(filter(None, (row["brand"],))),
        categories=tuple(filter(None, (row["category"],))),
        specs=tuple(filter(None, (row["spec"],))),
        aliases=tuple(filter(None, row["aliases"].split(";"))),
        units=(row["unit"],),
        packs=((row["pack_unit"], int(row["pack_size"])),) if row["pack_unit"] else (),
    )
