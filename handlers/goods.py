"""Goods on and off sale, and their prices."""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

from sqlmodel import col

from domain import catalogue
from domain.catalogue import Goods
from domain.refusals import BadPrice
from domain.rules.money import is_price
from domain.rules.rights import Right
from domain.tables.catalogue import Sku
from handlers import goods_words, stock_words
from handlers.finding import MOST, find
from handlers.press import Press, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

_SEARCH = Question(kind=QuestionKind.GOODS_SEARCH)
#: A price that rises or falls by more than this is confirmed first: it is often a slip of the finger.
_LEAP = 2
_PRICE = re.compile(
    r"(?:[¥$€£]|cny|rmb|usd)?\s*(\d{1,9}(?:\.\d+)?)\s*(?:块(\d{1,2})|元|块|块钱|yuan)?(?:\s*/\s*(\S+))?"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def ask(visit: Visit, press: Press) -> Turn:
    """Which goods? What is off sale is listed, because the search of dealers does not find it."""
    visit.by.need(Right.CATALOGUE_CHANGE)
    off_sale = catalogue.goods_where(visit.session, col(Sku.on_sale).is_(False), order_by=(col(Sku.code),), limit=MOST)
    lines = (visit.say("goods_admin.off_sale_now"),) if off_sale else ()
    return _listed(visit, visit.say("goods_admin.title"), off_sale, lines)


def typed_search(visit: Visit, facts: Facts, text: str) -> Turn:
    """The SKUs that fit what was typed; the only one at once."""
    visit.by.need(Right.CATALOGUE_CHANGE)
    found = find(visit, text)
    if len(found) == 1:
        return Turn(replies=(_card(visit, found[0]),))
    key = "goods_admin.found" if found else "goods_admin.nothing"
    return _listed(visit, visit.say(key, text=text[:40]), found)


def show(visit: Visit, press: Press) -> Turn:
    """Price, stock and whether it is sold."""
    visit.by.need(Right.CATALOGUE_CHANGE)
    return Turn(replies=(_card(visit, catalogue.one(visit.session, press.id(0))),))


def on_sale(visit: Visit, press: Press) -> Turn:
    """Dealers find it again."""
    goods = catalogue.put_on_sale(visit.by, press.id(0), on_sale=True)
    return Turn(replies=(_card(visit, goods, visit.say("goods_admin.now_on")),))


def off_sale(visit: Visit, press: Press) -> Turn:
    """Dealers no longer find it; orders already submitted go on."""
    goods = catalogue.put_on_sale(visit.by, press.id(0), on_sale=False)
    return Turn(replies=(_card(visit, goods, visit.say("goods_admin.now_off")),))


def price(visit: Visit, press: Press) -> Turn:
    """Ask for the new price."""
    visit.by.need(Right.CATALOGUE_CHANGE)
    return _ask_price(visit, catalogue.one(visit.session, press.id(0)))


def typed_price(visit: Visit, facts: Facts, text: str) -> Turn:
    """The new price; a leap is confirmed first."""
    visit.by.need(Right.CATALOGUE_CHANGE)
    goods = catalogue.one(visit.session, int(facts["sku"] or 0))
    wanted = _read_price(text, goods)
    if wanted is None or not is_price(wanted):
        raise BadPrice
    before = goods.sku.price
    if before and not before / _LEAP <= wanted <= before * _LEAP:
        return _confirm(visit, goods, wanted)
    return _priced(visit, goods, before, wanted)


def is_price_like(text: str) -> bool:
    """Whether a text is a price, in whatever unit."""
    return _PRICE.fullmatch(_plain_price(text)) is not None


def set_price(visit: Visit, press: Press) -> Turn:
    """The confirmed price, unless somebody changed it since; twice changes nothing more."""
    goods = catalogue.one(visit.session, press.id(0))
    seen, wanted = press.quantity(1), press.quantity(2)
    if goods.sku.price not in (seen, wanted):
        visit.by.need(Right.CATALOGUE_CHANGE)
        return Turn(replies=(_card(visit, goods, visit.say("goods_admin.price_moved")),))
    return _priced(visit, goods, seen, wanted)


def undo_price(visit: Visit, press: Press) -> Turn:
    """The price is again what it was before it was changed."""
    goods = catalogue.undo_price(visit.by, press.id(0)).goods
    told = visit.say("goods_admin.undone", price=goods_words.price(visit, goods))
    return Turn(replies=(_card(visit, goods, told),))


def _priced(visit: Visit, goods: Goods, before: Decimal, wanted: Decimal) -> Turn:
    priced = catalogue.change_price(visit.by, goods.sku.id, wanted)
    told = visit.say("goods_admin.priced", before=_money(visit, before), after=_money(visit, wanted))
    card = _card(visit, priced.goods, told)
    if priced.event_id is None:
        return Turn(replies=(card,))
    label = visit.say("goods_admin.undo", price=_money(visit, before))
    say = visit.say("goods_admin.undo_say", code=goods.sku.code)
    back = button(label, Verb.UNDO_PRICE, priced.event_id, say=say)
    return Turn(replies=(replace(card, buttons=((back,), *card.buttons)),))


def _confirm(visit: Visit, goods: Goods, wanted: Decimal) -> Turn:
    yes = button(
        visit.say("goods_admin.sure", price=_money(visit, wanted)),
        *(Verb.SET_PRICE, goods.sku.id, goods.sku.price, wanted),
    )
    told = visit.say("goods_admin.leap", before=_money(visit, goods.sku.price), after=_money(visit, wanted))
    back = button(visit.say("button.back"), Verb.GOODS_OF, goods.sku.id)
    rows = ((yes,), (button(visit.say("goods_admin.other_price"), Verb.PRICE, goods.sku.id),), (back,))
    return Turn(replies=(Reply(title=stock_words.heading(visit, goods), lines=(told,), buttons=rows),))


def _ask_price(visit: Visit, goods: Goods) -> Turn:
    shown = Reply(
        title=stock_words.heading(visit, goods),
        lines=(visit.say("goods_admin.price", price=goods_words.price(visit, goods)),),
        note=visit.say("goods_admin.ask_price", unit=goods_words.unit(visit, goods)),
        buttons=((button(visit.say("button.back"), Verb.GOODS_OF, goods.sku.id),),),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.NEW_PRICE, facts={"sku": goods.sku.id}))


