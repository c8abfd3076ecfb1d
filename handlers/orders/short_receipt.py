"""Reporting missing or broken goods of a received parcel, in the receiver's own words."""

from dataclasses import replace

from domain.events.recipients import with_role
from domain.fulfilment import shipments
from domain.language.sanitise import one_line
from domain.orders.access import may_take
from domain.orders.view import OrderRow, OrderView, Parcel
from domain.rules.order_life import Step
from domain.rules.rights import Right, Role
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.orders import order_buttons, order_card, tracking

#: As many lines are offered as WeChat shows buttons; the others are named in words.
_LINES_MOST = 8


def ask(request: Request, *, shipment_id: Id) -> Turn:
    """Which goods are missing or broken? Each is claimed for by itself; or it is said in words."""
    view = shipments.to_confirm_short(request.actor, shipment_id)
    parcel = view.parcel(shipment_id)
    asks = request.actor.may(Right.RETURN_ASK)
    rows = [row for row in view.rows if parcel.contents.get(row.line.id)] if asks else []
    shown = Reply(
        title=request.say(
            "short_receipt.ask", order=orders_text.short(view.order), parcel=_name(request, view, shipment_id)
        ),
        note=request.say("short_receipt.which" if rows else "short_receipt.how"),
        buttons=(
            *((_claim(request, row, parcel),) for row in rows[:_LINES_MOST]),
            (order_buttons.to_order(request, view), order_buttons.home(request)),
        ),
        card=order_card.card(view),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.RECEIPT_WORDS, facts={"shipment": shipment_id}))


def _claim(request: Request, row: OrderRow, parcel: Parcel) -> Button:
    amount = goods_text.quantity(request, row.goods, parcel.contents[row.line.id])
    label = request.say("returns.choice", goods=goods_text.name(request, row.goods), amount=amount)
    return button(label, Verb.RETURN_ASK, row.line.id)


def typed(request: Request, text: str, *, shipment_id: Id) -> Turn:
    """Received so: the words are said back, with who was told."""
    words = one_line(text)
    view = shipments.confirm_short_receipt(request.actor, shipment_id, words)
    told = request.say(
        "short_receipt.done", parcel=_name(request, view, shipment_id), words=words, who=_told(request, view)
    )
    drawn = tracking.draw(request, view)
    ask_stars = request.say("order_card.rate") if may_take(request.actor, view.access, Step.RATE) else ""
    ways = drawn.buttons
    if request.actor.may(Right.RETURN_ASK):
        ways = ((button(request.say("short_receipt.claim"), Verb.RETURN_OF_ORDER, view.order.id),), *ways)
    return Turn(replies=(replace(drawn, title=f"{told}\n\n{drawn.title}", note=ask_stars, buttons=ways),))


def _told(request: Request, view: OrderView) -> str:
    """Who looks after the account, and the warehouse if anybody works there."""
    warehouse = set(with_role(request.actor, Role.WAREHOUSE)) - {request.person.id}
    names = orders_text.deciders(request, view)
    return request.say("contact.and").join((*names, *((request.say("short_receipt.warehouse"),) if warehouse else ())))


def _name(request: Request, view: OrderView, shipment_id: int) -> str:
    parcel: Parcel = view.parcel(shipment_id)
    return orders_text.parcel_name(request, view, parcel)
