"""Goods that are not there: approving without them, giving them up, declining what arrived, and waiting on."""

from collections.abc import Mapping
from decimal import Decimal

from domain.fulfilment import riding
from domain.orders import back_orders, status_changes
from domain.orders.back_orders import Rest
from domain.orders.view import OrderView
from domain.rules.order_states import VOID
from domain.rules.rights import Right
from handlers.conversation.callback_data import StaleButton
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.orders import order_buttons, order_card
from handlers.orders.approval import decided

#: Common reasons to give up what is waited for, worded under ``reason.``: of whoever decides, and of the buyer.
REASONS = ("no_more", "too_long", "buyer_asked")
BUYERS_REASONS = ("not_needed", "too_slow", "change_goods")


def approve(request: Request, *, order_id: Id, revision: int, rest: str) -> Turn:
    """Say yes to what is there; the rest follows when it arrives, or is taken off."""
    if rest not in set(Rest):
        raise StaleButton
    view = status_changes.approve(request.actor, order_id, revision, Rest(rest))
    return decided(request, view, f"approval.approved_{rest}")


def ask(request: Request, *, order_id: Id, revision: int) -> Turn:
    """Name what would be given up, and ask why."""
    view = back_orders.to_close(request.actor, order_id, revision)
    reasons = REASONS if request.actor.may(Right.ORDER_APPROVE) else BUYERS_REASONS
    shown = Reply(
        title=request.say("back_orders.close", number=view.order.number),
        lines=(*waiting(request, view), *kept(request, view, back_orders.kept_for_next(request.actor, view))),
        note=request.say("back_orders.close_why"),
        buttons=(
            *order_buttons.reasons(request, view, Verb.CLOSE_SHORT_WHY, reasons, "back_orders.reason_say"),
            (order_buttons.to_order(request, view),),
        ),
        card=order_card.card(view),
    )
    question = Question(kind=QuestionKind.CLOSE_SHORT_REASON, facts={"order": order_id, "revision": revision})
    return Turn(replies=(shown,), question=question)


def close_why(request: Request, *, order_id: Id, revision: int, reason: str) -> Turn:
    """Give it up for one of the common reasons."""
    if reason not in (*REASONS, *BUYERS_REASONS):
        raise StaleButton
    return _closed(request, order_id, revision, reason)


def typed_reason(request: Request, text: str, *, order_id: Id, revision: int) -> Turn:
    """Give it up for a reason in the person's own words."""
    return _closed(request, order_id, revision, text)


def decline(request: Request, *, event_id: Id) -> Turn:
    """The buyer does not want what arrived."""
    return _told(request, status_changes.decline(request.actor, event_id), "back_orders.declined")


def keep_waiting(request: Request, *, order_id: Id) -> Turn:
    """The buyer waits on."""
    return _told(request, back_orders.keep_waiting(request.actor, order_id), "back_orders.kept")


def ride(request: Request, *, order_id: Id, along: int) -> Turn:
    """What comes in late goes with the account's next order (1), or by itself again (0)."""
    view = riding.ride(request.actor, order_id, along=bool(along))
    return _told(request, view, "back_orders.rides" if along else "back_orders.alone")


def waiting(request: Request, view: OrderView) -> tuple[str, ...]:
    """The lines of an order that wait for goods, and for how much."""
    return tuple(
        request.say(
            "back_orders.line",
            goods=goods_text.name(request, row.goods),
            amount=goods_text.to_come(request, row.goods, row.short),
        )
        for row in view.rows
        if row.short
    )


def kept(request: Request, view: OrderView, amounts: Mapping[int, Decimal]) -> tuple[str, ...]:
    """What came in and stays for the account's next order: how much of which line."""
    return tuple(
        request.say(
            "back_orders.kept_line",
            goods=goods_text.name(request, row.goods),
            amount=goods_text.quantity(request, row.goods, amounts[row.line.id]),
        )
        for row in view.rows
        if row.line.id in amounts
    )


def _closed(request: Request, order_id: int, revision: int, reason: str) -> Turn:
    view = status_changes.close_short(request.actor, order_id, revision, reason)
    return _told(request, view, "order_change.cancelled" if view.order.status in VOID else "back_orders.closed")


def _told(request: Request, view: OrderView, key: str) -> Turn:
    return order_card.after(request, view, request.say(key, order=view.order.number))
