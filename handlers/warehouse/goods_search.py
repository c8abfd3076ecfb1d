"""Searching goods for staff: on sale or not."""

from domain.catalogue import goods_lists
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.order_text.candidates import CandidateFinder
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


def found_for_sure(request: Request, text: str) -> list[Goods]:
    """The same, or the one that an order with these words would surely mean: ``可乐330`` is no sugar-free cola."""
    found = find(request, text)
    if len(found) < 2:  # noqa: PLR2004 - nothing to choose from
        return found
    meant = CandidateFinder(request.catalogue_index.index(request.session)).find(text)
    return [each for each in found if each.sku.id == meant.options[0]] or found if meant.sure else found
