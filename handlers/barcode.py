"""Barcodes that were photographed or scanned: the card of what carries one, or an order line for it."""

import re
from dataclasses import replace

from domain import catalogue
from domain.catalogue import goods_by_id
from domain.rules.reading import Asked, Held, Intake, Taken
from domain.rules.rights import Right
from handlers import goods_list, product, search, unread, wording
from handlers.turn import Question, Reply, Sent, Turn
from handlers.visit import Visit
from storage.unreadable import Fault

#: More goods than this in one photo are a shelf; who sees it should come closer.
_MOST = 12
_CAPTION_LONGEST = 500
_THIS = re.compile(r"^(?:就|要|我要|订)?(?:这|此)一?[个款种样支箱]?|^(?:i\s+want\s+)?this(?:\s+one)?\b", re.IGNORECASE)


def scanned(visit: Visit, code: str) -> Turn:
    """What the platform's own scanner read: a code of ours, or else words to search for."""
    found = catalogue.with_code(visit.session, code)
    return product.open_(visit, found[0]) if len(found) == 1 else search.find(visit, code)


def pictured(visit: Visit, body: Sent, question: Question | None) -> Turn:
    """The goods whose barcodes are in a photo. A code that nothing of ours carries may be misread, and is no goods."""
    if body.fault is not None:
        key = body.fault if body.fault in (Fault.TOO_LARGE, Fault.AWAY) else Fault.BROKEN
        return unread.word(visit, f"barcode.{key}", question)
    carried = (catalogue.with_code(visit.session, code) for code in body.codes)
    found = list(dict.fromkeys(sku_id for ids in carried for sku_id in ids))
    caption = body.text.strip()[:_CAPTION_LONGEST]
    if len(found) == 1:
        return _one(visit, found[0], caption)
    if found:
        return _several(visit, found, caption)
    return _in_words(visit, caption) or _unknown(visit, body.codes, question)


def _one(visit: Visit, sku_id: int, caption: str) -> Turn:
    """Its card; with a quantity below the photo, an order line."""
    if not caption or not _orders(visit):
        return product.open_(visit, sku_id)
    sku = catalogue.one(visit.session, sku_id).sku
    text = f"{sku.barcode or sku.code} {_THIS.sub('', caption)}"
    intake = _read(visit, text)
    if intake is not None and all(_means(line, sku_id) for line in intake.lines):
        return wording.take(visit, text, intake, Held())
    turn = product.open_(visit, sku_id)
    card, *others = turn.replies
    told = visit.say("barcode.caption", text=caption)
    return replace(turn, replies=(replace(card, lines=(*card.lines, "", told)), *others))


def _orders(visit: Visit) -> bool:
    return visit.by.may(Right.CART_CHANGE) and visit.by.account_id is not None


def _read(visit: Visit, text: str) -> Intake | None:
    """What a text orders, where it does."""
    intake, _ = wording.read(visit, text)
    return intake if intake.lines and not intake.again else None


def _means(line: object, sku_id: int) -> bool:
    return (isinstance(line, Taken) and line.sku_id == sku_id) or (
        isinstance(line, Asked) and line.options == (sku_id,)
    )


def _in_words(visit: Visit, caption: str) -> Turn | None:
    """A photo without a barcode of ours, and an order below it: the words count."""
    intake = _read(visit, caption) if _orders(visit) else None
    if intake is None or not any(isinstance(line, Taken | Asked) for line in intake.lines):
        return None
    return wording.take(visit, caption, intake, Held())


def _several(visit: Visit, found: list[int], caption: str) -> Turn:
    """A list to choose from; whose the words below the photo are, nobody can know."""
    goods = goods_by_id(visit.session, found[:_MOST])
    rows = goods_list.rows(visit, (goods[sku_id] for sku_id in found if sku_id in goods))
    title = visit.say.count("barcode.several", len(rows))
    note = visit.say("barcode.which_caption", text=caption) if caption else visit.say("search.hint")
    return Turn(replies=(Reply(title=title, note=note, buttons=(*rows, *goods_list.ways(visit))),))


def _unknown(visit: Visit, codes: tuple[str, ...], question: Question | None) -> Turn:
    if codes:
        return unread.word(visit, "barcode.not_ours", question, codes=visit.say("barcode.gap").join(codes[:_MOST]))
    return unread.word(visit, "barcode.none", question)
