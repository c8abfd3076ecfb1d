"""Photographed or scanned barcodes: shows the card of the SKU, or an order line for it."""

import re
from dataclasses import replace

from domain.catalogue import catalogue
from domain.catalogue.catalogue import goods_by_id
from domain.order_text.result import AskedLine, OrderSoFar, ReadOrder, TakenLine
from domain.rules.rights import Right
from handlers.conversation import unsupported
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, Reply, Sent, Turn
from handlers.shopping import goods_list, product, search
from handlers.text_orders import text_order
from storage.files.unreadable import UnreadableReason

#: More goods than this in one photo are a shelf; who sees it should come closer.
_MOST = 12
_CAPTION_LONGEST = 500
_THIS = re.compile(r"^(?:就|要|我要|订)?(?:这|此)一?[个款种样支箱]?|^(?:i\s+want\s+)?this(?:\s+one)?\b", re.IGNORECASE)


def scanned(request: Request, code: str) -> Turn:
    """What the platform's own scanner read: a code of ours, or else words to search for."""
    found = catalogue.with_code(request.session, code)
    return product.open_(request, found[0]) if len(found) == 1 else search.find(request, code)


def pictured(request: Request, body: Sent, question: Question | None) -> Turn:
    """The goods whose barcodes are in a photo. A code that nothing of ours carries may be misread, and is no goods."""
    if body.fault is not None:
        key = (
            body.fault if body.fault in (UnreadableReason.TOO_LARGE, UnreadableReason.AWAY) else UnreadableReason.BROKEN
        )
        return unsupported.word(request, f"barcode.{key}", question)
    carried = (catalogue.with_code(request.session, code) for code in body.codes)
    found = list(dict.fromkeys(sku_id for ids in carried for sku_id in ids))
    caption = body.text.strip()[:_CAPTION_LONGEST]
    if len(found) == 1:
        return _one(request, found[0], caption)
    if found:
        return _several(request, found, caption)
    return _in_words(request, caption) or _unknown(request, body.codes, question)


def _one(request: Request, sku_id: int, caption: str) -> Turn:
    """Its card; with a quantity below the photo, an order line."""
    if not caption or not _orders(request):
        return product.open_(request, sku_id)
    sku = catalogue.one(request.session, sku_id).sku
    text = f"{sku.barcode or sku.code} {_THIS.sub('', caption)}"
    intake = _read(request, text)
    if intake is not None and all(_means(line, sku_id) for line in intake.lines):
        return text_order.take_order(request, text, intake, OrderSoFar())
    turn = product.open_(request, sku_id)
    card, *others = turn.replies
    told = request.say("barcode.caption", text=caption)
    return replace(turn, replies=(replace(card, lines=(*card.lines, "", told)), *others))


def _orders(request: Request) -> bool:
    return request.actor.may(Right.CART_CHANGE) and request.actor.account_id is not None


def _read(request: Request, text: str) -> ReadOrder | None:
    """What a text orders, where it does."""
    intake, _ = text_order.read(request, text)
    return intake if intake.lines and not intake.again else None


def _means(line: object, sku_id: int) -> bool:
    return (isinstance(line, TakenLine) and line.sku_id == sku_id) or (
        isinstance(line, AskedLine) and line.options == (sku_id,)
    )


def _in_words(request: Request, caption: str) -> Turn | None:
    """A photo without a barcode of ours, and an order below it: the words count."""
    intake = _read(request, caption) if _orders(request) else None
    if intake is None or not any(isinstance(line, TakenLine | AskedLine) for line in intake.lines):
        return None
    return text_order.take_order(request, caption, intake, OrderSoFar())


def _several(request: Request, found: list[int], caption: str) -> Turn:
    """A list to choose from; whose the words below the photo are, nobody can know."""
    goods = goods_by_id(request.session, found[:_MOST])
    rows = goods_list.rows(request, (goods[sku_id] for sku_id in found if sku_id in goods))
    title = request.say.count("barcode.several", len(rows))
    note = request.say("barcode.which_caption", text=caption) if caption else request.say("search.hint")
    return Turn(replies=(Reply(title=title, note=note, buttons=(*rows, *goods_list.ways(request))),))


def _unknown(request: Request, codes: tuple[str, ...], question: Question | None) -> Turn:
    if codes:
        return unsupported.word(
            request, "barcode.not_ours", question, codes=request.say("barcode.gap").join(codes[:_MOST])
        )
    return unsupported.word(request, "barcode.none", question)
