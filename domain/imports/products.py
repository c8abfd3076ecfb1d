"""Goods from a sheet: SKUs with their products, packs and other names, in bulk; running it again changes nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel, col, select

from domain import stock
from domain.acting import By
from domain.catalogue import home, touch
from domain.imports.known import SAID, Known, load, members_of, products_named
from domain.imports.product_rows import GoodsWanted, PackWanted, by_weight, read_goods
from domain.imports.report import ImportReport, Outcome, Progress, Tally, chunks, lacks
from domain.records import note
from domain.rules.rights import Right
from domain.rules.sheet_rows import BadCellError, SheetRow
from domain.tables.catalogue import Alias, Category, Pack, Product, Sku
from domain.tables.columns import new_id


def import_products(by: By, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Add and change goods as a sheet says; what it does not mention stays.

    A stock that the sheet said before and still says is left alone: goods were sold since.
    """
    if by.person is not None:
        by.need(Right.CATALOGUE_CHANGE)
    refused = lacks(rows, "sku")
    if refused is not None:
        return refused
    shelves = _Shelves(by=by, warehouse_id=home(by.session))
    for chunk in chunks(rows, progress):
        shelves.take(chunk)
    report = shelves.tally.report()
    if report.added or report.changed:
        note(by, "catalogue.imported", added=report.added, changed=report.changed, bad=len(report.bad))
        touch(by.session)
    by.session.flush()
    return report


#: What is written in bulk, in the order of the references.
_TABLES: tuple[type[SQLModel], ...] = (Sku, Pack, Alias)
#: A SKU of which the sheet says nothing more.
_PLAIN_SKU: dict[str, Any] = {
    **dict.fromkeys(("barcode", "spec", "spec_en", "unit_en"), ""),
    "backorder": False,
    "on_sale": True,
}


