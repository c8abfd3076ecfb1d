"""Importing promotions: rows with the same name make one promotion, which goes in whole or not at all."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.catalogue import promotion_changes
from domain.imports.catalogue_codes import CatalogueCodes
from domain.imports.known import units_of
from domain.imports.promotion_rows import CODE, NAME, KnownGoods, KnownNames, terms_in
from domain.imports.report import ImportReport, Progress, RowTally, cell, lacks
from domain.refusals import BadPromotion
from domain.rules.pricing.promotion_terms import GoodsTerm, PromotionTerms, StepTerm
from domain.rules.rights import Right
from domain.sheets.cells import BadCellError
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.tables.catalogue import Category, Sku
from domain.tables.people import Account
from domain.tables.prices import AccountGroup

PROMOTIONS = Wanted(
    fields=frozenset(
        {
            *("promotion", "kind", "starts_on", "ends_on", "for_groups", "for_accounts", "priority", "own_prices"),
            *(
                "times",
                "set_aside",
                "each",
                "sku",
                "category",
                "unit",
                "quantity",
                "price",
                "price_unit",
                "reach",
                "off",
            ),
            *("gift_sku", "gift_quantity", "gift_unit"),
        }
    ),
    keys=frozenset({"promotion"}),
)


def import_promotions(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Make and change promotions; what a sheet does not name stays as it is."""
    actor.authorise(Right.PROMOTION_CHANGE)
    refused = lacks(rows, "promotion") or lacks(rows, "kind")
    if refused is not None:
        return refused
    tally, known = RowTally(), _known(actor.session, rows)
    for together in _by_name(tally, rows).values():
        _take(actor, tally, together, known)
    if progress is not None:
        progress(len(rows))
    actor.session.flush()
    return tally.report()


def _take(actor: Actor, tally: RowTally, rows: Sequence[SheetRow], known: KnownNames) -> None:
    terms = _read(tally, rows, known)
    if terms is None:
        return
    is_new = terms.name not in promotion_changes.named(actor.session, [terms.name])
    try:
        _, changed = promotion_changes.put(actor, terms)
    except BadPromotion as bad:
        tally.refuse(rows[0], f"sheets.promotion_{bad.facts['fault']}", name=terms.name)
        return
    if is_new:
        tally.add(rows[0], terms.name)
    else:
        codes = {each.sku_id: code for code, each in known.goods.items()}
        shown = ((_COLUMNS.get(name, name), *(_shown(each, codes) for each in pair)) for name, pair in changed.items())
        tally.change(rows[0], terms.name, [cell(*each) for each in shown])


#: The column that says the parts of a promotion that have none of their name.
_COLUMNS: Mapping[str, str] = {"accounts": "for_accounts", "groups": "for_groups", "goods": "sku", "steps": "reach"}


def _shown(value: Any, codes: Mapping[int, str]) -> Any:
    """A term as a cell tells it: of goods their codes and prices, of steps what they give from where on."""
    if not isinstance(value, tuple | frozenset):
        return value if isinstance(value, Decimal | int) or value is None else str(value)
    return [_part(each, codes) for each in value]


def _part(part: Any, codes: Mapping[int, str]) -> str:
    match part:
        case GoodsTerm():
            code = codes.get(part.sku_id or 0, "") or str(part.sku_id or part.category_id)
            return code if part.price is None else f"{code} {part.price.normalize():f}"
        case StepTerm():
            gives = part.off or part.gift_quantity or Decimal(0)
            return f"{part.reach.normalize():f} {gives.normalize():f}"
        case _:
            return str(part)


def _read(tally: RowTally, rows: Sequence[SheetRow], known: KnownNames) -> PromotionTerms | None:
    """What the rows make together; each bad row is told, and then nothing of the promotion goes in."""
    try:
        return terms_in(rows, known)
    except BadCellError as bad:
        wrong = next((row for row in rows[1:] if _is_bad(rows[0], row, known)), rows[0])
        tally.refuse(wrong, bad.reason, **bad.facts)
        return None


def _is_bad(first: SheetRow, row: SheetRow, known: KnownNames) -> bool:
    """Whether it is this row that is bad, and not the first."""
    try:
        terms_in((first,), known)
    except BadCellError:
        return False
    try:
        terms_in((first, row), known)
    except BadCellError:
        return True
    return False


def _by_name(tally: RowTally, rows: Sequence[SheetRow]) -> dict[str, list[SheetRow]]:
    found: dict[str, list[SheetRow]] = {}
    for row in rows:
        with tally.refusing(row):
            found.setdefault(row.needed("promotion", NAME), []).append(row)
    return found


def _known(session: Session, rows: Sequence[SheetRow]) -> KnownNames:
    """What the names in the sheet stand for, read in a few statements."""
    return KnownNames(
        goods=_goods(session, rows),
        categories=_ids(session, Category, rows, "category"),
        accounts=_ids(session, Account, rows, "for_accounts"),
        groups=_ids(session, AccountGroup, rows, "for_groups"),
    )


def _ids(
    session: Session, table: type[Category] | type[Account] | type[AccountGroup], rows: Sequence[SheetRow], column: str
) -> dict[str, int]:
    names = {name for row in rows if row.has(column) for name in _parts(row, column)}
    query = select(table.name, table.id).where(col(table.name).in_(names))
    return dict(session.exec(query).all()) if names else {}


def _parts(row: SheetRow, column: str) -> Sequence[str]:
    try:
        return row.parts(column, 120)
    except BadCellError:
        return ()  # told when the row is read


def _goods(session: Session, rows: Sequence[SheetRow]) -> dict[str, KnownGoods]:
    codes = CatalogueCodes(session)
    written = {code: codes.written(code) for row in rows for code in _codes(row)}
    skus = {sku.code: sku for sku in session.exec(select(Sku).where(col(Sku.code).in_(written.values())))}
    units = units_of(session, skus.values())
    return {
        code: KnownGoods(sku_id=sku.id, units=units[sku.id])
        for code, own in written.items()
        if (sku := skus.get(own)) is not None
    }


def _codes(row: SheetRow) -> list[str]:
    found = list(_parts(row, "sku"))
    try:
        return [*found, row.code("gift_sku", CODE)]
    except BadCellError:
        return found
