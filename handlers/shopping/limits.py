"""``限购有哪些``: how much the account may order of goods, where it has limits of its own, and its smallest order."""

from domain.catalogue.catalogue import goods_by_id
from domain.catalogue.own_limits import limited_goods, minimum_order
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text

#: Goods that are listed; each says its own limits on its card as well.
_SHOWN = 20


def shown(request: Request) -> Turn:
    """The limits in force for whom the person orders for."""
    account_id = request.actor.account_id or 0
    found = [*goods_by_id(request.session, limited_goods(request.session, account_id)).values()]
    told = [
        request.say("limits.row", goods=goods_text.name(request, goods), rules=goods_text.order_rules(request, goods))
        for goods in found[:_SHOWN]
    ]
    if len(found) > _SHOWN:
        told.append(request.say.count("limits.more", len(found) - _SHOWN))
    smallest = minimum_order(request.session, account_id)
    least = (request.say("limits.least", money=request.say.money(smallest, request.currency)),) if smallest else ()
    reply = Reply(
        title=request.say("limits.title" if told or least else "limits.none"),
        lines=(*least, *told),
        buttons=((button(request.say("button.search"), Verb.SEARCH), button(request.say("button.menu"), Verb.MENU)),),
    )
    return Turn(replies=(reply,))
