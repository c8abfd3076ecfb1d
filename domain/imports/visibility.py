"""Importing who sees goods that are not for everybody."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from domain.actor import Actor
from domain.catalogue import visibility
from domain.catalogue.limit_changes import Owner
from domain.imports.catalogue_codes import CatalogueCodes
from domain.imports.owners import NAME, owner, owners_named
from domain.imports.report import ImportReport, Progress, RowTally, cell, chunks, lacks
from domain.rules.rights import Right
from domain.sheets.cells import BadCellError
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.tables.catalogue import Sku
from domain.tables.people import Account

VISIBILITY = Wanted(fields=frozenset({"sku", "for", "account"}), keys=frozenset({"sku"}), instead={"account": "for"})
_CODE = 40


def import_visibility(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Let only the named accounts and groups see a SKU; a row that names nobody lets everybody."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    refused = lacks(rows, "sku") or lacks(rows, "for")
    if refused is not None:
        return refused
    tally, codes, seen = RowTally(), CatalogueCodes(actor.session), dict[str, SheetRow]()
    for chunk in chunks(rows, progress):
        wanted = {codes.written(" ".join(row.cells.get("sku", "").split())) for row in chunk}
        skus = {sku.code: sku.id for sku in actor.session.exec(select(Sku).where(col(Sku.code).in_(wanted)))}
        owners = owners_named(actor.session, (name for row in chunk for name in row.parts("for", NAME)))
        for row in chunk:
            with tally.refusing(row):
                _take(actor, tally, row, codes.written(row.needed_code("sku", _CODE)), seen, skus, owners)
    return tally.report()


def _take(
    actor: Actor,
    tally: RowTally,
    row: SheetRow,
    code: str,
    seen: dict[str, SheetRow],
    skus: Mapping[str, int],
    owners: Mapping[str, Sequence[Owner]],
) -> None:
    if seen.setdefault(code, row) is not row:
        raise BadCellError("sheets.repeated", sku=code, first=seen[code].place)
    if code not in skus:
        raise BadCellError("sheets.unknown_sku", sku=code)
    found = [owner(row, name, owners) for name in row.parts("for", NAME)]
    accounts = [each.id for each in found if isinstance(each, Account)]
    groups = [each.id for each in found if not isinstance(each, Account)]
    before = visibility.seen_by(actor.session, skus[code])
    is_new = visibility.show_only(actor, skus[code], accounts, groups)
    tally.change(row, code, [cell("for", before, sorted(each.name for each in found))] if is_new else [])
