"""⏰ 到了告诉我: a dealer asks to be told when goods are there."""

from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.rules.rights import Right
from domain.stock import alerts
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text


def tell_me(request: Request, *, sku_id: Id, quantity: Decimal) -> Turn:
    """From now on they are told when so much is there."""
    alerts.ask(request.actor, sku_id, quantity)
    goods = goods_text.one(request, sku_id)
    facts = {"goods": goods_text.name(request, goods), "amount": goods_text.quantity(request, goods, quantity)}
    shown = Reply(
        title=request.say("alerts.asked", **facts),
        note=request.say("alerts.note"),
        buttons=((button(request.say("button.search"), Verb.SEARCH), button(request.say("button.menu"), Verb.MENU)),),
    )
    return Turn(replies=(shown,))


def offer(request: Request, goods: Goods, missing: Decimal) -> tuple[Row, ...]:
    """The button where goods are not there, for those who order; back-ordered goods come by themselves."""
    orders = request.actor.may(Right.CART_CHANGE) and request.actor.account_id is not None
    if not orders or not goods.on_sale or goods.sku.backorder or missing <= 0:
        return ()
    amount = goods_text.quantity(request, goods, missing)
    name = goods_text.name(request, goods)
    label, say = request.say("alerts.button", amount=amount), request.say("alerts.say", goods=name, amount=amount)
    return ((button(label, Verb.TELL_ME, goods.sku.id, missing, say=say),),)
