"""Searching goods for staff: on sale or not."""

from domain.catalogue import goods_lists
from domain.catalogue.catalogue import Goods, goods_by_id
from handlers.conversation.request import Request

MOST = 8
_LONGEST = 60


def find(request: Request, text: str) -> list[Goods]:
    """The SKUs that fit, best first: a whole code or barcode alone, else what the search finds, then those off sale."""
    words = text.strip()[:_LONGEST]
    if not words:
        return []
    off_sale = goods_lists.by_code_or_off_sale(request.session, words, limit=MOST)
    exact = [goods for goods in off_sale if words.casefold() in (goods.sku.code.casefold(), goods.sku.barcode)]
    if exact:
        return exact
    hits = [hit.sku_id for hit in request.catalogue_index.index(request.session).find(words, MOST)]
    found = goods_by_id(request.session, hits) if hits else {}
    sold = [found[sku_id] for sku_id in hits if sku_id in found]
    return [*sold, *(goods for goods in off_sale if not goods.sku.on_sale)][:MOST]
