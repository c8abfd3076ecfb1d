"""Changing, withdrawing or cancelling an order."""

from dataclasses import replace
from decimal import Decimal

from domain.orders import access, line_change, status_changes
from domain.orders.line_change import LineChanged
from domain.orders.view import OrderRow, OrderView, view_order
from domain.reports.stock import most_ever
from domain.rules.order_life import Step
from domain.rules.quantities import fault_of
from domain.rules.rights import Right
from domain.rules.unusual_changes import is_beyond, is_leap
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.orders import order_buttons, order_card
from handlers.orders.change_lines import is_removal, is_there, line_screen, lines_screen, row_of, said_done
from handlers.orders.my_orders import in_cart

#: Common reasons to call an order off, worded under ``reason.``; the order keeps the word.
REASONS = ("ordered_wrong", "change_goods", "not_needed", "too_slow", "price")


def withdraw(request: Request, *, order_id: Id, revision: int) -> Turn:
    """Back into the cart."""
    taken = status_changes.withdraw(request.actor, order_id, revision)
    reply = replace(in_cart(request, taken, "order_change.withdrawn"), card=f"order:{taken.order_id}")
    return Turn(replies=(reply,))


def change(request: Request, *, order_id: Id, page: int = 0) -> Turn:
    """Which line?"""
    view = _viewed(request, order_id, Step.CHANGE, None)
    return Turn(replies=(lines_screen(request, view, page),))


def order_line(
    request: Request, *, order_id: Id, revision: int, order_line_id: Id, quantity: Decimal | None = None
) -> Turn:
    """One line: less, more, typed, or out. Nothing changes before ✅."""
    view = _viewed(request, order_id, Step.CHANGE, revision)
    row = row_of(view, order_line_id)
    wanted = row.line.quantity if quantity is None else quantity
    if fault_of(wanted, row.goods.limits) is not None:
        wanted = row.line.quantity
    return Turn(replies=(line_screen(request, view, row, wanted),), question=_how_much(view, row))


def set_order_line(request: Request, *, order_id: Id, revision: int, order_line_id: Id, quantity: Decimal) -> Turn:
    """Set the quantity of a line; 0 removes it."""
    view = line_change.to_change(request.actor, order_id, revision)
    return changed_turn(request, line_change.change_line(request.actor, view, order_line_id, quantity))


def add_order_line(request: Request, *, order_id: Id, revision: int, sku_id: Id, quantity: Decimal) -> Turn:
    """Add goods to the order."""
    view = line_change.to_change(request.actor, order_id, revision)
    return changed_turn(request, line_change.add_goods(request.actor, view, sku_id, quantity))


def undo_line(request: Request, *, event_id: Id) -> Turn:
    """Take the change of a line back, also where it was taken out."""
    return changed_turn(request, line_change.undo_line(request.actor, event_id), undone=True)


def typed_quantity(
    request: Request, text: str, *, order_id: Id, revision: int, line_id: Id, size: int | None = None
) -> Turn:
    """How much, in words."""
    view = line_change.to_change(request.actor, order_id, revision)
    row = row_of(view, line_id)
    question = _how_much(view, row)
    if is_removal(text):
        return Turn(replies=(line_screen(request, view, row, row.line.quantity),), question=question)
    wanted = goods_text.read_quantity(request, row.goods, text, counted_in=size)
    if wanted is None:
        said = request.say("order_change.not_a_quantity", words=text.strip()[:40])
        return Turn(replies=(line_screen(request, view, row, row.line.quantity),), question=question).headed(said)
    if not wanted or wanted == row.line.quantity:
        return Turn(replies=(line_screen(request, view, row, row.line.quantity),), question=question)
    if _is_doubtful(request, row, wanted):
        screen = line_screen(request, view, row, wanted)
        told = request.say(
            "order_change.leap",
            before=goods_text.quantity(request, row.goods, row.line.quantity),
            after=goods_text.quantity(request, row.goods, wanted),
        )
        return Turn(replies=(replace(screen, title=f"{screen.title}\n{told}"),), question=question)
    return changed_turn(request, line_change.change_line(request.actor, view, row.line.id, wanted))


def cancel(request: Request, *, order_id: Id, revision: int) -> Turn:
    """Name what would be called off, and ask why."""
    view = _viewed(request, order_id, Step.CANCEL, revision)
    order = view.order
    count = request.say.count("order_change.cancel_lines", len(view.rows))
    if request.actor.may(Right.ORDER_PRICES):
        amount = request.say.money(order.total, order.currency)
        count = request.say.count("order_change.cancel_total", len(view.rows), amount=amount)
    keep = button(
        request.say("order_change.keep"),
        Verb.ORDER,
        order.id,
        say=request.say("order_change.keep_say", order=orders_text.named(order)),
    )
    reply = Reply(
        title=request.say("order_change.cancel", order=order.number),
        lines=(count,),
        note=request.say("order_change.cancel_why"),
        buttons=(*order_buttons.reasons(request, view, Verb.CANCEL_WHY, REASONS, "order_change.reason_say"), (keep,)),
        card=order_card.card(view),
    )
    facts = {"order": order.id, "revision": order.revision}
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.CANCEL_REASON, facts=facts))


def cancel_why(request: Request, *, order_id: Id, revision: int, reason: str) -> Turn:
    """One of the common reasons."""
    if reason not in REASONS:
        raise StaleButton
    return _cancelled(request, order_id, reason, revision)


def typed_reason(request: Request, text: str, *, order_id: Id, revision: int) -> Turn:
    """A reason in the person's own words."""
    return _cancelled(request, order_id, text, revision)


def _how_much(view: OrderView, row: OrderRow) -> Question:
    """The question that an open line asks."""
    counted = goods_text.counted(row.goods, row.line.quantity)
    facts = {**counted, "order": view.order.id, "revision": view.order.revision, "line": row.line.id}
    return Question(kind=QuestionKind.ORDER_LINE_QUANTITY, facts=facts)


def _viewed(request: Request, order_id: int, step: Step, revision: int | None) -> OrderView:
    """The order, when this person may take the step: asked before the follow-up question."""
    view = view_order(request.actor, order_id)
    access.require_step(request.actor, view.access, step, revision)
    return view


def _cancelled(request: Request, order_id: int, reason: str, revision: int) -> Turn:
    view = status_changes.cancel(request.actor, order_id, reason, revision)
    return order_card.after(request, view, request.say("order_change.cancelled", order=view.order.number))


def _is_doubtful(request: Request, row: OrderRow, wanted: Decimal) -> bool:
    """Whether a typed quantity may be a slip of the finger; what cannot be had is refused anyway."""
    can_be = fault_of(wanted, row.goods.limits) is None and is_there(row, wanted)
    leap = is_leap(row.line.quantity, wanted)
    return can_be and (leap or is_beyond(wanted, most_ever(request.actor, row.goods.sku.id)))


def changed_turn(request: Request, changed: LineChanged, *, undone: bool = False) -> Turn:
    """The order's card after a change of a line, with the way to take it back."""
    words = said_done(request, changed.order, changed.line_id)
    if undone:
        return order_card.after(request, changed.order, request.say("order_change.undone", now=words))
    say = request.say("order_change.undo_say", order=orders_text.named(changed.order.order))
    back = button(request.say("order_change.undo"), Verb.UNDO_LINE, changed.event_id or 0, say=say)
    return order_card.after(request, changed.order, words, back)
