"""Goods on and off sale, and their prices."""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.catalogue import catalogue, goods_lists
from domain.catalogue.catalogue import Goods
from domain.refusals import BadPrice
from domain.rules.money import is_price
from domain.rules.rights import Right
from domain.tables.catalogue import Pack
from handlers.administration import goods_card, pack_price
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.warehouse import stock_text
from handlers.warehouse.goods_search import MOST, find

_SEARCH = Question(kind=QuestionKind.GOODS_SEARCH)
_PRICE = re.compile(
    r"(?:[¥$€£]|cny|rmb|usd)?\s*(\d{1,9}(?:\.\d+)?)\s*(?:块(\d{1,2})|元|块|块钱|yuan)?(?:\s*(?:/|每|\bper\b)\s*(\S+))?"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, kw_only=True)
class TypedPrice:
    """A price of one base unit, or of a ``pack``."""

    price: Decimal
    pack: Pack | None = None


def ask(request: Request) -> Turn:
    """Which goods? What is off sale is listed, because the search of dealers does not find it."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    off_sale = goods_lists.off_sale(request.session, limit=MOST)
    lines = (request.say("goods_admin.off_sale_now"),) if off_sale else ()
    turn = _listed(request, request.say("goods_admin.title"), off_sale, lines)
    new = button(request.say("goods_admin.new"), Verb.NEW_GOODS)
    shown = turn.replies[0]
    return replace(turn, replies=(replace(shown, buttons=((new,), *shown.buttons)),))


def typed_search(request: Request, text: str) -> Turn:
    """The SKUs that fit what was typed; the only one at once."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    found = find(request, text)
    if len(found) == 1:
        return Turn(replies=(goods_card.draw(request, found[0]),))
    key = "goods_admin.found" if found else "goods_admin.nothing"
    return _listed(request, request.say(key, text=text[:40]), found)


def show(request: Request, *, sku_id: Id) -> Turn:
    """Price, stock and whether it is sold."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    return Turn(replies=(goods_card.draw(request, catalogue.one(request.session, sku_id)),))


def on_sale(request: Request, *, sku_id: Id) -> Turn:
    """Dealers find it again."""
    goods = catalogue.put_on_sale(request.actor, sku_id, on_sale=True)
    return Turn(replies=(goods_card.draw(request, goods, request.say("goods_admin.now_on")),))


def off_sale(request: Request, *, sku_id: Id) -> Turn:
    """Dealers no longer find it; orders already submitted go on."""
    goods = catalogue.put_on_sale(request.actor, sku_id, on_sale=False)
    return Turn(replies=(goods_card.draw(request, goods, request.say("goods_admin.now_off")),))


def price(request: Request, *, sku_id: Id) -> Turn:
    """Ask for the new price."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    return _ask_price(request, catalogue.one(request.session, sku_id))


