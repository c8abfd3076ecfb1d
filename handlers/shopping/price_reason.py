"""``为什么是这个价``: whose price goods have, in words."""

from domain.carts import carts
from domain.carts.carts import CartRow, CartView
from domain.catalogue.pricing import set_by_hand
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text, price_text
from handlers.shopping import product_card


def shown(request: Request, sku_id: int) -> Turn:
    """The price of what the cart holds of goods, or else of what is ordered at once, and where it comes from."""
    row = _row(request, sku_id)
    goods = row.goods if row else goods_text.one(request, sku_id)
    quantity = row.line.quantity if row else product_card.step(goods)
    hand = set_by_hand(row.line, goods.packs) if row else None
    price = request.prices.line(goods, quantity, hand)
    return Turn(
        replies=(
            Reply(
                title=request.say(
                    "price.why_title",
                    goods=goods_text.name(request, goods),
                    amount=goods_text.quantity(request, goods, quantity),
                    money=request.say.money(price.amount, request.currency),
                ),
                lines=(
                    *price_text.why(request, goods, price, reason=row.line.manual_reason if row else ""),
                    *price_text.beside(request, goods, price, hand, row.line.manual_reason if row else ""),
                ),
                buttons=(
                    (
                        button(request.say("price.to_goods"), Verb.PRODUCT, sku_id),
                        button(request.say("button.menu"), Verb.MENU),
                    ),
                ),
            ),
        ),
        memory={**request.memory, "about": sku_id},
    )


def of_cart(request: Request) -> Turn | None:
    """Whose price each line of the cart has; where nothing is in it, how to ask. Nothing for those without one."""
    cart = _cart(request)
    if cart is None:
        return None
    menu = button(request.say("button.menu"), Verb.MENU)
    if not cart.goods_rows:
        return Turn(replies=(Reply(title=request.say("price.why_which"), buttons=((menu,),)),))
    reply = Reply(
        title=request.say("price.why_cart"),
        lines=orders_text.as_many(request, cart.goods_rows, lambda row: _told(request, row)),
        buttons=((button(request.say("promotion.to_cart"), Verb.CART), menu),),
    )
    return Turn(replies=(reply,))


def _told(request: Request, row: CartRow) -> str:
    money = request.say.money(row.amount, request.currency)
    why = price_text.why(request, row.goods, row.price, reason=row.line.manual_reason)
    return "\n   ".join((goods_text.line(request, row.goods, row.line.quantity, money), " · ".join(why)))


def _row(request: Request, sku_id: int) -> CartRow | None:
    """The line of the cart, for those who have one."""
    cart = _cart(request)
    return cart.row_of(sku_id) if cart else None


def _cart(request: Request) -> CartView | None:
    if request.actor.account_id is None or not request.actor.may(Right.CART_CHANGE):
        return None
    cart = carts.view(request.actor)
    request.prices.learn(cart.prices)
    return cart
