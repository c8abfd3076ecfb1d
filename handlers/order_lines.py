"""The screens on which a waiting order's lines are changed: choose a line, then how much of it."""

import re
from decimal import Decimal

from domain.order_view import OrderRow, OrderView
from domain.refusals import NotFound
from domain.rules.counting import tidy
from domain.rules.quantities import fault_of
from handlers import goods_words, order_buttons, order_card, order_words
from handlers.paging import page as page_of
from handlers.press import button
from handlers.turn import Button, Reply, Row
from handlers.verbs import Verb
from handlers.visit import Visit

PAGE = 8


def lines_screen(visit: Visit, seen: OrderView, page: int) -> Reply:
    """The order's lines to choose from."""
    part = page_of(page, PAGE, len(seen.rows))
    chosen = tuple((_line_button(visit, seen, row),) for row in part.of(seen.rows))
    turn = part.turn(visit, Verb.CHANGE, seen.order.id)
    return Reply(
        title=part.head(visit, visit.say("order_change.title", order=seen.order.number)),
        buttons=(*chosen, *turn, (order_buttons.to_order(visit, seen), order_buttons.home(visit))),
        card=order_card.card(seen),
    )


def line_screen(visit: Visit, seen: OrderView, row: OrderRow, wanted: Decimal) -> Reply:
    """One line: what it is now, what it would become, and the ways there."""
    now = goods_words.quantity(visit, row.goods, row.line.quantity)
    becomes = goods_words.quantity(visit, row.goods, wanted)
    changed = wanted != row.line.quantity
    key = "order_change.becomes" if changed else "order_change.now"
    rows: list[Row] = [_steps(visit, seen, row, wanted)]
    if changed and wanted > 0:
        rows.append((_set(visit, seen, row, wanted),))
    rows.append((_remove(visit, seen, row),))
    back = button(visit.say("order_change.lines"), Verb.CHANGE, seen.order.id)
    rows.append((back, order_buttons.to_order(visit, seen)))
    lone = len(seen.rows) == 1
    return Reply(
        title=visit.say(
            "order_change.line", order=order_words.short(seen.order), goods=goods_words.name(visit, row.goods)
        ),
        lines=(
            visit.say(key, before=now, after=becomes),
            *_room(visit, row),
            *((visit.say("order_change.only"),) if lone else ()),
        ),
        note=visit.say(
            "order_change.type",
            example=goods_words.quantity(visit, row.goods, _step(row) * 3),
            unit=goods_words.screen_unit_name(visit, row.goods, row.line.quantity),
        ),
        buttons=tuple(each for each in rows if each),
        card=order_card.card(seen),
    )


def row_of(seen: OrderView, line_id: int) -> OrderRow:
    """The line that a button names.

    Raises:
        NotFound: it is in another order, or was taken out.
    """
    row = next((row for row in seen.rows if row.line.id == line_id), None)
    if row is None:
        raise NotFound
    return row


_REMOVAL = re.compile(
    r"(?:这个|这行|它)?(?:不要|删掉?|去掉|取消|拿掉|不用)(?:了|吧|掉)*|"
    r"(?:remove|delete|drop|take)(?: it)?(?: out| off)?"
)


def is_removal(text: str) -> bool:
    """Whether a text takes the line out."""
    return _REMOVAL.fullmatch(tidy(text).strip(" .。!！")) is not None


def said_done(visit: Visit, seen: OrderView, line_id: int) -> str:
    """What was just changed."""
    row = next((row for row in seen.rows if row.line.id == line_id), None)
    if row is None:
        return visit.say("order_change.removed")
    amount = goods_words.quantity(visit, row.goods, row.line.quantity)
    return visit.say("order_change.done", goods=goods_words.name(visit, row.goods), amount=amount)


def _line_button(visit: Visit, seen: OrderView, row: OrderRow) -> Button:
    label = visit.say(
        "order_change.row",
        goods=goods_words.name(visit, row.goods),
        amount=goods_words.quantity(visit, row.goods, row.line.quantity),
    )
    say = visit.say("order_change.row_say", order=order_words.named(seen.order), line=label)
    return button(label, Verb.ORDER_LINE, seen.order.id, seen.order.revision, row.line.id, say=say)


def _steps(visit: Visit, seen: OrderView, row: OrderRow, wanted: Decimal) -> Row:
    """A pack less, a pack more, where that can be ordered."""
    steps = (("less", wanted - _step(row)), ("more", wanted + _step(row)))
    return tuple(
        _to(visit, seen, row, word, Verb.ORDER_LINE, amount)
        for word, amount in steps
        if fault_of(amount, row.goods.limits) is None and is_there(row, amount)
    )


def is_there(row: OrderRow, wanted: Decimal) -> bool:
    """Whether so much can be had: what the line holds already is not asked for again."""
    return row.goods.sku.backorder or wanted - row.line.quantity <= max(row.goods.available, Decimal(0))


def _step(row: OrderRow) -> Decimal:
    """The pack dealers order in, where whole packs can be ordered; else the step the SKU is sold in."""
    pack = row.goods.biggest_pack
    limits = row.goods.limits
    if pack is not None and not Decimal(pack.size) % limits.multiple:
        return Decimal(pack.size)
    return max(limits.multiple, Decimal(1))


def _set(visit: Visit, seen: OrderView, row: OrderRow, wanted: Decimal) -> Button:
    return _to(visit, seen, row, "set", Verb.SET_ORDER_LINE, wanted)


def _remove(visit: Visit, seen: OrderView, row: OrderRow) -> Button:
    """Take the line out; the last one only goes with the whole order."""
    if len(seen.rows) == 1:
        return order_buttons.cancel(visit, seen)
    return _to(visit, seen, row, "remove", Verb.SET_ORDER_LINE, Decimal(0))


def _to(visit: Visit, seen: OrderView, row: OrderRow, word: str, verb: Verb, amount: Decimal) -> Button:
    goods, much = goods_words.name(visit, row.goods), goods_words.quantity(visit, row.goods, amount)
    return button(
        visit.say(f"order_change.{word}", amount=much, goods=goods),
        verb,
        seen.order.id,
        seen.order.revision,
        row.line.id,
        amount,
        say=visit.say(f"order_change.{word}_say", order=order_words.named(seen.order), goods=goods, amount=much),
    )


def _room(visit: Visit, row: OrderRow) -> tuple[str, ...]:
    """How much more there is; nothing is said where back-orders are taken."""
    if row.goods.sku.backorder:
        return ()
    amount = goods_words.quantity(visit, row.goods, max(row.goods.available, Decimal(0)))
    return (visit.say("order_change.room", amount=amount),)
