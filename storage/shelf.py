"""The search index of the catalogue, in memory, made anew when the catalogue's version moved on."""

import threading

from sqlmodel import Session, col, select

from domain.catalogue import VERSION
from domain.rules.intake import Reader
from domain.rules.search import Entry, Index
from domain.tables.catalogue import Alias, Category, Counter, Pack, Product, Sku


class Shelf:
    """One process's view of the catalogue for searching; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version = -1
        self._reader = Reader(Index(()))

    def index(self, session: Session) -> Index:
        """An index that is true for this session's catalogue."""
        return self.reader(session).index

    def reader(self, session: Session) -> Reader:
        """A reader of orders over that index."""
        version = session.exec(select(Counter.value).where(Counter.name == VERSION)).first() or 0
        with self._lock:
            if version != self._version:
                self._reader, self._version = Reader(Index(entries(session))), version
            return self._reader


def entries(session: Session) -> tuple[Entry, ...]:
    """Every SKU on sale with all the names it goes by."""
    aliases: dict[int, list[str]] = {}
    for alias in session.exec(select(Alias)):
        aliases.setdefault(alias.sku_id, []).append(alias.text)
    packs: dict[int, list[tuple[str, int]]] = {}
    for pack in session.exec(select(Pack)):
        packs.setdefault(pack.sku_id, []).extend((name, pack.size) for name in (pack.name, pack.name_en) if name)
    rows = session.exec(
        select(Sku, Product, Category)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(Category, col(Category.id) == Product.category_id, isouter=True)
        .where(col(Sku.on_sale).is_(True))
        .order_by(col(Sku.id))
    )
    return tuple(
        Entry(
            sku_id=sku.id,
            code=sku.code,
            barcode=sku.barcode,
            names=tuple(filter(None, (product.name, product.name_en))),
            brands=tuple(filter(None, (product.brand, product.brand_en))),
            categories=tuple(filter(None, (category.name, category.name_en))) if category else (),
            specs=tuple(filter(None, (sku.spec, sku.spec_en))),
            aliases=tuple(aliases.get(sku.id, ())),
            units=tuple(filter(None, (sku.unit, sku.unit_en))),
            packs=tuple(packs.get(sku.id, ())),
        )
        for sku, product, category in rows
    )
