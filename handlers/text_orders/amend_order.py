"""Words that change a waiting order: each change, and all goods that may be added, are offered as one button."""

import re
from collections.abc import Collection
from decimal import Decimal
from enum import Enum
from itertools import chain

from domain.catalogue.catalogue import Goods
from domain.language.quantities_in_text import counted, tidy
from domain.language.units import per_unit
from domain.language.words.lists import pattern
from domain.order_text.result import Act, AskedLine, Line, OrderSoFar, RemovedLine, TakenLine
from domain.orders import order_lists
from domain.orders.access import may_take
from domain.orders.view import OrderRow, OrderView, view_order
from domain.rules.order_life import Step
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text

#: Most goods offered of which one may be meant.
_OPTIONS_MOST = 6


def offer(request: Request, text: str) -> Turn | None:
    """The changes of the only order that waits, to be confirmed; nothing where the words change none."""
    if not request.actor.may(Right.ORDER_CHANGE):
        return None
    order_id = order_lists.only_under_way(request.actor)
    view = view_order(request.actor, order_id) if order_id is not None else None
    return of_order(request, view, text, named=False) if view is not None else None


def of_order(request: Request, view: OrderView, text: str, *, named: bool = True) -> Turn | None:
    """The changes of this order that the words mean, to be confirmed; nothing where they mean none, or it cannot be.

    ``named``: the words name the order, so that an amount of goods is one of its lines, and nothing to be ordered anew.
    """
    if not may_take(request.actor, view.access, Step.CHANGE):
        return None
    held = OrderSoFar(quantities={row.line.sku_id: row.line.quantity for row in view.goods_rows})
    intake = request.reader.read(text, held, request.nicknames)
    way = _way(text)
    lines = [line for line in intake.lines if named or isinstance(line, RemovedLine) or _is_set(line)]
    rows = [_change(request, view, line, way) or (_added(request, view, line, way) if named else ()) for line in lines]
    if intake.again or not lines or not all(rows) or len(lines) != len(intake.lines):
        return None
    return _offered(request, view, *chain.from_iterable(rows), named=named)


class _Way(Enum):
    """What an amount does to a line of an order."""

    SET = "set"
    MORE = "more"
    LESS = "less"


_MORE = re.compile(pattern("answers", "more"), re.IGNORECASE)
_LESS = re.compile(pattern("answers", "less"), re.IGNORECASE)


def _way(text: str) -> _Way:
    return _Way.LESS if _LESS.search(text) else _Way.MORE if _MORE.search(text) else _Way.SET


def of_only_line(request: Request, view: OrderView, text: str) -> Turn | None:
    """The change of an order of one line that an amount alone means: ``少要2箱``."""
    if len(view.rows) != 1 or not may_take(request.actor, view.access, Step.CHANGE):
        return None
    row = view.rows[0]
    amounts = counted(
        tidy(text),
        [
            unit
            for base, packs in (goods_text.spoken_units(request, row.goods),)
            for unit in (*base, *(n for n, _ in packs))
        ],
    )
    if len(amounts) != 1 or (size := per_unit(amounts[0].unit, *goods_text.spoken_units(request, row.goods))) is None:
        return None
    return _offered(request, view, _to(request, view, row, _becomes(row, amounts[0].count * size, _way(text))))


def _offered(request: Request, view: OrderView, *rows: Row, named: bool = True) -> Turn:
    look = button(request.say("wording.look_order"), Verb.ORDER, view.order.id)
    shown = Reply(
        title=request.say("wording.named_order" if named else "wording.waiting_order", number=view.order.number),
        buttons=(*rows, (look, button(request.say("button.menu"), Verb.MENU))),
    )
    return Turn(replies=(shown,))


def _is_set(line: Line) -> bool:
    return isinstance(line, TakenLine) and line.act is Act.SET


