"""Words that change an order which is still waiting, said while the cart is empty: each change as one button."""

from decimal import Decimal

from domain import order_lists
from domain.order_access import may
from domain.order_view import OrderRow, OrderView, view
from domain.rules.order_life import Step
from domain.rules.reading import Act, Dropped, Held, Line, Taken
from domain.rules.rights import Right
from handlers import goods_words
from handlers.press import button
from handlers.turn import Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def offer(visit: Visit, text: str) -> Turn | None:
    """The changes of the only order that waits, to be confirmed; nothing where the words change none."""
    if not visit.by.may(Right.ORDER_CHANGE):
        return None
    order_id = order_lists.only_under_way(visit.by)
    seen = view(visit.by, order_id) if order_id is not None else None
    return of_order(visit, seen, text) if seen is not None else None


def of_order(visit: Visit, seen: OrderView, text: str) -> Turn | None:
    """The changes of this order that the words mean, to be confirmed; nothing where they mean none, or it cannot be."""
    if not may(visit.by, seen.held, Step.CHANGE):
        return None
    held = Held(quantities={row.line.sku_id: row.line.quantity for row in seen.rows if row.line.quantity})
    intake = visit.reader.read(text, held, visit.nicknames)
    rows = tuple(row for line in intake.lines if (row := _change(visit, seen, line)))
    if intake.again or not rows or len(rows) != len(intake.lines):
        return None
    look = button(visit.say("wording.look_order"), Verb.ORDER, seen.order.id)
    shown = Reply(
        title=visit.say("wording.waiting_order", number=seen.order.number),
        buttons=(*rows, (look, button(visit.say("button.menu"), Verb.MENU))),
    )
    return Turn(replies=(shown,))


def _change(visit: Visit, seen: OrderView, line: Line) -> Row | None:
    """A button that changes one line of the order, where the words mean one."""
    if isinstance(line, Dropped):
        row, wanted = _row(seen, line.sku_id), Decimal(0)
    elif isinstance(line, Taken) and line.act is Act.SET:
        row, wanted = _row(seen, line.sku_id), line.quantity
    else:
        return None
    if row is None:
        return None
    name = goods_words.name(visit, row.goods)
    label = (
        visit.say("wording.change_to", goods=name, amount=goods_words.quantity(visit, row.goods, wanted))
        if wanted
        else visit.say("wording.out", goods=name)
    )
    return (button(label, Verb.SET_ORDER_LINE, seen.order.id, seen.order.revision, row.line.id, wanted),)


def _row(seen: OrderView, sku_id: int) -> OrderRow | None:
    return next((row for row in seen.rows if row.line.sku_id == sku_id), None)
