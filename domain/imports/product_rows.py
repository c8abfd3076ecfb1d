"""The values a row of a product sheet sets: only for columns that the sheet has."""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from domain.imports.base_units import PackPrice, SkuUnits, base_quantity, pack_size, unit_of, unit_price
from domain.rules.quantities import MOST
from domain.sheets.cells import BadCellError
from domain.sheets.rows import SheetRow

_CODE, _WORDS, _SHORT, _UNIT, _BARCODE, _KEY, _SHELF = 40, 120, 60, 20, 20, 120, 40
_SKU_WORDS = (
    ("spec", _SHORT),
    ("spec_en", _SHORT),
    ("unit_en", _UNIT),
    ("shelf", _SHELF),
    ("supplier", _SHORT),
)
_PRODUCT_WORDS = (("name_en", _WORDS), ("brand", _SHORT), ("brand_en", _SHORT))
_PLACES = 3
#: Order rules, in base units once their unit is known.
_STEPS = ("minimum", "multiple", "maximum")
#: 24罐/箱: how many base units a pack holds, and its name.
_SIZE_IN_WORDS = re.compile(r"(\d+)\s*([^\d\s/]*)\s*/\s*([^\d\s/]+)")


@dataclass(frozen=True, kw_only=True)
class PackWanted:
    """A pack: its names and how many base units it holds."""

    name: str
    name_en: str
    size: int

    def __str__(self) -> str:
        """As people write it: ``箱=24``."""
        return f"{'/'.join(filter(None, (self.name, self.name_en)))}={self.size}"


@dataclass(frozen=True, kw_only=True)
class GoodsWanted:
    """A row read: ``sku`` and ``product`` hold the columns given. ``None``: the sheet does not say.

    ``key`` names the product; ``grouped``: the sheet itself says which product a SKU belongs to. ``per``: the units
    that price, stock and steps are given in, where the sheet says so. ``pack_price``: known once units are.
    """

    row: SheetRow
    code: str
    key: str
    grouped: bool
    sku: dict[str, Any]
    product: dict[str, Any]
    category: str | None
    category_en: str
    packs: tuple[PackWanted, ...] | None
    aliases: tuple[str, ...] | None
    stock: Decimal | None
    per: dict[str, str]
    pack_price: PackPrice | None = None

    def lacking(self) -> str | None:
        """The first column without which a SKU cannot be new."""
        given = {"name": self.product.get("name"), "unit": self.sku.get("unit"), "price": self.sku.get("price")}
        return next((column for column, value in given.items() if value in (None, "")), None)


def read_goods(row: SheetRow) -> GoodsWanted:
    """The row, checked cell by cell.

    Raises:
        BadCellError: a cell cannot be used.
    """
    product = {column: row.words(column, most) for column, most in _PRODUCT_WORDS if row.has(column)}
    if name := row.words("name", _WORDS):
        product["name"] = name
    group = row.words("product", _KEY)
    return GoodsWanted(
        row=row,
        code=row.needed_code("sku", _CODE),
        key=group or f"{product.get('brand', '')}/{name}"[:_KEY],
        grouped=bool(group),
        sku=_sku(row),
        product=product,
        category=row.words("category", _SHORT) if row.has("category") else None,
        category_en=row.words("category_en", _SHORT),
        packs=_packs(row),
        aliases=row.names("aliases", _SHORT) if row.has("aliases") else None,
        stock=row.number_in("stock"),
        per=_per(row),
    )


def _sku(row: SheetRow) -> dict[str, Any]:
    sku: dict[str, Any] = {column: row.words(column, most) for column, most in _SKU_WORDS if row.has(column)}
    if row.has("barcode"):
        sku["barcode"] = row.code("barcode", _BARCODE)
    if unit := row.words("unit", _UNIT):
        if "/" in unit:
            raise BadCellError("sheets.two_units", column=row.called("unit"), units=unit)
        sku["unit"] = unit
    if (price := row.price("price")) is not None:
        sku["price"] = price
    sku |= {column: row.price(column) for column in ("floor_price", "cost") if row.has(column)}
    if row.has("tax_rate"):
        sku["tax_rate"] = _share(row, "tax_rate")
    if (decimals := row.whole("decimals", 0, _PLACES)) is not None:
        sku["decimals"] = decimals
    for column in _STEPS:
        step = row.number_in(column)
        if step is not None:
            sku[column] = step
    if row.has("backorder"):
        sku["backorder"] = row.flag("backorder")
    return sku


def _per(row: SheetRow) -> dict[str, str]:
    said = {"price": unit_of(row, "price", "price_unit"), "stock": unit_of(row, "stock", "stock_unit")}
    said |= {column: row.units.get(column, "") for column in _STEPS}
    return {column: unit for column, unit in said.items() if unit}