def _becomes(row: OrderRow, amount: Decimal, way: _Way) -> Decimal:
    match way:
        case _Way.SET:
            return amount
        case _Way.MORE:
            return row.line.quantity + amount
        case _Way.LESS:
            return max(row.line.quantity - amount, Decimal(0))


def _added(request: Request, view: OrderView, line: Line, way: _Way) -> tuple[Row, ...]:
    """A button that adds goods the order does not have, or one for each that may be meant."""
    if way is _Way.LESS:
        return ()
    match line:
        case TakenLine():
            wanted = {line.sku_id: line.quantity}
        case AskedLine(act=Act.ADD | Act.SET, count=Decimal()):
            offered = [goods_text.one(request, sku_id) for sku_id in line.options[:_OPTIONS_MOST]]
            sizes = {goods.sku.id: _size(request, goods, line) for goods in offered}
            wanted = {sku_id: line.count * size for sku_id, size in sizes.items() if line.count and size is not None}
        case _:
            wanted = {}
    there = {row.line.sku_id for row in view.goods_rows}
    return tuple(_add(request, view, sku_id, amount) for sku_id, amount in wanted.items() if sku_id not in there)


def _add(request: Request, view: OrderView, sku_id: int, amount: Decimal) -> Row:
    goods = goods_text.one(request, sku_id)
    told = {"goods": goods_text.name(request, goods), "amount": goods_text.quantity(request, goods, amount)}
    say = request.say("wording.add_say", order=orders_text.named(view.order), **told)
    about = (view.order.id, view.order.revision, sku_id, amount)
    return (button(request.say("wording.add_to", **told), Verb.ADD_ORDER_LINE, *about, say=say),)


def _size(request: Request, goods: Goods, line: AskedLine) -> Decimal | None:
    """The base units of what a line counts: its unit, or without one the pack dealers order in."""
    if line.unit:
        return per_unit(line.unit, *goods_text.spoken_units(request, goods))
    return Decimal(goods.biggest_pack.size) if goods.biggest_pack else Decimal(1)


def _change(request: Request, view: OrderView, line: Line, way: _Way) -> tuple[Row, ...]:
    """A button that changes one line of the order, where the words mean one."""
    wanted: Decimal | None
    match line:
        case RemovedLine():
            row, wanted = _row(view, [line.sku_id]), Decimal(0)
        case TakenLine(act=Act.SET):
            row, wanted = _row(view, [line.sku_id]), line.quantity
        case TakenLine():
            row = _row(view, [line.sku_id])
            wanted = _becomes(row, line.quantity, way) if row else None
        case AskedLine():
            row = _row(view, line.options)
            wanted = _asked(request, row, line, way) if row else None
        case _:
            return ()
    return (_to(request, view, row, wanted),) if row is not None and wanted is not None else ()


def _asked(request: Request, row: OrderRow, line: AskedLine, way: _Way) -> Decimal | None:
    """What the line of the order becomes that the words can only mean, though the catalogue has more of the kind."""
    if line.act is Act.DROP:
        return Decimal(0)
    if line.count is None:
        return None
    size = _size(request, row.goods, line)
    if size is None:
        return None
    return _becomes(
        row, line.count * size, _Way.LESS if line.act is Act.LESS else _Way.SET if line.act is Act.SET else way
    )


def _to(request: Request, view: OrderView, row: OrderRow, wanted: Decimal) -> Row:
    name = goods_text.name(request, row.goods)
    label = (
        request.say("wording.change_to", goods=name, amount=goods_text.quantity(request, row.goods, wanted))
        if wanted
        else request.say("wording.out", goods=name)
    )
    return (button(label, Verb.SET_ORDER_LINE, view.order.id, view.order.revision, row.line.id, wanted),)


def _row(view: OrderView, sku_ids: Collection[int]) -> OrderRow | None:
    """The only line of the order that is of one of these goods."""
    found = [row for row in view.goods_rows if row.line.sku_id in sku_ids]
    return found[0] if len(found) == 1 else None
