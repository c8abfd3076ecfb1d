"""Words that change an order which is still waiting, said while the cart is empty: each change as one button."""

import re
from collections.abc import Collection
from decimal import Decimal
from enum import Enum

from domain import order_lists
from domain.order_access import may
from domain.order_view import OrderRow, OrderView, view
from domain.rules.counting import counted, tidy
from domain.rules.order_life import Step
from domain.rules.reading import Act, Asked, Dropped, Held, Line, Taken
from domain.rules.rights import Right
from domain.rules.units import per_unit
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
    return of_order(visit, seen, text, named=False) if seen is not None else None


def of_order(visit: Visit, seen: OrderView, text: str, *, named: bool = True) -> Turn | None:
    """The changes of this order that the words mean, to be confirmed; nothing where they mean none, or it cannot be.

    ``named``: the words name the order, so that an amount of goods is one of its lines, and nothing to be ordered anew.
    """
    if not may(visit.by, seen.held, Step.CHANGE):
        return None
    held = Held(quantities={row.line.sku_id: row.line.quantity for row in seen.rows if row.line.quantity})
    intake = visit.reader.read(text, held, visit.nicknames)
    way = _way(text)
    lines = [line for line in intake.lines if named or isinstance(line, Dropped) or _is_set(line)]
    rows = tuple(row for line in lines if (row := _change(visit, seen, line, way)))
    if intake.again or not rows or len(rows) != len(intake.lines):
        return None
    return _offered(visit, seen, *rows)


class _Way(Enum):
    """What an amount does to a line of an order."""

    SET = "set"
    MORE = "more"
    LESS = "less"


_MORE = re.compile(r"再[加要来]|[加添补多]|\b(?:add|more|extra|plus)\b", re.IGNORECASE)
_LESS = re.compile(r"[少减]|\b(?:less|fewer|minus)\b", re.IGNORECASE)


def _way(text: str) -> _Way:
    return _Way.LESS if _LESS.search(text) else _Way.MORE if _MORE.search(text) else _Way.SET


def of_only_line(visit: Visit, seen: OrderView, text: str) -> Turn | None:
    """The change of an order of one line that an amount alone means: ``少要2箱``."""
    if len(seen.rows) != 1 or not may(visit.by, seen.held, Step.CHANGE):
        return None
    row = seen.rows[0]
    amounts = counted(
        tidy(text),
        [unit for base, packs in (goods_words.units(row.goods),) for unit in (*base, *(n for n, _ in packs))],
    )
    if len(amounts) != 1 or (size := per_unit(amounts[0].unit, *goods_words.units(row.goods))) is None:
        return None
    return _offered(visit, seen, _to(visit, seen, row, _becomes(row, amounts[0].count * size, _way(text))))


def _offered(visit: Visit, seen: OrderView, *rows: Row) -> Turn:
    look = button(visit.say("wording.look_order"), Verb.ORDER, seen.order.id)
    shown = Reply(
        title=visit.say("wording.waiting_order", number=seen.order.number),
        buttons=(*rows, (look, button(visit.say("button.menu"), Verb.MENU))),
    )
    return Turn(replies=(shown,))


def _is_set(line: Line) -> bool:
    return isinstance(line, Taken) and line.act is Act.SET


def _becomes(row: OrderRow, amount: Decimal, way: _Way) -> Decimal:
    match way:
        case _Way.SET:
            return amount
        case _Way.MORE:
            return row.line.quantity + amount
        case _Way.LESS:
            return max(row.line.quantity - amount, Decimal(0))


def _change(visit: Visit, seen: OrderView, line: Line, way: _Way) -> Row | None:
    """A button that changes one line of the order, where the words mean one."""
    wanted: Decimal | None
    match line:
        case Dropped():
            row, wanted = _row(seen, [line.sku_id]), Decimal(0)
        case Taken(act=Act.SET):
            row, wanted = _row(seen, [line.sku_id]), line.quantity
        case Taken():
            row = _row(seen, [line.sku_id])
            wanted = _becomes(row, line.quantity, way) if row else None
        case Asked():
            row = _row(seen, line.options)
            wanted = _asked(row, line, way) if row else None
        case _:
            return None
    return _to(visit, seen, row, wanted) if row is not None and wanted is not None else None


def _asked(row: OrderRow, line: Asked, way: _Way) -> Decimal | None:
    """What the line of the order becomes that the words can only mean, though the catalogue has more of the kind."""
    if line.act is Act.DROP:
        return Decimal(0)
    if line.count is None:
        return None
    pack = row.goods.biggest_pack
    size = per_unit(line.unit, *goods_words.units(row.goods)) if line.unit else Decimal(pack.size if pack else 1)
    if size is None:
        return None
    return _becomes(
        row, line.count * size, _Way.LESS if line.act is Act.LESS else _Way.SET if line.act is Act.SET else way
    )


def _to(visit: Visit, seen: OrderView, row: OrderRow, wanted: Decimal) -> Row:
    name = goods_words.name(visit, row.goods)
    label = (
        visit.say("wording.change_to", goods=name, amount=goods_words.quantity(visit, row.goods, wanted))
        if wanted
        else visit.say("wording.out", goods=name)
    )
    return (button(label, Verb.SET_ORDER_LINE, seen.order.id, seen.order.revision, row.line.id, wanted),)


def _row(seen: OrderView, sku_ids: Collection[int]) -> OrderRow | None:
    """The only line of the order that is of one of these goods."""
    found = [row for row in seen.rows if row.line.sku_id in sku_ids]
    return found[0] if len(found) == 1 else None
