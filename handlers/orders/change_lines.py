"""The screens that change a waiting order's lines: choose a line, then its quantity."""

import re
from decimal import Decimal

from domain.db.pages import ROWS
from domain.language.quantities_in_text import tidy
from domain.language.words.lists import pattern
from domain.orders.access import may_take
from domain.orders.view import OrderRow, OrderView
from domain.refusals import NotFound
from domain.rules.order_life import Step
from domain.rules.quantities import fault_of
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.orders import order_buttons, order_card, swap_offers


def lines_screen(request: Request, view: OrderView, page: int) -> Reply:
    """The order's lines to choose from."""
    part = page_of(page, ROWS, len(view.bought_rows))
    chosen = tuple((_line_button(request, view, row),) for row in part.of(view.bought_rows))
    turn = part.turn(request, Verb.CHANGE, view.order.id)
    return Reply(
        title=part.head(request, request.say("order_change.title", order=view.order.number)),
        note=request.say("order_change.add_hint"),
        buttons=(*chosen, *turn, (order_buttons.to_order(request, view), order_buttons.home(request))),
        card=order_card.card(view),
    )


def line_screen(request: Request, view: OrderView, row: OrderRow, wanted: Decimal) -> Reply:
    """One line: what it is now, what it would become, and the ways there."""
    now = goods_text.quantity(request, row.goods, row.line.quantity)
    becomes = goods_text.quantity(request, row.goods, wanted)
    changed = wanted != row.line.quantity
    key = "order_change.becomes" if changed else "order_change.now"
    rows: list[Row] = [_steps(request, view, row, wanted)]
    if changed and wanted > 0:
        rows.append((_to(request, view, row, "set", Verb.SET_ORDER_LINE, wanted),))
    rows.extend(_of_decider(request, view, row))
    rows.append((_remove(request, view, row),))
    if request.actor.may(Right.ORDER_REPRICE):
        at = (view.order.id, view.order.revision, row.line.id)
        rows.append((button(request.say("hand_price.set"), Verb.ORDER_HAND_PRICE, *at),))
    rows.append(swap_offers.to_propose(request, view, row))
    back = button(request.say("order_change.lines"), Verb.CHANGE, view.order.id)
    rows.append((back, order_buttons.to_order(request, view)))
    lone = len(view.bought_rows) == 1
    return Reply(
        title=request.say(
            "order_change.line", order=orders_text.short(view.order), goods=goods_text.name(request, row.goods)
        ),
        lines=(
            request.say(key, before=now, after=becomes),
            *_room(request, row),
            *((request.say("order_change.only"),) if lone else ()),
        ),
        note=request.say(
            "order_change.type",
            example=goods_text.quantity(request, row.goods, _step(row) * 3),
            unit=goods_text.screen_unit_name(request, row.goods, row.line.quantity),
        ),
        buttons=tuple(each for each in rows if each),
        card=order_card.card(view),
    )


def _of_decider(request: Request, view: OrderView, row: OrderRow) -> tuple[Row, ...]:
    """What else they can do who decide on the order: only what is there, or nothing of it, with a reason."""
    if not may_take(request.actor, view.access, Step.APPROVE):
        return ()
    rows: list[Row] = []
    if row.short and row.ready > 0 and fault_of(row.ready, row.goods.limits) is None:
        rows.append((_to(request, view, row, "only_there", Verb.SET_ORDER_LINE, row.ready),))
    if len(view.rows) > 1:
        goods = goods_text.name(request, row.goods)
        say = request.say("order_change.refuse_say", order=orders_text.named(view.order), goods=goods)
        revision, line_id = view.order.revision, row.line.id
        label = request.say("order_change.refuse_button")
        rows.append((button(label, Verb.REFUSE_LINE, view.order.id, revision, line_id, say=say),))
    return tuple(rows)


def row_of(view: OrderView, line_id: int) -> OrderRow:
    """The line that a button names. Raises NotFound: it is in another order, or was taken out."""
    row = next((row for row in view.bought_rows if row.line.id == line_id), None)
    if row is None:
        raise NotFound
    return row


_REMOVAL = re.compile(pattern("answers", "removal"))


def is_removal(text: str) -> bool:
    """Whether a text takes the line out."""
    return _REMOVAL.fullmatch(tidy(text).strip(" .。!！")) is not None


def said_done(request: Request, view: OrderView, line_id: int) -> str:
    """What was just changed."""
    row = next((row for row in view.rows if row.line.id == line_id), None)
    if row is None:
        return request.say("order_change.removed")
    amount = goods_text.quantity(request, row.goods, row.line.quantity)
    return request.say("order_change.done", goods=goods_text.name(request, row.goods), amount=amount)


def _line_button(request: Request, view: OrderView, row: OrderRow) -> Button:
    label = request.say(
        "order_change.row",
        goods=goods_text.name(request, row.goods),
        amount=goods_text.quantity(request, row.goods, row.line.quantity),
    )
    say = request.say("order_change.row_say", order=orders_text.named(view.order), line=label)
    return button(label, Verb.ORDER_LINE, view.order.id, view.order.revision, row.line.id, say=say)


def _steps(request: Request, view: OrderView, row: OrderRow, wanted: Decimal) -> Row:
    """A pack less, a pack more, where that can be ordered."""
    steps = (("less", wanted - _step(row)), ("more", wanted + _step(row)))
    return tuple(
        _to(request, view, row, word, Verb.ORDER_LINE, amount)
        for word, amount in steps
        if fault_of(amount, row.goods.limits) is None and is_there(row, amount)
    )


def is_there(row: OrderRow, wanted: Decimal) -> bool:
    """Whether the stock covers the quantity, with what the line reserves already."""
    return row.goods.sku.backorder or wanted - row.line.quantity <= max(row.goods.available, Decimal(0))


def _step(row: OrderRow) -> Decimal:
    """The pack dealers order in, where whole packs can be ordered; else the step the SKU is sold in."""
    pack = row.goods.biggest_pack
    limits = row.goods.limits
    if pack is not None and not Decimal(pack.size) % limits.multiple:
        return Decimal(pack.size)
    return max(limits.multiple, Decimal(1))


def _remove(request: Request, view: OrderView, row: OrderRow) -> Button:
    """Take the line out; the last one only goes with the whole order."""
    if len(view.bought_rows) == 1:
        return order_buttons.cancel(request, view)
    return _to(request, view, row, "remove", Verb.SET_ORDER_LINE, Decimal(0))


def _to(request: Request, view: OrderView, row: OrderRow, word: str, verb: Verb, amount: Decimal) -> Button:
    goods, much = goods_text.name(request, row.goods), goods_text.quantity(request, row.goods, amount)
    return button(
        request.say(f"order_change.{word}", amount=much, goods=goods),
        verb,
        view.order.id,
        view.order.revision,
        row.line.id,
        amount,
        say=request.say(f"order_change.{word}_say", order=orders_text.named(view.order), goods=goods, amount=much),
    )


def _room(request: Request, row: OrderRow) -> tuple[str, ...]:
    """How much more there is; nothing is said where back-orders are taken."""
    if row.goods.sku.backorder:
        return ()
    amount = goods_text.quantity(request, row.goods, max(row.goods.available, Decimal(0)))
    return (request.say("order_change.room", amount=amount),)
