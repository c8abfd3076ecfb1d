"""A photo becomes the picture of goods: by the code below it, or of the goods that are on the screen."""

import re
from base64 import b64decode
from dataclasses import replace

from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.catalogue.pictures import set_picture
from domain.catalogue.refusals import GoodsChanged
from domain.rules.rights import Right
from handlers.administration import goods as goods_admin
from handlers.administration import goods_card
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Action, Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Sent, Turn
from handlers.conversation.verbs import Verb
from handlers.warehouse import stock_text
from storage import media

#: So much of a hash stands on a button: of the picture that is shown now, and of the new one.
_NOW, _NEW = 8, 16
_HEX = re.compile(r"[0-9a-f]+")
#: Below a photo of barcodes so few digits say how many are wanted.
_AMOUNT = re.compile(r"\d{1,7}")


def photo(request: Request, body: Sent) -> Turn | None:
    """A photo with a code below it; or without words, where goods are on the screen. Nothing where it is neither.

    It is set at once where there was no picture and the code was said; else it is asked.
    """
    if not body.photo or not request.actor.may(Right.CATALOGUE_CHANGE):
        return None
    sku_id = _named(request, body) if body.text.strip() else _shown(request)
    if sku_id is None:
        return None
    goods, content = catalogue.one(request.session, sku_id), b64decode(body.photo)
    if goods_card.shown_picture(goods) is None and body.text.strip():
        return _pictured(request, goods, media.store(request.session, content, "image/jpeg"))
    return _ask(request, goods, media.store_for_now(request.session, content, "image/jpeg", request.actor.now))


def set_(request: Request, *, sku_id: Id, now: str, new: str) -> Turn:
    """The picture that was asked about. Raises GoodsChanged: they have another one by now."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    digest = media.beginning_with(request.session, new) if len(new) == _NEW and _HEX.fullmatch(new) else None
    if digest is None:
        raise StaleButton
    goods = catalogue.one(request.session, sku_id)
    if _short(goods.sku.picture) != now and goods.sku.picture != digest:
        raise GoodsChanged(sku_id=sku_id)
    return _pictured(request, goods, digest)


def _named(request: Request, body: Sent) -> int | None:
    """The SKU whose code or barcode the caption is."""
    code = body.text.strip()
    if body.codes and _AMOUNT.fullmatch(code):
        return None
    found = catalogue.with_code(request.session, code) or catalogue.with_code(request.session, code.upper())
    return found[0] if len(found) == 1 else None


def _shown(request: Request) -> int | None:
    """The goods whose card for changes is on the screen."""
    shown = request.screen.callbacks
    switch = next((each for each in shown if each.verb in (Verb.ON_SALE, Verb.OFF_SALE)), None)
    return int(Action(goods_admin.show).arguments(switch)["sku_id"]) if switch else None


def _ask(request: Request, goods: Goods, digest: str) -> Turn:
    """Shown as it would be seen."""
    known = goods_card.shown_picture(goods) is not None
    key = "goods_admin.picture_instead" if known else "goods_admin.picture_ask"
    yes = button(
        request.say("goods_admin.picture_yes"),
        *(Verb.SET_PICTURE, goods.sku.id, _short(goods.sku.picture)),
        digest[:_NEW],
    )
    back = button(request.say("button.back"), Verb.GOODS_OF, goods.sku.id)
    reply = Reply(
        title=stock_text.heading(request, goods),
        lines=(request.say(key),),
        buttons=((yes,), (back,)),
        picture=digest,
    )
    return Turn(replies=(reply,))


def _pictured(request: Request, goods: Goods, digest: str) -> Turn:
    before = goods.sku.picture
    goods = set_picture(request.actor, goods.sku.id, before, digest)
    card = goods_card.draw(request, goods, request.say("goods_admin.pictured"))
    rows = card.buttons
    if before is not None and before != digest:
        label = request.say("goods_admin.picture_back")
        back = button(label, Verb.SET_PICTURE, goods.sku.id, _short(digest), before[:_NEW])
        rows = ((back,), *rows)
    return Turn(replies=(replace(card, buttons=rows, picture=digest),))


def _short(picture: str | None) -> str:
    return picture[:_NOW] if picture else "none"
