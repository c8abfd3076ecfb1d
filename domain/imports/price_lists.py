"""Importing price lists: a price a row, with whose list it is in, and for which days."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from domain.actor import Actor
from domain.catalogue import price_lists
from domain.catalogue.price_lists import ListFacts, PriceKey
from domain.imports.base_units import size_of, sku_units, unit_of
from domain.imports.catalogue_codes import CatalogueCodes
from domain.imports.report import ImportReport, Progress, RowTally, cell, chunks, lacks
from domain.language.words.lists import words
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.sheets.cells import BadCellError
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.tables.catalogue import Pack, Sku
from domain.tables.people import Account
from domain.tables.prices import Price, PriceList

PRICE_LISTS = Wanted(
    fields=frozenset(
        {
            "list", "for_groups", "for_accounts", "sku", "unit", "price_unit", "from_quantity", "price", "starts_on",
            "ends_on", "priority", "promotions",
        }
    ),
    keys=frozenset({"list", "sku"}),
)  # fmt: skip
_NAME, _CODE, _ACCOUNT = 60, 40, 120
_PRIORITY = 1000
#: Names of no list: prices for everybody.
_EVERYBODY = frozenset(words("sheets", "everybody"))


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A row as read: the list's name and facts, whom it is for, and its price; quantities in the row's unit."""

    row: SheetRow
    name: str
    facts: ListFacts
    groups: tuple[str, ...]
    accounts: tuple[str, ...]
    code: str
    unit: str
    from_quantity: Decimal
    price: Decimal


@dataclass
class _Lists:
    """One import on its way through the sheet."""

    actor: Actor
    tally: RowTally = field(default_factory=RowTally)
    seen: dict[tuple[str | None, PriceKey], SheetRow] = field(default_factory=dict)
    given: dict[Any, PriceList] = field(default_factory=dict)

    def take(self, rows: Sequence[SheetRow], codes: CatalogueCodes) -> None:
        """A chunk of rows goes in."""
        said = [each for each in (self._read(row) for row in rows) if each]
        written = [codes.written(each.code) for each in said]
        skus = {sku.code: sku for sku in self.actor.session.exec(select(Sku).where(col(Sku.code).in_(written)))}
        packs = self._packs([sku.id for sku in skus.values()])
        accounts = self._accounts(said)
        prices: dict[str | None, dict[PriceKey, Price]] = {}
        for each, code in zip(said, written, strict=True):
            with self.tally.refusing(each.row):
                sku = skus.get(code)
                if sku is None:
                    raise BadCellError("sheets.unknown_sku", sku=each.code)
                self._put(each, sku, packs.get(sku.id, []), accounts, prices, [sku.id for sku in skus.values()])
        self.actor.session.flush()

    def _read(self, row: SheetRow) -> _Said | None:
        try:
            return _read(row)
        except BadCellError as bad:
            self.tally.refuse(row, bad.reason, **bad.facts)
            return None

    def _put(
        self,
        said: _Said,
        sku: Sku,
        packs: Sequence[Pack],
        accounts: dict[str, int],
        prices: dict[str | None, dict[PriceKey, Price]],
        sku_ids: Sequence[int],
    ) -> None:
        """The price of a row, and the list it is in."""
        key = _key(said, sku, packs)
        name = None if said.name.casefold() in _EVERYBODY else said.name
        unknown = next((each for each in said.accounts if each not in accounts), None)
        if unknown is not None:
            raise BadCellError("sheets.unknown_account", name=unknown)
        first = self.seen.setdefault((name, key), said.row)
        if first is not said.row:
            raise BadCellError("sheets.repeated", sku=sku.code, first=first.place)
        listed = self._list(said, accounts) if name else None
        list_id = listed.id if listed else None
        if name not in prices:
            prices[name] = price_lists.prices_in(self.actor, list_id, sku_ids)
        before = prices[name].get(key)
        label = f"{said.name} {sku.code}"
        if before is None:
            self.tally.add(said.row, label)
        else:
            changed = [cell("price", before.price, said.price)] if before.price != said.price else []
            self.tally.change(said.row, label, changed)
        price_lists.put(self.actor, list_id, prices[name], {key: said.price})

    def _list(self, said: _Said, accounts: dict[str, int]) -> PriceList:
        """The list of a row, for whom the row says; said once where many rows say the same."""
        same = (said.name, said.facts, said.groups, said.accounts)
        if same not in self.given:
            self.given[same] = self._given(said, accounts)
        return self.given[same]

    def _given(self, said: _Said, accounts: dict[str, int]) -> PriceList:
        listed = price_lists.list_named(self.actor, said.name, said.facts)
        if listed.starts_on and listed.ends_on and listed.ends_on < listed.starts_on:
            raise BadCellError("sheets.ends_first", column=said.row.called("ends_on"))
        for group in said.groups:
            price_lists.give(self.actor, listed, group_id=price_lists.group_named(self.actor, group).id)
        for account in said.accounts:
            price_lists.give(self.actor, listed, account_id=accounts[account])
        return listed

    def _packs(self, sku_ids: Sequence[int]) -> dict[int, list[Pack]]:
        found: dict[int, list[Pack]] = {}
        for pack in self.actor.session.exec(select(Pack).where(col(Pack.sku_id).in_(sku_ids))):
            found.setdefault(pack.sku_id, []).append(pack)
        return found

    def _accounts(self, said: Sequence[_Said]) -> dict[str, int]:
        names = {name for each in said for name in each.accounts}
        query = select(Account.name, Account.id).where(col(Account.name).in_(names))
        return dict(self.actor.session.exec(query).all()) if names else {}


