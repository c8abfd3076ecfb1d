"""Importing goods in bulk: SKUs with products, packs and aliases; importing the same again changes nothing."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel, col, select

from domain.actor import Actor
from domain.catalogue.in_use import give_up_pack, in_use
from domain.catalogue.order_steps import by_weight
from domain.catalogue.versions import touch
from domain.events.journal import log_event
from domain.imports.base_units import sku_units
from domain.imports.catalogue_codes import CatalogueCodes
from domain.imports.known import SAID, Existing, load, members_of, products_named
from domain.imports.pack_prices import PackPrices
from domain.imports.product_rows import (
    GoodsWanted,
    PackWanted,
    has_half_a_pack,
    in_base_units,
    read_goods,
)
from domain.imports.report import CellChange, ImportReport, Progress, RowTally, cell, chunks, lacks
from domain.rules.rights import Right
from domain.rules.unusual_changes import is_leap
from domain.sheets.cells import BadCellError, Mark
from domain.sheets.codes import has_wrong_check_digit, same_code
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Alias, Category, Pack, Product, Sku
from domain.tables.columns import new_id


def import_products(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Add and change goods as a sheet says; what it does not mention stays.

    A stock that the sheet said before and still says is left alone: goods were sold since.
    """
    actor.authorise(Right.CATALOGUE_CHANGE)
    refused = lacks(rows, "sku")
    if refused is not None:
        return refused
    shelves = _Shelves(actor=actor, warehouse_id=home(actor.session))
    for chunk in chunks(rows, progress):
        shelves.take(chunk)
    report = shelves.tally.report()
    if report.added or report.changed:
        log_event(actor, "catalogue.imported", added=report.added, changed=report.changed, bad=len(report.bad))
        touch(actor.session)
    actor.session.flush()
    return report


PRODUCTS = Wanted(
    fields=frozenset(
        {
            "sku", "barcode", "name", "name_en", "brand", "brand_en", "category", "category_en", "spec", "spec_en",
            "product", "unit", "unit_en", "pack_unit", "pack_unit_en", "pack_size", "price", "price_unit", "stock",
            "stock_unit", "quantity", "aliases", "minimum", "multiple", "backorder", "decimals",
            "shelf", "supplier", "maximum", "pack_price", "floor_price", "cost", "tax_rate",
        }
    ),
    keys=frozenset({"sku"}),
    instead={"quantity": "stock"},
    packed={"price": "pack_price"},
)  # fmt: skip
#: What is written in bulk, in the order of the references.
_TABLES: tuple[type[SQLModel], ...] = (Sku, Pack, Alias)
#: A SKU of which the sheet says nothing more.
_PLAIN_SKU: dict[str, Any] = {
    **dict.fromkeys(("barcode", "spec", "spec_en", "unit_en", "shelf", "supplier"), ""),
    **dict.fromkeys(("floor_price", "cost", "tax_rate"), None),
    "backorder": False,
    "maximum": None,
    "on_sale": True,
}


