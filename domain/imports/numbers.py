"""Stock and prices from a sheet: one number for each SKU."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from sqlmodel import col, select

from domain import stock
from domain.acting import By
from domain.catalogue import home
from domain.imports.known import SAID
from domain.imports.report import ImportReport, Outcome, Progress, Tally, chunks, lacks
from domain.records import note
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.rules.sheet_rows import BadCellError, SheetRow
from domain.tables.catalogue import Sku
from domain.tables.stock import StockLevel

_CODE = 40
_Read = Callable[[SheetRow], Decimal | None]
_Write = Callable[[Tally, Mapping[int, SheetRow], Mapping[int, Decimal], Mapping[int, Sku]], None]


def import_stock(by: By, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """What is on hand, as counted: a move for each SKU where the books said otherwise."""
    if by.person is not None:
        by.need(Right.STOCK_CHANGE)
    warehouse_id = home(by.session)

    def write(
        tally: Tally, named: Mapping[int, SheetRow], found: Mapping[int, Decimal], skus: Mapping[int, Sku]
    ) -> None:
        """The counts of a chunk."""
        query = select(StockLevel.sku_id, col(StockLevel.on_hand)).where(
            StockLevel.warehouse_id == warehouse_id, col(StockLevel.sku_id).in_(found)
        )
        before = dict(by.session.exec(query).all())
        good = {sku_id: there for sku_id, there in found.items() if _fits(tally, named[sku_id], skus[sku_id], there)}
        tally.short |= stock.stock_up(by, warehouse_id, good, SAID)
        tally.outcomes += [_outcome(same=before.get(sku_id) == there) for sku_id, there in good.items()]

    return _import(by, rows, progress, ("stock", lambda row: row.number_in("stock")), write)


def import_prices(by: By, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """The price of one base unit of each SKU; orders already submitted keep theirs."""
    if by.person is not None:
        by.need(Right.CATALOGUE_CHANGE)

    def write(
        tally: Tally,
        named: Mapping[int, SheetRow],  # noqa: ARG001 - takes what every chunk gives
        found: Mapping[int, Decimal],
        skus: Mapping[int, Sku],
    ) -> None:
        """The prices of a chunk."""
        for sku_id, price in found.items():
            sku = skus[sku_id]
            tally.outcomes.append(_outcome(same=sku.price == price))
            if sku.price != price:
                note(by, "sku.priced", subject=f"sku:{sku_id}", before=str(sku.price), after=str(price))
                sku.price = price

    return _import(by, rows, progress, ("price", lambda row: row.price("price")), write)


def _import(
    by: By, rows: Sequence[SheetRow], progress: Progress | None, column: tuple[str, _Read], write: _Write
) -> ImportReport:
    refused = lacks(rows, "sku") or lacks(rows, column[0])
    if refused is not None:
        return refused
    tally, seen = Tally(), dict[str, int]()
    for chunk in chunks(rows, progress):
        read = _read(tally, seen, chunk, column)
        skus = {sku.code: sku for sku in by.session.exec(select(Sku).where(col(Sku.code).in_(read)))}
        for code in read.keys() - skus.keys():
            tally.refuse(read[code][0].number, "sheets.unknown_sku", sku=code)
        known = {skus[code].id: each for code, each in read.items() if code in skus}
        if known:
            named = {sku_id: row for sku_id, (row, _) in known.items()}
            write(
                tally,
                named,
                {sku_id: number for sku_id, (_, number) in known.items()},
                {s.id: s for s in skus.values()},
            )
    by.session.flush()
    return tally.report()


def _read(
    tally: Tally, seen: dict[str, int], rows: Sequence[SheetRow], column: tuple[str, _Read]
) -> dict[str, tuple[SheetRow, Decimal]]:
    """The number for each code of a chunk; what cannot be read is refused."""
    found: dict[str, tuple[SheetRow, Decimal]] = {}
    name, read = column
    for row in rows:
        try:
            code, number = row.needed("sku", _CODE), read(row)
        except BadCellError as bad:
            tally.refuse(row.number, bad.reason, **bad.facts)
            continue
        if seen.setdefault(code, row.number) != row.number:
            tally.refuse(row.number, "sheets.repeated", sku=code, first=seen[code])
        elif number is None:
            tally.refuse(row.number, "sheets.needed", column=row.called(name))
        else:
            found[code] = (row, number)
    return found


def _fits(tally: Tally, row: SheetRow, sku: Sku, there: Decimal) -> bool:
    """Whether so much of a SKU can be on hand."""
    if 0 <= there <= MOST * 10 and there == round(there, sku.decimals):
        return True
    tally.refuse(row.number, "sheets.bad_stock", text=row.cells["stock"])
    return False


def _outcome(*, same: bool) -> Outcome:
    return Outcome.SAME if same else Outcome.CHANGED
