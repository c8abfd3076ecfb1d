"""Finding goods for those who run the house: what is on sale, and what is not."""

from sqlmodel import col, func, or_

from domain.catalogue import Goods, goods_by_id, goods_where
from domain.tables.catalogue import Product, Sku
from handlers.visit import Visit

MOST = 8
_LONGEST = 60


def find(visit: Visit, text: str) -> list[Goods]:
    """The SKUs that fit, best first: a whole code or barcode alone, else what the search finds, then those off sale."""
    words = text.strip()[:_LONGEST]
    if not words:
        return []
    off_sale = goods_where(visit.session, _named(words), order_by=(col(Sku.code),), limit=MOST)
    exact = [goods for goods in off_sale if words.casefold() in (goods.sku.code.casefold(), goods.sku.barcode)]
    if exact:
        return exact
    hits = [hit.sku_id for hit in visit.shelf.index(visit.session).find(words, MOST)]
    found = goods_by_id(visit.session, hits) if hits else {}
    sold = [found[sku_id] for sku_id in hits if sku_id in found]
    return [*sold, *(goods for goods in off_sale if not goods.sku.on_sale)][:MOST]


def _named(words: str) -> object:
    """A whole code or barcode, or goods off sale with these words in their name."""
    inside = f"%{words.replace('%', '').replace('_', '')}%"
    named = or_(col(Product.name).like(inside), func.lower(col(Product.name_en)).like(inside.casefold()))
    code = or_(func.lower(col(Sku.code)) == words.casefold(), col(Sku.barcode) == words)
    return or_(code, col(Sku.on_sale).is_(False) & named)