def typed_price(request: Request, text: str, *, sku_id: Id) -> Turn:
    """The new price; a leap is confirmed first."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    goods = catalogue.one(request.session, sku_id)
    typed = _read_price(text, goods)
    if typed is None or not is_price(typed.price):
        raise BadPrice
    if typed.pack is not None:
        return pack_price.typed(request, goods, typed.pack, typed.price)
    before, wanted = goods.list_price, typed.price
    if goods_card.is_leap(before, wanted):
        return _confirm(request, goods, wanted)
    return _priced(request, goods, before, wanted)


def is_price_like(text: str) -> bool:
    """Whether a text is a price, in whatever unit."""
    return _PRICE.fullmatch(_plain_price(text)) is not None


def set_price(request: Request, *, sku_id: Id, before: Decimal, wanted: Decimal) -> Turn:
    """The confirmed price, unless somebody changed it since; twice changes nothing more."""
    goods = catalogue.one(request.session, sku_id)
    if goods.list_price not in (before, wanted):
        request.actor.need(Right.CATALOGUE_CHANGE)
        return Turn(replies=(goods_card.draw(request, goods, request.say("goods_admin.price_moved")),))
    return _priced(request, goods, before, wanted)


def undo_price(request: Request, *, event_id: Id) -> Turn:
    """The price is again what it was before it was changed."""
    goods = catalogue.undo_price(request.actor, event_id).goods
    told = request.say("goods_admin.undone", price=goods_text.list_price(request, goods))
    return Turn(replies=(goods_card.draw(request, goods, told),))


def _priced(request: Request, goods: Goods, before: Decimal, wanted: Decimal) -> Turn:
    priced = catalogue.change_price(request.actor, goods.sku.id, wanted)
    key = "goods_admin.priced" if before else "goods_admin.first_price"
    told = request.say(key, before=goods_card.money(request, before), after=goods_card.money(request, wanted))
    card = goods_card.draw(request, priced.goods, told)
    if priced.event_id is None or not before:
        return Turn(replies=(card,))
    label = request.say("goods_admin.undo", price=goods_card.money(request, before))
    say = request.say("goods_admin.undo_say", code=goods.sku.code)
    back = button(label, Verb.UNDO_PRICE, priced.event_id, say=say)
    return Turn(replies=(replace(card, buttons=((back,), *card.buttons)),))


def _confirm(request: Request, goods: Goods, wanted: Decimal) -> Turn:
    yes = button(
        request.say("goods_admin.sure", price=goods_card.money(request, wanted)),
        *(Verb.SET_PRICE, goods.sku.id, goods.list_price, wanted),
    )
    told = request.say(
        "goods_admin.leap", before=goods_card.money(request, goods.list_price), after=goods_card.money(request, wanted)
    )
    back = button(request.say("button.back"), Verb.GOODS_OF, goods.sku.id)
    rows = ((yes,), (button(request.say("goods_admin.other_price"), Verb.PRICE, goods.sku.id),), (back,))
    return Turn(replies=(Reply(title=stock_text.heading(request, goods), lines=(told,), buttons=rows),))


def _ask_price(request: Request, goods: Goods) -> Turn:
    shown = Reply(
        title=stock_text.heading(request, goods),
        lines=(request.say("goods_admin.price", price=goods_text.list_price(request, goods)),),
        note=_how_priced(request, goods),
        buttons=((button(request.say("button.back"), Verb.GOODS_OF, goods.sku.id),),),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.NEW_PRICE, facts={"sku": goods.sku.id}))


def _how_priced(request: Request, goods: Goods) -> str:
    unit, pack = goods_text.unit(request, goods), goods.biggest_pack
    if pack is None or pack.size == 1:
        return request.say("goods_admin.ask_price", unit=unit)
    return request.say("goods_admin.ask_price_of_packs", unit=unit, pack=goods_text.pack_name(request, pack))


def _read_price(text: str, goods: Goods) -> TypedPrice | None:
    """The price in ``2.5``, ``¥2.50``, ``2.5元/瓶`` or ``45/箱``; any other unit is not guessed at."""
    match = _PRICE.fullmatch(_plain_price(text))
    if match is None:
        return None
    price = Decimal(f"{match[1]}.{match[2]}" if match[2] else match[1])
    base, _ = goods_text.units(goods)
    if not match[3] or match[3] in {unit.casefold() for unit in base}:
        return TypedPrice(price=price)
    names = ((name.casefold(), pack) for pack in goods.packs for name in (pack.name, pack.name_en) if name)
    pack = next((pack for name, pack in names if name == match[3]), None)
    return TypedPrice(price=price, pack=pack) if pack else None


def _plain_price(text: str) -> str:
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).casefold()).strip()


def _listed(request: Request, title: str, goods: list[Goods], lines: tuple[str, ...] = ()) -> Turn:
    rows = tuple((_row(request, each),) for each in goods)
    ways: Row = goods_card.ways(request) if not lines and goods else (button(request.say("button.menu"), Verb.MENU),)
    shown = Reply(title=title, lines=lines, note=request.say("goods_admin.find"), buttons=(*rows, ways))
    return Turn(replies=(shown,), question=_SEARCH)


def _row(request: Request, goods: Goods) -> Button:
    label = request.say(
        "goods_admin.row",
        code=goods.sku.code,
        goods=goods_text.name(request, goods),
        price=goods_text.list_price(request, goods),
    )
    return button(label, Verb.GOODS_OF, goods.sku.id)
