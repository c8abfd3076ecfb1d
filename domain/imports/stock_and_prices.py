"""Importing stock and prices: one number for each SKU."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.journal import log_event
from domain.imports import pack_prices
from domain.imports.base_units import NO_UNITS, SkuUnits, UnitPrice, base_quantity, unit_of, unit_price
from domain.imports.catalogue_codes import CatalogueCodes
from domain.imports.known import SAID, units_of
from domain.imports.pack_prices import PackPrices
from domain.imports.report import CellChange, ImportReport, Progress, RowTally, cell, chunks, lacks
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.rules.unusual_changes import is_leap
from domain.sheets.cells import BadCellError
from domain.sheets.codes import same_code
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from domain.tables.stock import StockLevel

STOCK = Wanted(
    fields=frozenset({"sku", "stock", "unit", "stock_unit", "quantity"}),
    keys=frozenset({"sku"}),
    instead={"quantity": "stock"},
)
PRICES = Wanted(fields=frozenset({"sku", "price", "unit", "price_unit"}), keys=frozenset({"sku"}))
_CODE = 40
_Read = Callable[[SheetRow], Decimal | None]


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A number that a row says of a SKU; its unit is empty where the row does not say it."""

    row: SheetRow
    number: Decimal
    unit: str


@dataclass(frozen=True, kw_only=True)
class _Number:
    """A kind of number: the column it is in, how it is read and made one of a base unit, and how it is written."""

    column: str
    own_unit: str
    read: _Read
    convert: Callable[[_Said, SkuUnits], Decimal]
    write: Callable[[RowTally, Mapping[int, SheetRow], Mapping[int, Decimal], Mapping[int, Sku]], None]


def import_stock(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """What is on hand, as counted: a move for each SKU where the books said otherwise."""
    actor.authorise(Right.STOCK_CHANGE)
    warehouse_id = home(actor.session)

    def write(
        tally: RowTally, named: Mapping[int, SheetRow], found: Mapping[int, Decimal], skus: Mapping[int, Sku]
    ) -> None:
        """The counts of a chunk."""
        query = select(StockLevel.sku_id, col(StockLevel.on_hand)).where(
            StockLevel.warehouse_id == warehouse_id, col(StockLevel.sku_id).in_(found)
        )
        before = dict(actor.session.exec(query).all())
        good = {sku_id: there for sku_id, there in found.items() if _fits(tally, named[sku_id], skus[sku_id], there)}
        tally.short |= stock.set_on_hand(actor, warehouse_id, good, SAID)
        for sku_id, there in good.items():
            _tell(tally, named[sku_id], skus[sku_id], cell("stock", before.get(sku_id, Decimal(0)), there))

    counted = _Number(
        column="stock",
        own_unit="stock_unit",
        read=lambda row: row.number_in("stock"),
        convert=lambda said, units: base_quantity(said.row, "stock", said.number, said.unit, units),
        write=write,
    )
    return _import(actor, rows, progress, counted)


def import_prices(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """The price of one base unit of each SKU, or of a pack; orders already submitted keep theirs."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    said_of = dict[str, UnitPrice]()

    def noted(said: _Said, units: SkuUnits) -> Decimal:
        """What the row says of one and of a pack is kept until it is written."""
        said_of[said.row.place] = unit_price(said.row, said.number, said.unit, units)
        return said.number

    def write(
        tally: RowTally, named: Mapping[int, SheetRow], found: Mapping[int, Decimal], skus: Mapping[int, Sku]
    ) -> None:
        """The prices of a chunk."""
        _write_prices(actor, tally, named, {each: said_of[named[each].place] for each in found}, skus)

    priced = _Number(
        column="price",
        own_unit="price_unit",
        read=lambda row: row.price("price"),
        convert=noted,
        write=write,
    )
    return _import(actor, rows, progress, priced)


def _write_prices(
    actor: Actor,
    tally: RowTally,
    named: Mapping[int, SheetRow],
    found: Mapping[int, UnitPrice],
    skus: Mapping[int, Sku],
) -> None:
    packed, before = PackPrices(actor), pack_prices.known(actor.session, found)
    for sku_id, said in found.items():
        sku = skus[sku_id]
        cells = packed.want(sku_id, said.pack, before.get((sku_id, said.pack.size)) if said.pack else None)
        one = sku.price if said.one is None else said.one
        changed = [cell("price", sku.price, one)] if sku.price != one else []
        tally.change(named[sku_id], sku.code, [*changed, *cells])
        if is_leap(sku.price, one):
            tally.warn(named[sku_id], "sheets.price_leap")
        if changed:
            log_event(actor, "sku.priced", subject=f"sku:{sku_id}", before=str(sku.price), after=str(one))
            sku.price = one
    packed.write()


def _import(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None, kind: _Number) -> ImportReport:
    refused = lacks(rows, "sku") or lacks(rows, kind.column)
    if refused is not None:
        return refused
    tally, seen, codes = RowTally(), dict[str, SheetRow](), CatalogueCodes(actor.session)
    for chunk in chunks(rows, progress):
        read = {codes.written(code): said for code, said in _read(tally, seen, chunk, kind).items()}
        skus = {sku.code: sku for sku in actor.session.exec(select(Sku).where(col(Sku.code).in_(read)))}
        for code in read.keys() - skus.keys():
            tally.refuse(read[code].row, "sheets.unknown_sku", sku=code)
        known = {skus[code].id: said for code, said in read.items() if code in skus}
        found = _in_base_units(actor, tally, known, skus.values(), kind)
        if found:
            kind.write(tally, {sku_id: known[sku_id].row for sku_id in found}, found, {s.id: s for s in skus.values()})
    actor.session.flush()
    return tally.report()


def _read(tally: RowTally, seen: dict[str, SheetRow], rows: Sequence[SheetRow], kind: _Number) -> dict[str, _Said]:
    """The number for each code of a chunk; what cannot be read is refused."""
    found: dict[str, _Said] = {}
    for row in rows:
        try:
            code, number = row.needed_code("sku", _CODE), kind.read(row)
            unit = unit_of(row, kind.column, kind.own_unit, "unit")
        except BadCellError as bad:
            tally.refuse(row, bad.reason, **bad.facts)
            continue
        first = seen.setdefault(same_code(code), row)
        if first is not row:
            tally.refuse(row, "sheets.repeated", sku=code, first=first.place)
        elif number is None:
            tally.refuse(row, "sheets.needed", column=row.called(kind.column))
        else:
            found[code] = _Said(row=row, number=number, unit=unit)
    return found


def _in_base_units(
    actor: Actor, tally: RowTally, known: Mapping[int, _Said], skus: Iterable[Sku], kind: _Number
) -> dict[int, Decimal]:
    """The numbers as those of one base unit; the packs are looked up only where a row names a unit."""
    units = units_of(actor.session, [sku for sku in skus if known[sku.id].unit])
    found: dict[int, Decimal] = {}
    for sku in skus:
        said = known[sku.id]
        with tally.refusing(said.row):
            found[sku.id] = kind.convert(said, units.get(sku.id, NO_UNITS))
    return found


def _fits(tally: RowTally, row: SheetRow, sku: Sku, there: Decimal) -> bool:
    """Whether so much of a SKU can be on hand."""
    if 0 <= there <= MOST * 10 and there == round(there, sku.decimals):
        return True
    tally.refuse(row, "sheets.bad_stock", text=row.cells["stock"])
    return False


def _tell(tally: RowTally, row: SheetRow, sku: Sku, number: CellChange) -> None:
    tally.change(row, sku.code, [number] if number.before != number.after else [])