@dataclass
class _Shelves:
    """One import on its way through the sheet."""

    actor: Actor
    warehouse_id: int
    tally: RowTally = field(default_factory=RowTally)
    codes: CatalogueCodes = field(init=False)
    seen: dict[str, SheetRow] = field(default_factory=dict)
    barcodes: dict[str, set[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    categories: dict[str, Category] | None = None
    products: dict[str, Product] = field(default_factory=dict)
    members: Counter[int] = field(default_factory=Counter)
    written: set[int] = field(default_factory=set)
    fresh: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=lambda: {table: [] for table in _TABLES})
    new_categories: list[Category] = field(default_factory=list)
    new_products: list[Product] = field(default_factory=list)
    found: dict[int, Decimal] = field(default_factory=dict)
    packed: PackPrices = field(init=False)

    def __post_init__(self) -> None:
        self.packed = PackPrices(self.actor)
        self.codes = CatalogueCodes(self.actor.session)

    def take(self, rows: Iterable[SheetRow]) -> None:
        """A chunk of rows goes in."""
        wanted = [goods for goods in (self._read(row) for row in rows) if goods is not None]
        if not wanted:
            return
        known = self._look_up(wanted)
        self._warn(wanted)
        held = in_use(self.actor.session, [sku.id for goods in wanted for sku in _repacked(goods, known)])
        for goods in wanted:
            before = known.skus.get(goods.code)
            try:
                goods = _settled(goods, before and before[0], known, held)  # noqa: PLW2901 - the same, in base units
            except BadCellError as bad:
                self.tally.refuse(goods.row, bad.reason, **bad.facts)
                continue
            if before is None:
                self._add(goods)
            else:
                self._change(goods, *before, known)
        self._write()

    def _read(self, row: SheetRow) -> GoodsWanted | None:
        try:
            goods = read_goods(row)
        except BadCellError as bad:
            self.tally.refuse(row, bad.reason, **bad.facts)
            return None
        first = self.seen.setdefault(same_code(goods.code), row)
        if first is not row:
            self.tally.refuse(row, "sheets.repeated", sku=goods.code, first=first.place)
            return None
        return replace(goods, code=self.codes.written(goods.code))

    def _warn(self, wanted: Sequence[GoodsWanted]) -> None:
        """Say what looks wrong in rows that go in all the same."""
        said = {goods.sku.get("barcode", "") for goods in wanted} - {""}
        query = select(Sku.barcode, Sku.code).where(col(Sku.barcode).in_(said))
        for barcode, code in self.actor.session.exec(query) if said else ():
            self.barcodes.setdefault(barcode, set()).add(code)
        for goods in wanted:
            barcode = goods.sku.get("barcode", "")
            if barcode and self.barcodes.setdefault(barcode, set()) - {goods.code}:
                self.tally.warn(goods.row, "sheets.same_barcode")
            self.barcodes.get(barcode, set()).add(goods.code)
            if has_wrong_check_digit(barcode):
                self.tally.warn(goods.row, "sheets.check_digit")
            if has_half_a_pack(goods.row):
                self.tally.warn(goods.row, "sheets.half_pack")
            if Mark.DATE in (goods.row.marks.get("spec"), goods.row.marks.get("name")):
                self.tally.warn(goods.row, "sheets.became_date")

    def _key(self, goods: GoodsWanted) -> str:
        """The product's key; a name of its own in a group makes a product of its own."""
        name = str(goods.product.get("name", ""))
        if not goods.grouped or self.names.setdefault(goods.key, name) == name:
            return goods.key
        return f"{goods.key}/{name}"[:120]

    def _look_up(self, wanted: Sequence[GoodsWanted]) -> Existing:
        """What is there already of a chunk, and of the products and categories it names."""
        session = self.actor.session
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
            of_pack = lacking == "price" and goods.pack_price is not None
            self.tally.refuse(goods.row, "sheets.price_of_one" if of_pack else "sheets.needed", column=lacking)
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
        self.packed.want(sku_id, goods.pack_price, None)
        self.tally.add(goods.row, goods.code)

    def _change(self, goods: GoodsWanted, sku: Sku, product: Product, known: Existing) -> None:
        self._log_price(sku, goods)
        if is_leap(sku.price, goods.sku.get("price", sku.price)):
            self.tally.warn(goods.row, "sheets.price_leap")
        cells = [
            *self._move(goods, sku, product),
            *_assign(sku, goods.sku),
            *self._repack(sku.id, goods.packs, known.packs.get(sku.id, [])),
            *self._rename(sku.id, goods.aliases, known.aliases.get(sku.id, [])),
            *self.packed.want(sku.id, goods.pack_price, _pack_price(goods, sku, known)),
            *self._restock(sku.id, goods.stock, known),
        ]
        self.tally.change(goods.row, goods.code, cells)

    def _move(self, goods: GoodsWanted, sku: Sku, product: Product) -> list[CellChange]:
        """See to it that a SKU belongs to the product that the row names, described as the row says."""
        key, words = product.key, product.model_dump()
        target = self._product_of(goods, product)
        cells = self._describe(target, goods)
        if target.id != product.id:
            sku.product_id = target.id
            cells = [cell(name, words[name], value) for name, value in goods.product.items() if words[name] != value]
        regrouped = goods.grouped or not cells
        return [*cells, cell("product", key, target.key)] if target.key != key and regrouped else cells

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
        self.actor.session.connection().execute(renamed)
        self.products.pop(product.key, None)
        set_committed_value(product, "key", key)
        self.products[key] = product

    def _new_product(self, goods: GoodsWanted) -> Product:
        key = self._key(goods)
        product = Product(key=key, name=str(goods.product.get("name") or goods.code))
        self.products[key] = product
        self.new_products.append(product)
        return product

    def _describe(self, product: Product, goods: GoodsWanted) -> list[CellChange]:
        """Words and category of a product; the first of its rows in the sheet decides."""
        if product.id in self.written:
            return []
        self.written.add(product.id)
        cells = _assign(product, goods.product)
        if goods.category is None:
            return cells
        category = self._category(goods) if goods.category else None
        if product.category_id == (category.id if category else None):
            return cells
        was = next((each.name for each in (self.categories or {}).values() if each.id == product.category_id), "")
        product.category_id = category.id if category else None
        return [*cells, cell("category", was, goods.category)]

    def _category(self, goods: GoodsWanted) -> Category:
        known = self.categories = self.categories if self.categories is not None else {}
        name = goods.category or ""
        if name not in known:
            known[name] = Category(name=name, name_en=goods.category_en, position=len(known))
            self.new_categories.append(known[name])
        elif goods.category_en and not known[name].name_en:
            known[name].name_en = goods.category_en
        return known[name]

    def _log_price(self, sku: Sku, goods: GoodsWanted) -> None:
        price = goods.sku.get("price", sku.price)
        if price != sku.price:
            log_event(self.actor, "sku.priced", subject=f"sku:{sku.id}", before=str(sku.price), after=str(price))

    def _repack(self, sku_id: int, wanted: Sequence[PackWanted] | None, packs: list[Pack]) -> list[CellChange]:
        was = [_said_pack(pack) for pack in packs]
        if wanted is None or set(was) == set(wanted):
            return []
        names = {pack.name: pack for pack in packs}
        for pack in packs:
            if pack.name not in {each.name for each in wanted}:
                give_up_pack(self.actor.session, pack)
        for each in wanted:
            if each.name in names:
                _assign(names[each.name], {"name_en": each.name_en, "size": each.size})
            else:
                self.fresh[Pack].append(_pack(sku_id, each))
        return [cell("pack_size", was, wanted)]

    def _rename(self, sku_id: int, wanted: Sequence[str] | None, aliases: list[Alias]) -> list[CellChange]:
        known = {alias.text for alias in aliases}
        if wanted is None or known == set(wanted):
            return []
        for alias in aliases:
            if alias.text not in wanted:
                self.actor.session.delete(alias)
        self.fresh[Alias] += [_alias(sku_id, text) for text in wanted if text not in known]
        return [cell("aliases", [alias.text for alias in aliases], wanted)]

    def _restock(self, sku_id: int, wanted: Decimal | None, known: Existing) -> list[CellChange]:
        there = known.on_hand.get(sku_id)
        if wanted is None or (there is not None and wanted in (there, known.said.get(sku_id, Decimal(0)))):
            return []
        self.found[sku_id] = wanted
        return [cell("stock", there, wanted)]

    def _write(self) -> None:
        """What is new goes in by bulk inserts, in the order of its references; what changed by the session."""
        with self.actor.session.no_autoflush:
            self._insert(Category, [category.model_dump() for category in self.new_categories])
            self._insert(Product, [product.model_dump() for product in self.new_products])
        self.actor.session.flush()
        for table, rows in self.fresh.items():
            self._insert(table, rows)
        self.packed.write()
        if self.found:
            self.tally.short |= stock.set_on_hand(self.actor, self.warehouse_id, self.found, SAID)
        self.fresh = {table: [] for table in _TABLES}
        self.new_categories, self.new_products, self.found = [], [], {}

    def _insert(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        if rows:
            self.actor.session.execute(insert(table), rows)


def _settled(goods: GoodsWanted, sku: Sku | None, known: Existing, held: Collection[int]) -> GoodsWanted:
    """The goods of a row with everything for one base unit; what quantities are counted in must stay."""
    if sku and sku.id in held:
        wanted = goods.sku.get("unit", sku.unit)
        reason, was = ("sheets.unit_in_use", sku.unit) if wanted != sku.unit else ("sheets.pack_in_use", "")
        raise BadCellError(reason, unit=was, column=goods.row.called("unit"))
    packs = [(pack.name, pack.name_en, pack.size) for pack in (known.packs.get(sku.id, []) if sku else [])]
    if goods.packs is not None:
        packs = [(pack.name, pack.name_en, pack.size) for pack in goods.packs]
    unit = goods.sku.get("unit") or (sku.unit if sku else "")
    return in_base_units(goods, sku_units(unit, goods.sku.get("unit_en") or (sku.unit_en if sku else ""), packs))


def _pack_price(goods: GoodsWanted, sku: Sku, known: Existing) -> Decimal | None:
    """What the pack costs so far that a row says the price of."""
    return known.pack_prices.get((sku.id, goods.pack_price.size)) if goods.pack_price else None


def _repacked(goods: GoodsWanted, known: Existing) -> Iterator[Sku]:
    """The SKU of a row whose unit or a pack's size would change."""
    if goods.code not in known.skus:
        return
    sku, _ = known.skus[goods.code]
    sizes = {pack.name: pack.size for pack in known.packs.get(sku.id, [])}
    resized = any(sizes.get(pack.name, pack.size) != pack.size for pack in goods.packs or ())
    if resized or goods.sku.get("unit", sku.unit) != sku.unit:
        yield sku


def _assign(row: SQLModel, values: dict[str, Any]) -> list[CellChange]:
    """Set the columns that differ; which did."""
    differing = {column: value for column, value in values.items() if getattr(row, column) != value}
    cells = [cell(column, getattr(row, column), value) for column, value in differing.items()]
    for column, value in differing.items():
        setattr(row, column, value)
    return cells


def _pack(sku_id: int, wanted: PackWanted) -> dict[str, Any]:
    return {"id": new_id(), "sku_id": sku_id, "name": wanted.name, "name_en": wanted.name_en, "size": wanted.size}


def _alias(sku_id: int, text: str) -> dict[str, Any]:
    return {"id": new_id(), "sku_id": sku_id, "text": text}


def _said_pack(pack: Pack) -> PackWanted:
    return PackWanted(name=pack.name, name_en=pack.name_en, size=pack.size)
