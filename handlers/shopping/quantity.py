"""The quantity of one SKU: asked, typed, and put into the cart."""

from decimal import Decimal

from domain.carts import carts
from domain.carts.carts import CartView, CartWish
from domain.catalogue.catalogue import Goods
from domain.rules.rights import Right
from handlers.conversation import text_order_state
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.shopping import alerts, cart_promotions, product_card, unusual_quantity
from handlers.shopping.product import how_much


def ask(request: Request, *, sku_id: Id) -> Turn:
    """Ask for a quantity in words."""
    request.actor.need(Right.CART_CHANGE)
    return _ask(request, goods_text.one(request, sku_id), "product.ask")


def put(request: Request, *, sku_id: Id, quantity: Decimal) -> Turn:
    """Set how much of a SKU the cart holds."""
    goods = goods_text.one(request, sku_id)
    wanted = CartWish(sku_id=goods.sku.id, quantity=quantity)
    return _done(request, goods, quantity, carts.put(request.actor, wanted, goods))


def typed(request: Request, text: str, *, sku_id: Id, size: int | None = None) -> Turn:
    """A quantity for the card that is open; a number without a unit counts what the card counts in."""
    goods, said = goods_text.one(request, sku_id), text.strip()
    quantity = goods_text.read_quantity(request, goods, said, counted_in=size)
    if quantity is None:
        return _ask(request, goods, "product.no_such_unit")
    if told := unusual_quantity.doubt(request, goods, quantity):
        back = (button(request.say("button.back"), Verb.PRODUCT, sku_id), button(request.say("button.menu"), Verb.MENU))
        shown = unusual_quantity.whether(request, goods, quantity, told, Verb.PUT, back)
        return Turn(replies=(shown,), question=how_much(goods))
    cart = carts.put(request.actor, CartWish(sku_id=goods.sku.id, quantity=quantity, said=said), goods)
    return _done(request, goods, quantity, cart)


def _ask(request: Request, goods: Goods, key: str) -> Turn:
    base = goods_text.unit(request, goods)
    names = [goods_text.pack_name(request, pack) for pack in goods.packs if pack.size > 1]
    counted = goods_text.screen_unit_name(request, goods)
    units = request.say("product.units", unit=counted, units=request.say("product.or").join((*names, base)))
    shown = Reply(
        title=request.say(key, goods=goods_text.name(request, goods)),
        lines=tuple(filter(None, (units, goods_text.packs(request, goods)))),
        note=request.say("product.example", amount=goods_text.quantity(request, goods, product_card.step(goods) * 5)),
        buttons=(
            (
                button(request.say("button.back"), Verb.PRODUCT, goods.sku.id),
                button(request.say("button.menu"), Verb.MENU),
            ),
        ),
    )
    return Turn(replies=(shown,), question=how_much(goods), memory={**request.memory, "about": goods.sku.id})


def _done(request: Request, goods: Goods, quantity: Decimal, cart: CartView) -> Turn:
    """A short word that it is in the cart, with the total and the ways on."""
    said, money = goods_text.quantity(request, goods, quantity), goods_text.cost(request, goods, quantity)
    title = request.say(
        "product.put" if quantity else "product.taken_out",
        goods=goods_text.name(request, goods),
        amount=said,
        money=money,
    )
    pays = cart.total - cart_promotions.of(request, cart).discount
    total = request.say.count("product.cart", len(cart.rows), total=request.say.money(pays, request.currency))
    shown = Reply(
        title=title,
        lines=tuple(filter(None, (_too_little(request, goods, quantity), total))),
        buttons=_on(request, goods, quantity),
    )
    memory = text_order_state.answered_by(request, goods.sku.id, quantity)
    return Turn(replies=(shown,), memory={**memory, "about": goods.sku.id})


def _too_little(request: Request, goods: Goods, quantity: Decimal) -> str:
    """A word ahead of time where there is less than what was put."""
    if quantity <= goods.available:
        return ""
    if goods.sku.backorder:
        return request.say("product.will_come")
    if goods.available <= 0:
        return request.say("product.none_there")
    return request.say("product.too_little", amount=goods_text.quantity(request, goods, goods.available))


def _on(request: Request, goods: Goods, quantity: Decimal) -> tuple[Row, ...]:
    change = (button(request.say("product.edit"), Verb.PRODUCT, goods.sku.id, quantity),) if quantity else ()
    return (
        (button(request.say("button.cart"), Verb.CART), button(request.say("product.checkout"), Verb.CHECKOUT)),
        *alerts.offer(request, goods, quantity - max(goods.available, Decimal(0))),
        (button(request.say("product.go_on"), Verb.SEARCH), *change),
        (button(request.say("button.menu"), Verb.MENU),),
    )
