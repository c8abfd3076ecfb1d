"""Service sentences about goods: price, pack and stock; receiving, counting, prices and sale for those who may."""

from collections.abc import Mapping
from dataclasses import replace

from domain import catalogue
from domain.rules.rights import Right
from handlers import goods as goods_admin
from handlers import goods_words, search, stock
from handlers.conversation import confirmation, resolve
from handlers.finding import find
from handlers.press import press_of, read
from handlers.turn import Question, QuestionKind, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

Blanks = Mapping[str, str]


def look(visit: Visit, blanks: Blanks) -> Turn | None:
    """The card of the goods, or those that bear the name: price, packs, picture and stock are on it."""
    said = blanks.get("goods", "")
    return search.find(visit, said) if resolve.goods(visit, said) else None


def price_of(visit: Visit, blanks: Blanks) -> Turn | None:
    """The card of the goods; where several bear the name, the price of each above the list."""
    turn = look(visit, blanks)
    if turn is None or not visit.by.may(Right.ORDER_PRICES):
        return turn
    first, *rest = turn.replies
    shown = [each for each in map(read, (each.data for each in first.choices())) if each.verb is Verb.PRODUCT]
    if len(shown) < 2:  # noqa: PLR2004 - its own card says the price
        return turn
    goods = catalogue.goods_by_id(visit.session, [each.id(0) for each in shown])
    prices = (
        visit.say("sentence.price", goods=goods_words.name(visit, each), price=goods_words.price(visit, each))
        for each in goods.values()
    )
    return replace(turn, replies=(replace(first, lines=(*first.lines, *prices)), *rest))


def stock_of(visit: Visit, blanks: Blanks) -> Turn | None:
    """What there is of the goods: for those who run the stock its page, else the card."""
    said = blanks.get("goods", "")
    if not visit.by.may(Right.STOCK_READ):
        return look(visit, blanks)
    return stock.typed_search(visit, {}, said) if find(visit, said) else None


def usual(visit: Visit, blanks: Blanks) -> Turn | None:
    """What this account orders most."""
    return search.usual(visit, press_of(Verb.USUAL)) if visit.by.account_id is not None else None


def low_stock(visit: Visit, blanks: Blanks) -> Turn:
    """What runs low first."""
    return stock.list_(visit, press_of(Verb.STOCK))


def receive(visit: Visit, blanks: Blanks) -> Turn | None:
    """So much came in: asked once more before it is written."""
    return _stock_change(visit, blanks, QuestionKind.RECEIVE_QUANTITY, Verb.RECEIVE)


def count(visit: Visit, blanks: Blanks) -> Turn | None:
    """So much is on the shelf: asked once more before it is written."""
    return _stock_change(visit, blanks, QuestionKind.COUNT_QUANTITY, Verb.COUNT)


def _stock_change(visit: Visit, blanks: Blanks, kind: QuestionKind, verb: Verb) -> Turn | None:
    if "goods" not in blanks:
        return stock.list_(visit, press_of(Verb.STOCK))
    found = find(visit, blanks["goods"])
    if not found:
        return None
    if len(found) > 1:
        return stock.typed_search(visit, {}, blanks["goods"])
    goods, amount = found[0], blanks.get("amount", "")
    ask = stock.receive if verb is Verb.RECEIVE else stock.count
    asked = ask(visit, press_of(verb, goods.sku.id))
    if not amount or goods_words.read_quantity(goods, amount, counted_in=goods_words.counted(goods)["size"]) is None:
        return asked
    question = Question(kind=kind, facts=goods_words.counted(goods))
    turn = confirmation.whether_answer(visit, question, amount, otherwise=False)
    return confirmation.about(turn, asked.replies[0])


def new_price(visit: Visit, blanks: Blanks) -> Turn | None:
    """A new price for goods: asked once more before it counts."""
    if "goods" not in blanks:
        return goods_admin.ask(visit, press_of(Verb.GOODS))
    found = find(visit, blanks["goods"])
    if len(found) != 1:
        return goods_admin.typed_search(visit, {}, blanks["goods"]) if found else None
    asked = goods_admin.price(visit, press_of(Verb.PRICE, found[0].sku.id))
    if "price" not in blanks or asked.question is None:
        return asked
    turn = confirmation.whether_answer(visit, asked.question, blanks["price"], otherwise=False)
    return confirmation.about(turn, asked.replies[0])


def on_and_off_sale(visit: Visit, blanks: Blanks) -> Turn | None:
    """The goods, with the button that takes them off sale or puts them on."""
    found = find(visit, blanks.get("goods", ""))
    if not found:
        return None
    if len(found) > 1:
        return goods_admin.typed_search(visit, {}, blanks["goods"])
    return goods_admin.show(visit, press_of(Verb.GOODS_OF, found[0].sku.id))
