"""Every line of an order, page by page, where its card has no room for all."""

from domain.orders.access import may_take
from domain.orders.view import view_order
from domain.rules.order_life import Step
from domain.rules.rights import Right
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.orders import approval_text, order_buttons, order_card

#: Lines a page: two or three lines of text each, and a chat shows some forty.
PAGE = 15


def lines(request: Request, *, order_id: Id, page: int = 0) -> Turn:
    """As on the card; who decides also sees each price, the stock there is of it and the dealer's own words."""
    view = view_order(request.actor, order_id)
    part = page_of(page, PAGE, len(view.rows))
    decides = request.actor.may(Right.ORDER_DECIDE)
    told = approval_text.line_of(request, view) if decides else order_card.line_of(request, view)
    amount = request.say.money(view.order.total, view.order.currency)
    sees_prices = request.actor.may(Right.ORDER_PRICES)
    back = order_buttons.to_decision if may_take(request.actor, view.access, Step.APPROVE) else order_buttons.to_order
    reply = Reply(
        title=part.head(request, order_card.head(request, view)),
        lines=tuple(map(told, part.of(view.rows))),
        note=request.say.count("approval.total", len(view.rows), amount=amount) if sees_prices else "",
        buttons=(
            *part.turn(request, Verb.CARD_LINES, view.order.id),
            *order_buttons.decide(request, view),
            (back(request, view),),
        ),
        card=order_card.card(view),
    )
    return Turn(replies=(reply,))
