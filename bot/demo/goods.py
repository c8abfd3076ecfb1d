"""The demo's catalogue: about three hundred SKUs of invented brands, read from ``goods.csv``."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter


@dataclass(frozen=True, kw_only=True)
class DemoGood:
    """One SKU, with its words in both languages."""

    sku: str
    barcode: str  # EAN-13 from the in-store range 20–29, so it belongs to nobody
    product: str  # the same for all SKUs of one product
    name: str  # with the brand in front: 峰泡可乐
    name_en: str
    brand: str
    brand_en: str
    category: str
    category_en: str
    spec: str
    spec_en: str
    unit: str  # the base unit: what stock counts and the price is for
    unit_en: str
    pack_unit: str
    pack_unit_en: str
    pack_size: int  # base units in a pack
    price: Decimal  # CNY for one base unit, up to 4 decimals
    stock: Decimal  # base units on hand
    minimum: int  # least quantity in an order, base units
    multiple: int  # an ordered quantity is a whole number of these, base units
    backorder: bool  # may be ordered beyond the stock
    decimals: int  # of a quantity: 0, or 3 for goods sold by weight
    aliases: tuple[str, ...]  # what dealers call it
    look: str  # the shape its picture is drawn in


@cache
def demo_goods() -> tuple[DemoGood, ...]:
    """All goods, in the catalogue's order."""
    text = files("bot.demo").joinpath("goods.csv").read_text(encoding="utf-8")
    rows = (row | {"aliases": row["aliases"].split(";")} for row in csv.DictReader(text.splitlines()))
    return TypeAdapter(tuple[DemoGood, ...]).validate_python(rows)
