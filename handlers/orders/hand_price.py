"""Setting the price of a line by hand, in a cart that is filled for an account, or in an order that waits."""

from collections.abc import Callable
from decimal import Decimal

from domain.carts import carts
from domain.carts import hand_prices as in_carts
from domain.carts.carts import CartRow
from domain.carts.hand_prices import HandPrice
from domain.catalogue.catalogue import Goods
from domain.language.typed_price import TypedPrice, read_price
from domain.language.units import per_unit
from domain.orders import hand_prices as in_orders
from domain.orders import line_change
from domain.orders.hand_prices import LinePriced
from domain.refusals import NotInCart
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, price_text
from handlers.orders import order_card
from handlers.orders.change_lines import row_of
from handlers.shopping import cart_line


def ask(request: Request, *, sku_id: Id) -> Turn:
    """Ask for the price of a line of the cart."""
    request.actor.need(Right.ORDER_REPRICE)
    row = _cart_row(request, sku_id)
    price = price_text.of_price(request, row.goods, row.price)
    again = button(request.say("hand_price.again"), Verb.LIST_PRICE, sku_id)
    back = button(request.say("button.back"), Verb.CART_LINE, sku_id)
    shown = _screen(request, row.goods, price, row.line.quantity, (again,) if row.line.manual_price is not None else ())
    return _asking(shown, (back,), row.goods, row.line.quantity, {"sku": sku_id})


def ask_of_order(request: Request, *, order_id: Id, revision: int, order_line_id: Id) -> Turn:
    """Ask for the price of a line of an order."""
    request.actor.need(Right.ORDER_REPRICE)
    view = line_change.to_change(request.actor, order_id, revision)
    row = row_of(view, order_line_id)
    at = (order_id, revision, order_line_id)
    again = button(request.say("hand_price.again"), Verb.ORDER_LIST_PRICE, *at)
    back = button(request.say("button.back"), Verb.ORDER_LINE, *at)
    price = price_text.of_line(request, row.goods, row.line)
    shown = _screen(request, row.goods, price, row.line.quantity, (again,) if row.line.manual_price is not None else ())
    facts = {"order": order_id, "revision": revision, "line": order_line_id}
    return _asking(shown, (back,), row.goods, row.line.quantity, facts)


def typed(request: Request, text: str, *, sku_id: Id, size: int, price: str = "", unit: int = 0) -> Turn:
    """The price of a line of the cart, or, after it, why."""
    row = _cart_row(request, sku_id)
    facts = {"sku": sku_id, "size": size}

    def done(wanted: HandPrice) -> Turn:
        cart = in_carts.set_price(request.actor, sku_id, wanted)
        return cart_line.show_line(request, cart, sku_id)

    return _typed(request, text, row.goods, facts, price, unit, done, lambda: ask(request, sku_id=sku_id))


def typed_of_order(
    request: Request,
    text: str,
    *,
    order_id: Id,
    revision: int,
    line_id: Id,
    size: int,
    price: str = "",
    unit: int = 0,
) -> Turn:
    """The price of a line of an order, or, after it, why."""
    view = line_change.to_change(request.actor, order_id, revision)
    goods = row_of(view, line_id).goods
    facts = {"order": order_id, "revision": revision, "line": line_id, "size": size}

    def done(wanted: HandPrice) -> Turn:
        return _priced(request, in_orders.set_price(request.actor, view, line_id, wanted))

    def again() -> Turn:
        return ask_of_order(request, order_id=order_id, revision=revision, order_line_id=line_id)

    return _typed(request, text, goods, facts, price, unit, done, again)


def price_again(request: Request, *, sku_id: Id) -> Turn:
    """A line of the cart costs again what the lists say."""
    return cart_line.show_line(request, in_carts.list_price_again(request.actor, sku_id), sku_id)


def price_again_of_order(request: Request, *, order_id: Id, revision: int, order_line_id: Id) -> Turn:
    """A line of an order costs again what the lists say."""
    view = line_change.to_change(request.actor, order_id, revision)
    return _priced(request, in_orders.list_price_again(request.actor, view, order_line_id))


def _cart_row(request: Request, sku_id: int) -> CartRow:
    cart = carts.view(request.actor)
    request.prices.learn(cart.prices)
    row = cart.row_of(sku_id)
    if row is None:
        raise NotInCart(sku_id=sku_id)
    return row


def _screen(request: Request, goods: Goods, price: str, quantity: Decimal, again: Row) -> Reply:
    unit = goods_text.screen_unit_name(request, goods, quantity)
    return Reply(
        title=request.say("hand_price.title", goods=goods_text.name(request, goods)),
        lines=(request.say("hand_price.now", price=price),),
        note=request.say("hand_price.how", unit=unit, single=goods_text.unit(request, goods)),
        buttons=(again,) if again else (),
    )


def _asking(shown: Reply, back: Row, goods: Goods, quantity: Decimal, facts: Facts) -> Turn:
    whole = Reply(title=shown.title, lines=shown.lines, note=shown.note, buttons=(*shown.buttons, back))
    kind = QuestionKind.HAND_PRICE if "sku" in facts else QuestionKind.ORDER_HAND_PRICE
    size = int(goods_text.screen_unit(goods, quantity))
    return Turn(replies=(whole,), question=Question(kind=kind, facts={**facts, "size": size}))


def _typed(
    request: Request,
    text: str,
    goods: Goods,
    facts: Facts,
    price: str,
    unit: int,
    done: Callable[[HandPrice], Turn],
    again: Callable[[], Turn],
) -> Turn:
    """``price`` and ``unit``: what was said before, where the reason was asked for."""
    if price and read_price(text) is None:
        return done(HandPrice(price=Decimal(price), size=unit, reason=text.strip()[: in_carts.REASON_MOST]))
    said = read_price(text)
    size = _size(request, goods, said, int(facts["size"] or 1)) if said else None
    if said is None or size is None:
        return again().headed(request.say("hand_price.unread", words=text.strip()[:40]))
    if not said.reason:
        told = price_text.money_per(request, goods, said.price, size)
        kind = QuestionKind.HAND_PRICE if "sku" in facts else QuestionKind.ORDER_HAND_PRICE
        question = Question(kind=kind, facts={**facts, "price": str(said.price), "unit": size})
        why = Reply(title=request.say("hand_price.why", goods=goods_text.name(request, goods), price=told))
        return Turn(replies=(why,), question=question)
    return done(HandPrice(price=said.price, size=size, reason=said.reason[: in_carts.REASON_MOST]))


def _size(request: Request, goods: Goods, said: TypedPrice, usual: int) -> int | None:
    """Base units of the unit that was said; nothing where the goods have no such pack."""
    if not said.unit:
        return usual
    size = per_unit(said.unit, *goods_text.spoken_units(request, goods))
    return int(size) if size is not None and size in {1, *(pack.size for pack in goods.packs)} else None


def _priced(request: Request, priced: LinePriced) -> Turn:
    """The order's card, under what was just done."""
    goods, view = priced.row.goods, priced.order
    told = request.say(
        "hand_price.asked" if priced.asked else "hand_price.done",
        goods=goods_text.name(request, goods),
        before=price_text.money_per(request, goods, priced.before, priced.size),
        after=price_text.money_per(request, goods, priced.after, priced.size),
    )
    return order_card.after(request, view, told)