@dataclass
class _Shelves:
    """One import on its way through the sheet."""

    by: By
    warehouse_id: int
    tally: Tally = field(default_factory=Tally)
    seen: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    categories: dict[str, Category] | None = None
    products: dict[str, Product] = field(default_factory=dict)
    members: Counter[int] = field(default_factory=Counter)
    written: set[int] = field(default_factory=set)
    fresh: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=lambda: {table: [] for table in _TABLES})
    new_categories: list[Category] = field(default_factory=list)
    new_products: list[Product] = field(default_factory=list)
    found: dict[int, Decimal] = field(default_factory=dict)

    def take(self, rows: Iterable[SheetRow]) -> None:
        """A chunk of rows goes in."""
        wanted = [goods for goods in (self._read(row) for row in rows) if goods is not None]
        if not wanted:
            return
        known = self._look_up(wanted)
        for goods in wanted:
            before = known.skus.get(goods.code)
            if before is None:
                self._add(goods)
            else:
                self._change(goods, *before, known)
        self._write()

    def _read(self, row: SheetRow) -> GoodsWanted | None:
        try:
            goods = read_goods(row)
        except BadCellError as bad:
            self.tally.refuse(row.number, bad.reason, **bad.facts)
            return None
        first = self.seen.setdefault(goods.code, row.number)
        if first != row.number:
            self.tally.refuse(row.number, "sheets.repeated", sku=goods.code, first=first)
            return None
        return goods

    def _key(self, goods: GoodsWanted) -> str:
        """The product's key; a name of its own in a group makes a product of its own."""
        name = str(goods.product.get("name", ""))
        if not goods.grouped or self.names.setdefault(goods.key, name) == name:
            return goods.key
        return f"{goods.key}/{name}"[:120]

    def _look_up(self, wanted: Sequence[GoodsWanted]) -> Known:
        """What is there already of a chunk, and of the products and categories it names."""
        session = self.by.session
        known = load(session, self.warehouse_id, [goods.code for goods in wanted])
        keys = {self._key(goods) for goods in wanted} - set(self.products)
        named = products_named(session, keys)
        self.products |= named
        ids = {product.id for _, product in known.skus.values()} | {product.id for product in named.values()}
        self.members.update(members_of(session, ids - set(self.members)))
        if self.categories is None:
            self.categories = {category.name: category for category in session.exec(select(Category))}
        return known

    def _add(self, goods: GoodsWanted) -> None:
        lacking = goods.lacking()
        if lacking is not None:
            self.tally.refuse(goods.number, "sheets.needed", column=lacking)
            return
        product = self.products.get(self._key(goods)) or self._new_product(goods)
        self._describe(product, goods)
        sku_id = new_id()
        named = {"id": sku_id, "code": goods.code, "product_id": product.id}
        self.fresh[Sku].append({**_PLAIN_SKU, **by_weight(goods.sku), **named})
        self.fresh[Pack] += [_pack(sku_id, pack) for pack in goods.packs or ()]
        self.fresh[Alias] += [_alias(sku_id, text) for text in goods.aliases or ()]
        self.members[product.id] += 1
        self.found[sku_id] = goods.stock or Decimal(0)
        self.tally.outcomes.append(Outcome.ADDED)

    def _change(self, goods: GoodsWanted, sku: Sku, product: Product, known: Known) -> None:
        key = product.key
        target = self._product_of(goods, product)
        changed = [
            (target.id, target.key) != (product.id, key),
            self._describe(target, goods),
            self._priced(sku, goods),
            _assign(sku, {**goods.sku, "product_id": target.id}),
            self._repack(sku.id, goods.packs, known.packs.get(sku.id, [])),
            self._rename(sku.id, goods.aliases, known.aliases.get(sku.id, [])),
            self._restock(sku.id, goods.stock, known),
        ]
        self.tally.outcomes.append(Outcome.CHANGED if any(changed) else Outcome.SAME)

    def _product_of(self, goods: GoodsWanted, product: Product) -> Product:
        """The product a known SKU belongs to now: its own, another, or its own under another name."""
        key, name = self._key(goods), goods.product.get("name")
        if key == product.key or (not goods.grouped and name in (None, product.name)):
            return product
        other = self.products.get(key)
        if other is None and self.members[product.id] == 1:
            self._rekey(product, key)
            return product
        target = other or self._new_product(goods)
        self.members[product.id] -= 1
        self.members[target.id] += 1
        return target

    def _rekey(self, product: Product, key: str) -> None:
        """Give a product another key at once, so that the old one is free when new products are written."""
        renamed = update(Product).where(col(Product.id) == product.id).values(key=key)
        self.by.session.connection().execute(renamed)
        self.products.pop(product.key, None)
        set_committed_value(product, "key", key)
        self.products[key] = product

    def _new_product(self, goods: GoodsWanted) -> Product:
        key = self._key(goods)
        product = Product(key=key, name=str(goods.product.get("name") or goods.code))
        self.products[key] = product
        self.new_products.append(product)
        return product

    def _describe(self, product: Product, goods: GoodsWanted) -> bool:
        """Words and category of a product; the first of its rows in the sheet decides."""
        if product.id in self.written:
            return False
        self.written.add(product.id)
        words = dict(goods.product)
        if goods.category is not None:
            words["category_id"] = self._category(goods).id if goods.category else None
        return _assign(product, words)

    def _category(self, goods: GoodsWanted) -> Category:
        known = self.categories = self.categories if self.categories is not None else {}
        name = goods.category or ""
        if name not in known:
            known[name] = Category(name=name, name_en=goods.category_en, position=len(known))
            self.new_categories.append(known[name])
        elif goods.category_en and not known[name].name_en:
            known[name].name_en = goods.category_en
        return known[name]

    def _priced(self, sku: Sku, goods: GoodsWanted) -> bool:
        price = goods.sku.get("price", sku.price)
        if price == sku.price:
            return False
        note(self.by, "sku.priced", subject=f"sku:{sku.id}", before=str(sku.price), after=str(price))
        return True

    def _repack(self, sku_id: int, wanted: Sequence[PackWanted] | None, packs: list[Pack]) -> bool:
        if wanted is None or {_said_pack(pack) for pack in packs} == set(wanted):
            return False
        names = {pack.name: pack for pack in packs}
        for pack in packs:
            if pack.name not in {each.name for each in wanted}:
                self.by.session.delete(pack)
        for each in wanted:
            if each.name in names:
                _assign(names[each.name], {"name_en": each.name_en, "size": each.size})
            else:
                self.fresh[Pack].append(_pack(sku_id, each))
        return True

    def _rename(self, sku_id: int, wanted: Sequence[str] | None, aliases: list[Alias]) -> bool:
        if wanted is None or {alias.text for alias in aliases} == set(wanted):
            return False
        known = {alias.text for alias in aliases}
        for alias in aliases:
            if alias.text not in wanted:
                self.by.session.delete(alias)
        self.fresh[Alias] += [_alias(sku_id, text) for text in wanted if text not in known]
        return True

    def _restock(self, sku_id: int, wanted: Decimal | None, known: Known) -> bool:
        if wanted is None:
            return False
        if sku_id in known.on_hand and wanted in (known.on_hand[sku_id], known.said.get(sku_id, Decimal(0))):
            return False
        self.found[sku_id] = wanted
        return True

    def _write(self) -> None:
        """What is new goes in by bulk inserts, in the order of its references; what changed by the session."""
        with self.by.session.no_autoflush:
            self._insert(Category, [category.model_dump() for category in self.new_categories])
            self._insert(Product, [product.model_dump() for product in self.new_products])
        self.by.session.flush()
        for table, rows in self.fresh.items():
            self._insert(table, rows)
        if self.found:
            self.tally.short |= stock.stock_up(self.by, self.warehouse_id, self.found, SAID)
        self.fresh = {table: [] for table in _TABLES}
        self.new_categories, self.new_products, self.found = [], [], {}

    def _insert(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        if rows:
            self.by.session.execute(insert(table), rows)


def _assign(row: SQLModel, values: dict[str, Any]) -> bool:
    """Set the columns that differ; whether any did."""
    differing = {column: value for column, value in values.items() if getattr(row, column) != value}
    for column, value in differing.items():
        setattr(row, column, value)
    return bool(differing)


def _pack(sku_id: int, wanted: PackWanted) -> dict[str, Any]:
    return {"id": new_id(), "sku_id": sku_id, "name": wanted.name, "name_en": wanted.name_en, "size": wanted.size}


def _alias(sku_id: int, text: str) -> dict[str, Any]:
    return {"id": new_id(), "sku_id": sku_id, "text": text}


def _said_pack(pack: Pack) -> PackWanted:
    return PackWanted(name=pack.name, name_en=pack.name_en, size=pack.size)
