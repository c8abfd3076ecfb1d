"""Service sentences about goods: price, pack and stock; receiving, counting, prices and sale for those who may."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from domain.carts import carts
from domain.catalogue import catalogue
from domain.language.typed_price import read_price
from domain.orders.view import view_order
from domain.rules.rights import Right
from handlers import routes
from handlers.administration import goods as goods_admin
from handlers.administration import goods_parts, new_goods
from handlers.conversation.callback_data import read
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.interpretation import confirmation, entities
from handlers.orders import hand_price as hand_prices
from handlers.orders import price_reasons
from handlers.shopping import alerts, price_reason, search
from handlers.warehouse import stock
from handlers.warehouse.goods_search import find, found_for_sure

Blanks = Mapping[str, str]


def look(request: Request, blanks: Blanks) -> Turn | None:
    """The card of the goods, or those that bear the name: price, packs, picture and stock are on it."""
    said = blanks.get("goods", "")
    return search.find(request, said) if entities.goods(request, said) else None


def price_of(request: Request, blanks: Blanks) -> Turn | None:
    """The card of the goods; where several bear the name, the price of each above the list."""
    turn = look(request, blanks)
    if turn is None or not request.actor.may(Right.ORDER_PRICES):
        return turn
    first, *rest = turn.replies
    shown = [each for each in map(read, (each.data for each in first.choices())) if each.verb is Verb.PRODUCT]
    if len(shown) < 2:  # noqa: PLR2004 - its own card says the price
        return turn
    goods = catalogue.goods_by_id(request.session, [routes.arguments(each)["sku_id"] for each in shown])
    prices = (
        request.say("sentence.price", goods=goods_text.name(request, each), price=goods_text.price(request, each))
        for each in goods.values()
    )
    return replace(turn, replies=(replace(first, lines=(*first.lines, *prices)), *rest))


def why_price(request: Request, blanks: Blanks) -> Turn | None:
    """Whose price goods have, in words: of an order named or shown last, else of goods so, else of the cart."""
    if not request.actor.may(Right.ORDER_PRICES):
        return None
    if "order" in blanks:
        return entities.order(request, blanks["order"], lambda order_id: price_reasons.shown(request, order_id))
    said, about = blanks.get("goods", ""), request.memory.get("about")
    named = entities.goods(request, said) if said else []
    order_id = _order_shown(request)
    if order_id and (named or not said) and (turn := price_reasons.shown(request, order_id, named)):
        return turn
    if not said and isinstance(about, int):
        named = [about]
    if not said and not named:
        return price_reason.of_cart(request)
    return price_reason.shown(request, named[0]) if named else None


def _order_shown(request: Request) -> int | None:
    """The order whose card was shown last, if one was."""
    cards = (each.card or "" for each in request.screen.replies)
    return next((int(card.removeprefix("order:")) for card in cards if card.startswith("order:")), None)


def stock_of(request: Request, blanks: Blanks) -> Turn | None:
    """What there is of the goods: for those who run the stock its page, else the card."""
    said = blanks.get("goods", "")
    if not request.actor.may(Right.STOCK_READ):
        return look(request, blanks)
    return stock.typed_search(request, said) if find(request, said) else None


def tell_me(request: Request, blanks: Blanks) -> Turn | None:
    """Somebody wants to know when goods are there: those named, else those last looked at; a pack where none said."""
    if request.actor.account_id is None:
        return None
    named = entities.goods(request, blanks["goods"]) if "goods" in blanks else []
    about = int(request.memory.get("about") or 0)
    if "goods" in blanks and len(named) != 1:
        return search.find(request, blanks["goods"]) if named else None
    if not named and not about:
        return None
    goods = catalogue.one(request.session, named[0] if named else about)
    much = goods_text.read_quantity(
        request, goods, blanks.get("amount", ""), counted_in=goods_text.counted(goods)["size"]
    )
    if goods.available >= (much or 1) or not goods.on_sale:
        return search.find(request, goods.sku.code)
    return alerts.tell_me(request, sku_id=goods.sku.id, quantity=much or goods_text.screen_unit(goods))


def usual(request: Request, blanks: Blanks) -> Turn | None:
    """What this account orders most."""
    return search.usual(request) if request.actor.account_id is not None else None


def receive(request: Request, blanks: Blanks) -> Turn | None:
    """A receipt, confirmed before it is written."""
    return _stock_change(request, blanks, QuestionKind.RECEIVE_QUANTITY, Verb.RECEIVE)


def count(request: Request, blanks: Blanks) -> Turn | None:
    """A count, confirmed before it is written."""
    return _stock_change(request, blanks, QuestionKind.COUNT_QUANTITY, Verb.COUNT)


def _stock_change(request: Request, blanks: Blanks, kind: QuestionKind, verb: Verb) -> Turn | None:
    if "goods" not in blanks:
        return stock.list_(request)
    found = found_for_sure(request, blanks["goods"])
    if not found:
        return None
    if len(found) > 1:
        return stock.typed_search(request, blanks["goods"])
    goods, amount = found[0], blanks.get("amount", "")
    ask = stock.receive if verb is Verb.RECEIVE else stock.count
    asked = ask(request, sku_id=goods.sku.id)
    if (
        not amount
        or goods_text.read_quantity(request, goods, amount, counted_in=goods_text.counted(goods)["size"]) is None
    ):
        return asked
    question = Question(kind=kind, facts=goods_text.counted(goods))
    turn = confirmation.whether_answer(request, question, amount, otherwise=False)
    return confirmation.about(turn, asked.replies[0])


def new_price(request: Request, blanks: Blanks) -> Turn | None:
    """A new price for goods: asked once more before it counts."""
    if "goods" not in blanks:
        return goods_admin.ask(request)
    found = found_for_sure(request, blanks["goods"])
    if len(found) != 1:
        return goods_admin.typed_search(request, blanks["goods"]) if found else None
    asked = goods_admin.price(request, sku_id=found[0].sku.id)
    if "unit_price" not in blanks or asked.question is None:
        return asked
    turn = confirmation.whether_answer(request, asked.question, blanks["unit_price"], otherwise=False)
    return confirmation.about(turn, asked.replies[0])


def hand_price(request: Request, blanks: Blanks) -> Turn | None:
    """A price by hand for a line of an order that is named, or of the cart that is filled for a dealer."""
    if not request.actor.may(Right.ORDER_REPRICE) or read_price(blanks["words"]) is None:
        return None
    named = entities.goods(request, blanks["goods"])
    if "order" in blanks:
        return entities.order(
            request, blanks["order"], lambda order_id: _price_in_order(request, order_id, named, blanks["words"])
        )
    if request.actor.account_id is None:
        return None
    cart = carts.view(request.actor)
    lines = [sku_id for sku_id in named if cart.row_of(sku_id)]
    return _priced(request, hand_prices.ask(request, sku_id=lines[0]), blanks["words"]) if len(lines) == 1 else None


def _price_in_order(request: Request, order_id: int, named: Collection[int], words: str) -> Turn | None:
    view = view_order(request.actor, order_id)
    lines = [row.line.id for row in view.goods_rows if row.line.sku_id in named]
    if len(lines) != 1:
        return None
    at = {"order_id": order_id, "revision": view.order.revision, "order_line_id": lines[0]}
    return _priced(request, hand_prices.ask_of_order(request, **at), words)


def _priced(request: Request, asked: Turn, words: str) -> Turn:
    """A price in words, asked once more before it counts."""
    if asked.question is None:
        return asked
    turn = confirmation.whether_answer(request, asked.question, words, otherwise=False)
    return confirmation.about(turn, asked.replies[0])


def part(request: Request, text: str) -> Turn | None:
    """A part of goods that a text changes: asked once more before it counts."""
    return confirmation.change(request, goods_parts.in_words(request, text))


def price_by(request: Request, blanks: Blanks) -> Turn:
    """Prices are not changed by a share or a difference: the new price itself is asked for."""
    found = found_for_sure(request, blanks["goods"]) if "goods" in blanks else []
    if len(found) == 1:
        turn = goods_admin.price(request, sku_id=found[0].sku.id)
    elif found:
        turn = goods_admin.typed_search(request, blanks["goods"])
    else:
        turn = goods_admin.ask(request)
    return turn.headed(request.say("sentence.price_by"))


def add(request: Request, blanks: Blanks) -> Turn:
    """How new goods are made."""
    return new_goods.ask(request)


def on_and_off_sale(request: Request, blanks: Blanks) -> Turn | None:
    """The goods, with the button that takes them off sale or puts them on."""
    found = find(request, blanks.get("goods", ""))
    if not found:
        return None
    if len(found) > 1:
        return goods_admin.typed_search(request, blanks["goods"])
    return goods_admin.show(request, sku_id=found[0].sku.id)
