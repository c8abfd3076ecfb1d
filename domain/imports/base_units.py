"""Prices and quantities that a sheet gives by the pack, as those of one base unit: exact, or refused by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.language.units import per_unit, singular
from domain.sheets.cells import BadCellError
from domain.sheets.rows import SheetRow

_UNIT = 20
#: The decimals of a unit price.
_CENT = Decimal("0.0001")


@dataclass(frozen=True, kw_only=True)
class SkuUnits:
    """The names of a SKU's base unit, and its packs as (name, base units)."""

    base: tuple[str, ...]
    packs: tuple[tuple[str, int], ...]


#: Of a SKU whose number comes without a unit.
NO_UNITS = SkuUnits(base=(), packs=())


def unit_of(row: SheetRow, column: str, own: str, *usual: str) -> str:
    """The unit that a number of a row is for, empty where the sheet does not say.

    ``own``: the column with the unit of this number alone; ``usual``: those whose unit it has where nothing else says.
    """
    named = [row.units.get(column, ""), row.words(own, _UNIT).casefold() if row.has(own) else ""]
    said = {singular(name): name for name in named if name}
    if len(said) > 1:
        raise BadCellError("sheets.two_units", column=row.called(column), units=tuple(said.values()))
    every = [*said.values(), *(row.words(each, _UNIT).casefold() for each in usual if row.has(each))]
    return next(filter(None, every), "")


def size_of(row: SheetRow, column: str, unit: str, units: SkuUnits) -> Decimal:
    """Base units of a unit that a row names; of none: one."""
    size = per_unit(unit, units.base, units.packs) if unit else Decimal(1)
    if size is None:
        raise BadCellError("sheets.unknown_unit", column=row.called(column), unit=unit)
    return size


@dataclass(frozen=True, kw_only=True)
class PackPrice:
    """What a sheet says that a pack of so many base units costs; nothing: it has no price of its own."""

    size: int
    price: Decimal | None


@dataclass(frozen=True, kw_only=True)
class UnitPrice:
    """What a sheet says of the price of one base unit, and of a pack's beside it, if it was given by one.

    ``one``: nothing where the price of a pack does not divide exactly: what one costs is never the share of a pack's.
    """

    one: Decimal | None
    pack: PackPrice | None = None


def unit_price(row: SheetRow, price: Decimal, unit: str, units: SkuUnits) -> UnitPrice:
    """The price of one base unit; where a pack's does not divide exactly, it is the pack's alone."""
    size = size_of(row, "price", unit, units)
    one = (price / size).quantize(_CENT, ROUND_HALF_UP)
    is_pack = size > 1 and any(size == each for _, each in units.packs)
    if one * size != price and not is_pack:
        raise BadCellError("sheets.pack_price", price=f"{price:f}", unit=unit, size=f"{size.normalize():f}")
    exact = one * size == price
    own = PackPrice(size=int(size), price=None if exact else price) if is_pack else None
    return UnitPrice(one=one if exact else None, pack=own)


def pack_size(row: SheetRow, column: str, unit: str, units: SkuUnits) -> int:
    """Base units of the pack that a price is for: of this unit, or else of the biggest there is."""
    if unit:
        return int(size_of(row, column, unit, units))
    if not units.packs:
        raise BadCellError("sheets.no_pack", column=row.called(column))
    return max(size for _, size in units.packs)


def base_quantity(row: SheetRow, column: str, quantity: Decimal, unit: str, units: SkuUnits) -> Decimal:
    """A quantity in base units."""
    return quantity * size_of(row, column, unit, units)


def sku_units(unit: str, unit_en: str, packs: Sequence[tuple[str, str, int]]) -> SkuUnits:
    """The units of a SKU by their names in both languages; ``packs`` as (name, English name, base units)."""
    named = ((name, size) for *names, size in packs for name in names if name)
    return SkuUnits(base=tuple(filter(None, (unit, unit_en))), packs=tuple(named))
