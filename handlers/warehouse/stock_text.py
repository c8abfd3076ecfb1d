"""Stock as text: the level of a SKU, its history, and the orders that wait for it."""

from collections.abc import Sequence
from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.people import directory
from domain.reports.stock import ListedMove, ShortOrder, is_low, moves_of, to_take_back, waiting_orders
from domain.rules.rights import Right
from domain.stock.stock import StockChange
from domain.tables.stock import StockMove
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text

#: Orders named that wait; the rest are counted.
_SHORT_SHOWN = 5


def sku(request: Request, goods: Goods, told: tuple[str, ...] = (), change: StockChange | None = None) -> Reply:
    """A SKU's stock; ``told`` is what has just been done, and ``change`` what can be taken back of it."""
    moves = moves_of(request.actor, goods.sku.id)
    return Reply(
        title=heading(request, goods),
        lines=(*told, *_levels(request, goods), *goods_text.expected(request, goods), *waiting(request, goods)),
        note="\n".join(_move(request, goods, listed) for listed in moves),
        buttons=_buttons(request, goods, moves, change),
    )


def heading(request: Request, goods: Goods) -> str:
    """Code, name and, where it is not sold just now, that."""
    off = "" if goods.sku.on_sale else request.say("stock.off_sale")
    return request.say("stock.sku", code=goods.sku.code, goods=goods_text.name(request, goods)) + off


def row(request: Request, goods: Goods) -> Button:
    """A SKU in a list, marked where it runs low."""
    sign = "out" if goods.available <= 0 else "low" if is_low(goods) else "enough"
    label = request.say(
        f"stock.row_{sign}",
        code=goods.sku.code,
        goods=goods_text.name(request, goods),
        amount=goods_text.quantity(request, goods, max(goods.available, Decimal(0))),
    )
    return button(label, Verb.STOCK_OF, goods.sku.id)


def changed(request: Request, goods: Goods, word: str, change: StockChange) -> str:
    """What a receipt, count or undo did."""
    return request.say(
        f"stock.{word}",
        before=goods_text.quantity(request, goods, change.before),
        after=goods_text.quantity(request, goods, change.before + change.change),
        change=signed(request, goods, change.change),
        amount=goods_text.quantity(request, goods, abs(change.change)),
    )


def moved(request: Request, goods: Goods, key: str, move: StockMove) -> str:
    """A move in a sentence: when, by whom, what and how much."""
    return request.say(
        key,
        at=request.say.moment(move.at, request.zone),
        who=directory.name_of(request.session, move.person_id),
        kind=request.say(f"stock.kind_{move.kind}"),
        change=signed(request, goods, move.quantity),
    )


def signed(request: Request, goods: Goods, amount: Decimal) -> str:
    """A change with its sign."""
    return ("+" if amount > 0 else "−" if amount < 0 else "") + goods_text.quantity(request, goods, abs(amount))


def waiting(request: Request, goods: Goods) -> tuple[str, ...]:
    """The orders that wait for the goods, where there are any."""
    orders = waiting_orders(request.actor, goods.sku.id)
    if not orders:
        return ()
    told = [
        request.say(
            "stock.short_row",
            number=orders_text.short(each.order),
            account=each.account,
            amount=goods_text.quantity(request, goods, each.missing),
        )
        for each in orders[:_SHORT_SHOWN]
    ]
    more = len(orders) - _SHORT_SHOWN
    total = sum((each.missing for each in orders), Decimal(0))
    return (
        request.say("stock.short", amount=goods_text.quantity(request, goods, total)),
        *told,
        *([request.say.count("stock.short_more", more)] if more > 0 else []),
    )


def given(request: Request, goods: Goods, waited: Sequence[ShortOrder]) -> tuple[str, ...]:
    """The orders among those that waited before which got some of what came in."""
    left = {each.order.id: each.missing for each in waiting_orders(request.actor, goods.sku.id)} if waited else {}
    got = ((each, each.missing - left.get(each.order.id, Decimal(0))) for each in waited)
    return tuple(
        request.say(
            "stock.given",
            number=orders_text.short(each.order),
            account=each.account,
            amount=goods_text.quantity(request, goods, much),
        )
        for each, much in got
        if much > 0
    )


def _levels(request: Request, goods: Goods) -> tuple[str, ...]:
    level = goods.level
    amounts = {
        "on_hand": level.on_hand if level else Decimal(0),
        "reserved": level.reserved if level else Decimal(0),
        "allocated": level.allocated if level else Decimal(0),
        "available": max(goods.available, Decimal(0)),
    }
    return tuple(
        request.say(f"stock.{word}", amount=goods_text.quantity(request, goods, amount))
        for word, amount in amounts.items()
    )


def _move(request: Request, goods: Goods, listed: ListedMove) -> str:
    kind = "undo" if listed.move.undoes_id is not None else listed.move.kind.value
    told = request.say(
        "stock.move",
        at=request.say.moment(listed.move.at, request.zone),
        kind=request.say(f"stock.kind_{kind}"),
        change=signed(request, goods, listed.move.quantity),
        who=listed.who,
    )
    return told.rstrip() + (request.say("stock.undone_mark") if listed.undone else "")


def _buttons(request: Request, goods: Goods, moves: list[ListedMove], change: StockChange | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    if request.actor.may(Right.STOCK_CHANGE):
        code = goods.sku.code
        rows.append(
            (
                button(
                    request.say("stock.count"), Verb.COUNT, goods.sku.id, say=request.say("stock.count_say", code=code)
                ),
                button(
                    request.say("stock.receive"),
                    Verb.RECEIVE,
                    goods.sku.id,
                    say=request.say("stock.receive_say", code=code),
                ),
            )
        )
        last = to_take_back(request.actor, moves)
        if last is not None and (change is None or change.move is not None):
            rows.append((_undo(request, goods, last),))
    if request.actor.may(Right.STOCK_EXPECT):
        say = request.say("expected.say", code=goods.sku.code)
        rows.append((button(request.say("expected.button"), Verb.EXPECT, goods.sku.id, say=say),))
    if request.actor.may(Right.CATALOGUE_CHANGE):
        rows.append((button(request.say("stock.to_goods"), Verb.GOODS_OF, goods.sku.id),))
    rows.append((button(request.say("stock.back"), Verb.STOCK), button(request.say("button.menu"), Verb.MENU)))
    return tuple(rows)


def _undo(request: Request, goods: Goods, move: StockMove) -> Button:
    change, kind = signed(request, goods, move.quantity), request.say(f"stock.kind_{move.kind}")
    say = request.say("stock.undo_say", code=goods.sku.code, kind=kind, change=change)
    return button(request.say(f"stock.undo_{move.kind}", change=change), Verb.UNDO_MOVE, move.id, say=say)