def _read_price(text: str, goods: Goods) -> Decimal | None:
    """The price of a base unit in ``2.5``, ``¥2.50`` or ``2.5元/瓶``; any other unit is not guessed at."""
    match = _PRICE.fullmatch(_plain_price(text))
    base, _ = goods_words.units(goods)
    if match is None or (match[3] and match[3] not in {unit.casefold() for unit in base}):
        return None
    return Decimal(f"{match[1]}.{match[2]}" if match[2] else match[1])


def _plain_price(text: str) -> str:
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).casefold()).strip()


def _card(visit: Visit, goods: Goods, told: str = "") -> Reply:
    packs = goods_words.packs(visit, goods)
    lines = [
        *([told, ""] if told else []),
        visit.say("goods_admin.price", price=goods_words.price(visit, goods)),
        *([visit.say("goods_admin.packs", packs=packs)] if packs else []),
        visit.say("goods_admin.available", amount=goods_words.quantity(visit, goods, max(goods.available, Decimal(0)))),
    ]
    code, sku_id = goods.sku.code, goods.sku.id
    word, verb = ("take_off", Verb.OFF_SALE) if goods.sku.on_sale else ("put_on", Verb.ON_SALE)
    switch = button(visit.say(f"goods_admin.{word}"), verb, sku_id, say=visit.say(f"goods_admin.{word}_say", code=code))
    change = button(
        visit.say("goods_admin.change_price"),
        *(Verb.PRICE, sku_id),
        say=visit.say("goods_admin.change_price_say", code=code),
    )
    stock = button(visit.say("goods_admin.to_stock"), Verb.STOCK_OF, sku_id)
    return Reply(
        title=stock_words.heading(visit, goods),
        lines=tuple(lines),
        buttons=((switch, change), (stock,), _ways(visit)),
    )


def _listed(visit: Visit, title: str, goods: list[Goods], lines: tuple[str, ...] = ()) -> Turn:
    rows = tuple((_row(visit, each),) for each in goods)
    ways: Row = _ways(visit) if not lines and goods else (button(visit.say("button.menu"), Verb.MENU),)
    shown = Reply(title=title, lines=lines, note=visit.say("goods_admin.find"), buttons=(*rows, ways))
    return Turn(replies=(shown,), question=_SEARCH)


def _row(visit: Visit, goods: Goods) -> Button:
    label = visit.say(
        "goods_admin.row",
        code=goods.sku.code,
        goods=goods_words.name(visit, goods),
        price=goods_words.price(visit, goods),
    )
    return button(label, Verb.GOODS_OF, goods.sku.id)


def _ways(visit: Visit) -> Row:
    return (button(visit.say("goods_admin.back"), Verb.GOODS), button(visit.say("button.menu"), Verb.MENU))


def _money(visit: Visit, amount: Decimal) -> str:
    return visit.say.price(amount, visit.currency)