def import_price_lists(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Add and change prices in lists, make new lists, and give them to groups and accounts; none is taken away."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    refused = lacks(rows, "list") or lacks(rows, "sku") or lacks(rows, "price")
    if refused is not None:
        return refused
    lists, codes = _Lists(actor=actor), CatalogueCodes(actor.session)
    for chunk in chunks(rows, progress):
        lists.take(chunk, codes)
    return lists.tally.report()


def _read(row: SheetRow) -> _Said:
    price = row.price("price")
    if price is None:
        raise BadCellError("sheets.needed", column=row.called("price"))
    begins = row.number_in("from_quantity") or Decimal(0)
    if not 0 <= begins <= MOST:
        raise BadCellError("sheets.out_of_range", column=row.called("from_quantity"), least=0, most=MOST)
    return _Said(
        row=row,
        name=row.needed("list", _NAME),
        facts=ListFacts(
            priority=row.whole("priority", 0, _PRIORITY),
            starts_on=row.day("starts_on"),
            ends_on=row.day("ends_on"),
            promotions=row.flag("promotions") if row.cells.get("promotions", "").strip() else None,
        ),
        groups=row.names("for_groups", _NAME),
        accounts=row.parts("for_accounts", _ACCOUNT),
        code=row.needed_code("sku", _CODE),
        unit=unit_of(row, "price", "price_unit", "unit"),
        from_quantity=begins,
        price=price,
    )


def _key(said: _Said, sku: Sku, packs: Sequence[Pack]) -> PriceKey:
    """What the price is for; its unit is a pack, or the base unit where none is said."""
    pack = _pack(said, sku, packs)
    begins = said.from_quantity * (pack.size if pack else 1)
    if begins != round(begins, sku.decimals):
        raise BadCellError("sheets.bad_number", column=said.row.called("from_quantity"), text=f"{begins:f}")
    return PriceKey(sku_id=sku.id, pack_id=pack.id if pack else None, from_quantity=begins)


def _pack(said: _Said, sku: Sku, packs: Sequence[Pack]) -> Pack | None:
    units = sku_units(sku.unit, sku.unit_en, [(pack.name, pack.name_en, pack.size) for pack in packs])
    size = size_of(said.row, "unit", said.unit, units)
    return next((pack for pack in packs if pack.size == size and size > 1), None)
