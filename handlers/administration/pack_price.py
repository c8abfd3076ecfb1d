"""The price of a pack, typed with its unit: ``45/箱``."""

from dataclasses import replace
from decimal import Decimal

from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.catalogue.pack_price import change_pack_price, own_prices, pack_with_id
from domain.refusals import BadPrice
from domain.rules.rights import Right
from domain.tables.catalogue import Pack
from handlers.administration import goods_card
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.warehouse import stock_text


def typed(request: Request, goods: Goods, pack: Pack, wanted: Decimal) -> Turn:
    """The new price of a pack; a leap is confirmed first. Raises BadPrice: nothing is sold for nothing."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    if not wanted:
        raise BadPrice
    own = own_prices(request.session, goods.sku.id).get(pack.id)
    if goods_card.is_leap(_cost(goods, pack, own), wanted):
        return _confirm(request, goods, pack, own, wanted)
    return _priced(request, pack, own, wanted)


def set_price(request: Request, *, pack_id: Id, before: Decimal, wanted: Decimal) -> Turn:
    """The price of a pack, unless somebody changed it since; 0: it has none of its own."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    return _priced(request, pack_with_id(request.session, pack_id), before or None, wanted or None)


def _priced(request: Request, pack: Pack, before: Decimal | None, wanted: Decimal | None) -> Turn:
    change_pack_price(request.actor, pack.id, before, wanted)
    goods = catalogue.one(request.session, pack.sku_id)
    was, now = (_words(request, goods, pack, price) for price in (before, wanted))
    card = goods_card.draw(request, goods, request.say("goods_admin.pack_priced", before=was, after=now))
    back = _button(request, "goods_admin.undo", was, pack, wanted, before)
    return Turn(replies=(replace(card, buttons=((back,), *card.buttons)),))


def _confirm(request: Request, goods: Goods, pack: Pack, before: Decimal | None, wanted: Decimal) -> Turn:
    was, now = (_words(request, goods, pack, price) for price in (before, wanted))
    yes = _button(request, "goods_admin.sure", now, pack, before, wanted)
    other = button(request.say("goods_admin.other_price"), Verb.PRICE, goods.sku.id)
    back = button(request.say("button.back"), Verb.GOODS_OF, goods.sku.id)
    told = request.say("goods_admin.leap", before=was, after=now)
    title = stock_text.heading(request, goods)
    return Turn(replies=(Reply(title=title, lines=(told,), buttons=((yes,), (other,), (back,))),))


def _button(
    request: Request, key: str, price: str, pack: Pack, before: Decimal | None, wanted: Decimal | None
) -> Button:
    none = Decimal(0)
    return button(request.say(key, price=price), Verb.SET_PACK_PRICE, pack.id, before or none, wanted or none)


def _cost(goods: Goods, pack: Pack, own: Decimal | None) -> Decimal:
    """What one costs: its own price, or that of its base units."""
    return goods.list_price * pack.size if own is None else own


def _words(request: Request, goods: Goods, pack: Pack, own: Decimal | None) -> str:
    """``¥45.00/箱``; rounded, as a case is charged, where it has no price of its own."""
    cost = _cost(goods, pack, own)
    shown = request.say.money(cost, request.currency) if own is None else goods_card.money(request, cost)
    return f"{shown}/{goods_text.pack_name(request, pack)}"
