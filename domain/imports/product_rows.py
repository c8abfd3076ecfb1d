"""What a row of a product sheet asks for: only the columns that the sheet has."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.rules.quantities import MOST
from domain.rules.sheet_rows import BadCellError, SheetRow
from domain.rules.units import is_weight

_CODE, _WORDS, _SHORT, _UNIT, _BARCODE, _KEY = 40, 120, 60, 20, 20, 120
_SKU_WORDS = (("barcode", _BARCODE), ("spec", _SHORT), ("spec_en", _SHORT), ("unit_en", _UNIT))
_PRODUCT_WORDS = (("name_en", _WORDS), ("brand", _SHORT), ("brand_en", _SHORT))
_PLACES = 3


@dataclass(frozen=True, kw_only=True)
class PackWanted:
    """A pack: its names and how many base units it holds."""

    name: str
    name_en: str
    size: int


@dataclass(frozen=True, kw_only=True)
class GoodsWanted:
    """A row read: ``sku`` and ``product`` hold the columns given. ``None``: the sheet does not say.

    ``key`` names the product; ``grouped``: the sheet itself says which product a SKU belongs to.
    """

    number: int
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
    sku = _sku(row)
    return GoodsWanted(
        number=row.number,
        code=row.needed("sku", _CODE),
        key=group or f"{product.get('brand', '')}/{name}"[:_KEY],
        grouped=bool(group),
        sku=sku,
        product=product,
        category=row.words("category", _SHORT) if row.has("category") else None,
        category_en=row.words("category_en", _SHORT),
        packs=_packs(row),
        aliases=row.parts("aliases", _SHORT) if row.has("aliases") else None,
        stock=_stock(row, sku.get("decimals")),
    )


def _sku(row: SheetRow) -> dict[str, Any]:
    sku: dict[str, Any] = {column: row.words(column, most) for column, most in _SKU_WORDS if row.has(column)}
    if unit := row.words("unit", _UNIT):
        sku["unit"] = unit
    if (price := row.price("price")) is not None:
        sku["price"] = price
    if (decimals := row.whole("decimals", 0, _PLACES)) is not None:
        sku["decimals"] = decimals
    for column in ("minimum", "multiple"):
        step = row.number_in(column)
        if step is not None:
            sku[column] = _positive(row, column, step)
    if row.has("backorder"):
        sku["backorder"] = row.flag("backorder")
    return sku


def by_weight(sku: dict[str, Any]) -> dict[str, Any]:
    """What a new SKU is measured in where the sheet does not say: goods sold by weight in their finest steps."""
    decimals = sku.get("decimals", _PLACES if is_weight(sku["unit"]) else 0)
    step = Decimal(1).scaleb(-decimals)
    return {"decimals": decimals, "multiple": step, "minimum": sku.get("multiple", step), **sku}


def _packs(row: SheetRow) -> tuple[PackWanted, ...] | None:
    """Packs: usually one, several where semicolons separate them."""
    if not row.has("pack_unit") or not row.has("pack_size"):
        return None
    names, english = row.parts("pack_unit", _UNIT), row.parts("pack_unit_en", _UNIT)
    sizes = row.parts("pack_size", _UNIT)
    if not names and (not sizes or sizes in (("1",), ("0",))):
        return ()
    if len(names) != len(sizes):
        raise BadCellError("sheets.bad_pack")
    return tuple(
        PackWanted(name=name, name_en=english[at] if at < len(english) else "", size=_size(sizes[at]))
        for at, name in enumerate(names)
    )


def _size(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise BadCellError("sheets.bad_pack")
    return int(text)


def _stock(row: SheetRow, decimals: int | None) -> Decimal | None:
    stock = row.number_in("stock")
    places = _PLACES if decimals is None else decimals
    if stock is not None and not (0 <= stock <= MOST * 10 and stock == round(stock, places)):
        raise BadCellError("sheets.bad_stock", text=row.cells["stock"])
    return stock


def _positive(row: SheetRow, column: str, number: Decimal) -> Decimal:
    if not 0 < number <= MOST or number != round(number, _PLACES):
        raise BadCellError("sheets.bad_number", column=row.called(column), text=row.cells[column])
    return number
