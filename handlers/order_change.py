"""Changing, withdrawing or cancelling an order."""

from dataclasses import replace
from decimal import Decimal

from domain import line_change, order_access, orders
from domain.line_change import LineChanged
from domain.order_view import OrderRow, OrderView, view
from domain.rules.leaps import is_beyond, is_leap
from domain.rules.order_life import Step
from domain.rules.quantities import fault_of
from domain.rules.rights import Right
from domain.stock_view import most_ever
from handlers import goods_words, order_card, order_words
from handlers.order_lines import is_removal, is_there, line_screen, lines_screen, row_of, said_done
from handlers.orders import in_cart
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Common reasons to call an order off, worded under ``reason.``; the order keeps the word.
REASONS = ("ordered_wrong", "change_goods", "not_needed", "too_slow", "price")


def withdraw(visit: Visit, press: Press) -> Turn:
    """Back into the cart."""
    taken = orders.withdraw(visit.by, press.id(0), press.number(1))
    reply = replace(in_cart(visit, taken, "order_change.withdrawn"), card=f"order:{taken.order.id}")
    return Turn(replies=(reply,))


def change(visit: Visit, press: Press) -> Turn:
    """Which line?"""
    seen = _seen(visit, press.id(0), Step.CHANGE, None)
    return Turn(replies=(lines_screen(visit, seen, press.number(1, 0)),))


def order_line(visit: Visit, press: Press) -> Turn:
    """One line: less, more, typed, or out. Nothing changes before ✅."""
    seen = _seen(visit, press.id(0), Step.CHANGE, press.number(1))
    row = row_of(seen, press.id(2))
    wanted = press.quantity(3) if press.has(3) else row.line.quantity
    if fault_of(wanted, row.goods.limits) is not None:
        wanted = row.line.quantity
    counted = goods_words.counted(row.goods, row.line.quantity)
    facts = {**counted, "order": seen.order.id, "revision": seen.order.revision, "line": row.line.id}
    question = Question(kind=QuestionKind.ORDER_LINE_QUANTITY, facts=facts)
    return Turn(replies=(line_screen(visit, seen, row, wanted),), question=question)


def set_order_line(visit: Visit, press: Press) -> Turn:
    """So much of a line from now on; nothing takes it out."""
    seen = line_change.to_change(visit.by, press.id(0), press.number(1))
    return _changed(visit, line_change.change_line(visit.by, seen, press.id(2), press.quantity(3)))


def undo_line(visit: Visit, press: Press) -> Turn:
    """Take the change of a line back, also where it was taken out."""
    return _changed(visit, line_change.undo_line(visit.by, press.id(0)), undone=True)


def typed_quantity(visit: Visit, facts: Facts, text: str) -> Turn:
    """How much, in words."""
    seen = line_change.to_change(visit.by, int(facts["order"] or 0), int(facts["revision"] or 0))
    row = row_of(seen, int(facts["line"] or 0))
    question = Question(kind=QuestionKind.ORDER_LINE_QUANTITY, facts=facts)
    if is_removal(text):
        return Turn(replies=(line_screen(visit, seen, row, row.line.quantity),), question=question)
    wanted = goods_words.read_quantity(row.goods, text, counted_in=facts.get("size"))
    if wanted is None:
        said = visit.say("order_change.not_a_quantity", words=text.strip()[:40])
        screen = line_screen(visit, seen, row, row.line.quantity)
        return Turn(replies=(replace(screen, title=f"{said}\n{screen.title}"),), question=question)
    if not wanted or wanted == row.line.quantity:
        return Turn(replies=(line_screen(visit, seen, row, row.line.quantity),), question=question)
    if _is_doubtful(visit, row, wanted):
        screen = line_screen(visit, seen, row, wanted)
        told = visit.say(
            "order_change.leap",
            before=goods_words.quantity(visit, row.goods, row.line.quantity),
            after=goods_words.quantity(visit, row.goods, wanted),
        )
        return Turn(replies=(replace(screen, title=f"{screen.title}\n{told}"),), question=question)
    return _changed(visit, line_change.change_line(visit.by, seen, row.line.id, wanted))