def in_base_units(goods: GoodsWanted, units: SkuUnits) -> GoodsWanted:
    """The same goods with price, stock and steps for one base unit, each within its bounds.

    Raises:
        BadCellError: one of them is not exact for a base unit, or out of bounds.
    """
    row, sku, stock = goods.row, dict(goods.sku), goods.stock
    own = None
    if "price" in sku:
        priced = unit_price(row, sku["price"], goods.per.get("price", ""), units)
        own = priced.pack
        if priced.one is None:
            del sku["price"]
        else:
            sku["price"] = priced.one
    own = _pack_price(row, units) or own
    for column in _STEPS:
        if column in sku:
            step = base_quantity(row, column, sku[column], goods.per.get(column, ""), units)
            sku[column] = _positive(row, column, step)
    if stock is not None:
        stock = _on_hand(
            row, base_quantity(row, "stock", stock, goods.per.get("stock", ""), units), sku.get("decimals")
        )
    return replace(goods, sku=sku, stock=stock, pack_price=own)


def _pack_price(row: SheetRow, units: SkuUnits) -> PackPrice | None:
    """What the column of packs' prices says; an empty cell: there is none."""
    price = row.price("pack_price")
    if not row.has("pack_price") or (price is None and not units.packs):
        return None
    return PackPrice(size=pack_size(row, "pack_price", row.units.get("pack_price", ""), units), price=price)


def _share(row: SheetRow, column: str) -> Decimal | None:
    """A share: 13%, 13 or 0.13."""
    text = row.words(column, _UNIT).rstrip("%％ ")
    try:
        found = Decimal(text) if text else None
    except InvalidOperation:
        found = Decimal(-1)
    if found is not None and (found >= 1 or row.words(column, _UNIT) != text):
        found /= 100
    if found is not None and not (0 <= found < 1 and found == round(found, 4)):
        raise BadCellError("sheets.bad_share", column=row.called(column), text=row.words(column, _UNIT))
    return found


def _packs(row: SheetRow) -> tuple[PackWanted, ...] | None:
    """Packs: usually one, several where semicolons separate them; ``24罐/箱`` names its pack itself."""
    if not row.has("pack_size"):
        return None
    if found := _SIZE_IN_WORDS.fullmatch(unicodedata.normalize("NFKC", row.words("pack_size", _UNIT))):
        return _packs_in_words(row, found)
    if not row.has("pack_unit"):
        return None
    names, english = row.parts("pack_unit", _UNIT), row.parts("pack_unit_en", _UNIT)
    sizes = row.parts("pack_size", _UNIT)
    if not names and (not sizes or sizes in (("1",), ("0",))):
        return ()
    if len(names) != len(sizes):
        raise BadCellError("sheets.bad_pack")
    if row.words("unit", _UNIT) in names and set(sizes) != {"1"}:
        raise BadCellError("sheets.unit_is_pack", unit=row.words("unit", _UNIT))
    return tuple(
        PackWanted(name=name, name_en=english[at] if at < len(english) else "", size=_size(sizes[at]))
        for at, name in enumerate(names)
    )


def _packs_in_words(row: SheetRow, found: re.Match[str]) -> tuple[PackWanted, ...]:
    """The pack of ``24罐/箱``, where the row's own units do not say otherwise."""
    size, unit, name = found.groups()
    for column, said in (("unit", unit), ("pack_unit", name)):
        own = row.words(column, _UNIT)
        if own and said and own != said:
            raise BadCellError("sheets.two_units", column=row.called(column), units=(own, said))
    return (PackWanted(name=name, name_en=row.words("pack_unit_en", _UNIT), size=_size(size)),)


def has_half_a_pack(row: SheetRow) -> bool:
    """Whether a sheet says what a pack holds and not what it is called, or the other way round."""
    name, size = row.words("pack_unit", _KEY), row.words("pack_size", _KEY)
    if row.has("pack_unit"):
        return bool(name) and not row.has("pack_size")
    return size not in ("", "0", "1") and not _SIZE_IN_WORDS.fullmatch(unicodedata.normalize("NFKC", size))


def _size(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise BadCellError("sheets.bad_pack")
    return int(text)


def _on_hand(row: SheetRow, stock: Decimal, decimals: int | None) -> Decimal:
    places = _PLACES if decimals is None else decimals
    if not (0 <= stock <= MOST * 10 and stock == round(stock, places)):
        raise BadCellError("sheets.bad_stock", text=row.cells["stock"])
    return stock


def _positive(row: SheetRow, column: str, number: Decimal) -> Decimal:
    if not 0 < number <= MOST or number != round(number, _PLACES):
        raise BadCellError("sheets.bad_number", column=row.called(column), text=row.cells[column])
    return number
