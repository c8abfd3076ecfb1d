"""The demo's catalogue: some three hundred goods of invented brands, read from ``goods.csv``."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from bot.demo.accounts import DEMO_ACCOUNTS, DEMO_STAFF, DemoAccount, DemoPerson
from bot.demo.history import DEMO_ORDERS, DemoLine, DemoOrder, DemoShipment

__all__ = [
    "DEMO_ACCOUNTS",
    "DEMO_ORDERS",
    "DEMO_STAFF",
    "DemoAccount",
    "DemoGood",
    "DemoLine",
    "DemoOrder",
    "DemoPerson",
    "DemoShipment",
    "demo_goods",
    "good_by_sku",
]


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
    return tuple(_good(row) for row in csv.DictReader(text.splitlines()))


@cache
def good_by_sku(sku: str) -> DemoGood:
    """The good with this SKU; a KeyError where there is none."""
    return {good.sku: good for good in demo_goods()}[sku]


def _good(row: dict[str, str]) -> DemoGood:
    return DemoGood(
        sku=row["sku"],
        barcode=row["barcode"],
        product=row["product"],
        name=row["name"],
        name_en=row["name_en"],
        brand=row["brand"],
        brand_en=row["brand_en"],
        category=row["category"],
        category_en=row["category_en"],
        spec=row["spec"],
        spec_en=row["spec_en"],
        unit=row["unit"],
        unit_en=row["unit_en"],
        pack_unit=row["pack_unit"],
        pack_unit_en=row["pack_unit_en"],
        pack_size=int(row["pack_size"]),
        price=Decimal(row["price"]),
        stock=Decimal(row["stock"]),
        minimum=int(row["minimum"]),
        multiple=int(row["multiple"]),
        backorder=row["backorder"] == "1",
        decimals=int(row["decimals"]),
        aliases=tuple(row["aliases"].split(";")),
        look=row["look"],
    )
