"""Taking a line off an order that somebody decides on, with a reason that its buyer is told."""

from decimal import Decimal

from domain.orders import line_change
from domain.orders.access import require_step
from domain.orders.view import view_order
from domain.rules.order_life import Step
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.orders import order_buttons, order_card
from handlers.orders.change_lines import row_of
from handlers.orders.change_order import changed_turn

#: Common reasons, worded under ``reason.``.
REASONS = ("no_more", "reject_stock", "reject_price")


def ask(request: Request, *, order_id: Id, revision: int, order_line_id: Id) -> Turn:
    """Why is it taken off?"""
    view = view_order(request.actor, order_id)
    require_step(request.actor, view.access, Step.APPROVE, revision)
    row = row_of(view, order_line_id)

    def why(reason: str) -> Button:
        words = orders_text.reason(request, reason)
        label = request.say("button.reason", reason=words)
        goods = goods_text.name(request, row.goods)
        say = request.say("order_change.refuse_why_say", order=orders_text.named(view.order), goods=goods, reason=words)
        return button(label, Verb.REFUSE_LINE_WHY, order_id, revision, order_line_id, reason, say=say)

    shown = Reply(
        title=request.say("order_change.refuse", goods=goods_text.name(request, row.goods)),
        note=request.say("order_change.refuse_note"),
        buttons=(*((why(reason),) for reason in REASONS), (order_buttons.to_order(request, view),)),
        card=order_card.card(view),
    )
    return Turn(replies=(shown,))


def why(request: Request, *, order_id: Id, revision: int, order_line_id: Id, reason: str) -> Turn:
    """Take it off for one of the common reasons."""
    if reason not in REASONS:
        raise StaleButton
    view = line_change.to_change(request.actor, order_id, revision)
    require_step(request.actor, view.access, Step.APPROVE)
    row = row_of(view, order_line_id)
    return changed_turn(request, line_change.change_line(request.actor, view, row.line.id, Decimal(0), reason))
