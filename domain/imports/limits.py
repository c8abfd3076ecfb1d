"""Importing limits: how much of a SKU accounts and groups may order, and what an order is worth at least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.catalogue import limit_changes
from domain.catalogue.limit_changes import Owner
from domain.imports.base_units import SkuUnits, base_quantity
from domain.imports.catalogue_codes import CatalogueCodes
from domain.imports.known import units_of
from domain.imports.owners import NAME, owner, owners_named
from domain.imports.report import CellChange, ImportReport, Progress, RowTally, cell, chunks, lacks
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.sheets.cells import BadCellError
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.tables.catalogue import Sku

_QUANTITIES = ("minimum", "multiple", "maximum")
LIMITS = Wanted(
    fields=frozenset({"for", "account", "sku", *_QUANTITIES, "pack_only", "limit", "days", "unit", "minimum_order"}),
    keys=frozenset({"for", "account"}),
    instead={"account": "for"},
)
_CODE, _UNIT, _DAYS = 40, 20, 3650


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the names and codes of a chunk mean."""

    owners: Mapping[str, Sequence[Owner]]
    skus: Mapping[str, Sku]
    units: Mapping[int, SkuUnits]


def import_limits(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Set limits of accounts and groups; an empty cell takes a limit away, a column that is not there leaves it.

    A row without a SKU says what an order of the account or group is worth at least.
    """
    actor.authorise(Right.CATALOGUE_CHANGE)
    refused = lacks(rows, "for")
    if refused is not None:
        return refused
    tally, codes, seen = RowTally(), CatalogueCodes(actor.session), dict[tuple[str, str], SheetRow]()
    for chunk in chunks(rows, progress):
        known = _look_up(actor.session, codes, chunk)
        for row in chunk:
            with tally.refusing(row):
                _take(actor, tally, codes, seen, row, known)
    actor.session.flush()
    return tally.report()


def _take(
    actor: Actor,
    tally: RowTally,
    codes: CatalogueCodes,
    seen: dict[tuple[str, str], SheetRow],
    row: SheetRow,
    known: _Known,
) -> None:
    name, code = row.needed("for", NAME), codes.written(row.code("sku", _CODE))
    first = seen.setdefault((name, code), row)
    if first is not row:
        raise BadCellError("sheets.repeated", sku=f"{name} {code}".strip(), first=first.place)
    whose = owner(row, name, known.owners)
    if not code:
        tally.change(row, name, _minimum_order(actor, row, whose))
        return
    if code not in known.skus:
        raise BadCellError("sheets.unknown_sku", sku=code)
    sku = known.skus[code]
    changed = limit_changes.limit(actor, whose, sku.id, _values(row, sku, known.units[sku.id]))
    tally.change(row, f"{name} {code}", [cell(column, *values) for column, values in changed.items()])


def _minimum_order(actor: Actor, row: SheetRow, whose: Owner) -> list[CellChange]:
    if not row.has("minimum_order"):
        raise BadCellError("sheets.needed", column=row.called("sku"))
    before, minimum = whose.minimum_order, row.price("minimum_order")
    limit_changes.set_minimum_order(actor, whose, minimum)
    return [cell("minimum_order", before, minimum)] if before != minimum else []


def _values(row: SheetRow, sku: Sku, units: SkuUnits) -> dict[str, Any]:
    """The columns of the limit that the sheet gives, in base units."""
    values: dict[str, Any] = {name: _quantity(row, name, sku, units) for name in _QUANTITIES if row.has(name)}
    if row.has("pack_only"):
        values["pack_only"] = row.flag("pack_only") if row.words("pack_only", _UNIT) else None
    if row.has("limit"):
        quantity, days = _quantity(row, "limit", sku, units), row.whole("days", 1, _DAYS)
        if quantity is not None and days is None:
            raise BadCellError("sheets.needed", column=row.called("days"))
        values |= {"period_quantity": quantity, "period_days": days if quantity is not None else None}
    return values


def _quantity(row: SheetRow, column: str, sku: Sku, units: SkuUnits) -> Decimal | None:
    """A quantity; in the unit of its header or its row, or else in base units."""
    number = row.number_in(column)
    if number is None:
        return None
    unit = row.units.get(column, "") or row.words("unit", _UNIT)
    quantity = base_quantity(row, column, number, unit, units)
    if not 0 < quantity <= MOST or quantity != round(quantity, sku.decimals):
        raise BadCellError("sheets.bad_number", column=row.called(column), text=row.cells[column])
    return quantity


def _look_up(session: Session, codes: CatalogueCodes, rows: Sequence[SheetRow]) -> _Known:
    names = {" ".join(row.cells.get("for", "").split()) for row in rows}
    wanted = {codes.written(" ".join(row.cells.get("sku", "").split())) for row in rows}
    skus = {sku.code: sku for sku in session.exec(select(Sku).where(col(Sku.code).in_(wanted)))}
    return _Known(owners=owners_named(session, names), skus=skus, units=units_of(session, skus.values()))