def cancel(visit: Visit, press: Press) -> Turn:
    """Name what would be called off, and ask why."""
    seen = _seen(visit, press.id(0), Step.CANCEL, press.number(1))
    order = seen.order
    count = visit.say.count("order_change.cancel_lines", len(seen.rows))
    if visit.by.may(Right.ORDER_PRICES):
        amount = visit.say.money(order.total, order.currency)
        count = visit.say.count("order_change.cancel_total", len(seen.rows), amount=amount)
    keep = button(
        visit.say("order_change.keep"),
        Verb.ORDER,
        order.id,
        say=visit.say("order_change.keep_say", order=order_words.named(order)),
    )
    reply = Reply(
        title=visit.say("order_change.cancel", order=order.number),
        lines=(count,),
        note=visit.say("order_change.cancel_why"),
        buttons=(*((_why(visit, seen, reason),) for reason in REASONS), (keep,)),
        card=order_card.card(seen),
    )
    facts = {"order": order.id, "revision": order.revision}
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.CANCEL_REASON, facts=facts))


def cancel_why(visit: Visit, press: Press) -> Turn:
    """One of the common reasons."""
    if press.text(2) not in REASONS:
        raise StaleButton
    return _cancelled(visit, press.id(0), press.text(2), press.number(1))


def typed_reason(visit: Visit, facts: Facts, text: str) -> Turn:
    """A reason in the person's own words."""
    return _cancelled(visit, int(facts["order"] or 0), text, int(facts["revision"] or 0))


def _seen(visit: Visit, order_id: int, step: Step, revision: int | None) -> OrderView:
    """The order, when this person may take the step: asked before the follow-up question."""
    seen = view(visit.by, order_id)
    order_access.need(visit.by, seen.held, step, revision)
    return seen


def _cancelled(visit: Visit, order_id: int, reason: str, revision: int) -> Turn:
    seen = orders.cancel(visit.by, order_id, reason, revision)
    return _told(visit, seen, visit.say("order_change.cancelled", order=seen.order.number))


def _is_doubtful(visit: Visit, row: OrderRow, wanted: Decimal) -> bool:
    """Whether a typed quantity may be a slip of the finger; what cannot be had is refused anyway."""
    can_be = fault_of(wanted, row.goods.limits) is None and is_there(row, wanted)
    leap = is_leap(row.line.quantity, wanted)
    return can_be and (leap or is_beyond(wanted, most_ever(visit.by, row.goods.sku.id)))


def _changed(visit: Visit, changed: LineChanged, *, undone: bool = False) -> Turn:
    words = said_done(visit, changed.order, changed.line_id)
    if undone:
        return _told(visit, changed.order, visit.say("order_change.undone", now=words))
    say = visit.say("order_change.undo_say", order=order_words.named(changed.order.order))
    back = button(visit.say("order_change.undo"), Verb.UNDO_LINE, changed.event_id or 0, say=say)
    return _told(visit, changed.order, words, back)


def _told(visit: Visit, seen: OrderView, words: str, *ways: Button) -> Turn:
    """The order's card, with what was just done above it, and how to take it back."""
    drawn = order_card.draw(visit, seen)
    rows = (*((way,) for way in ways), *drawn.buttons)
    return Turn(replies=(replace(drawn, title=f"{words}\n{drawn.title}", buttons=rows),))


def _why(visit: Visit, seen: OrderView, reason: str) -> Button:
    words = order_words.reason(visit, reason)
    return button(
        visit.say("order_change.reason", reason=words),
        Verb.CANCEL_WHY,
        seen.order.id,
        seen.order.revision,
        reason,
        say=visit.say("order_change.reason_say", order=order_words.named(seen.order), reason=words),
    )
