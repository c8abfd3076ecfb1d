"""How stock is told: what there is of a SKU, what happened to it, and which orders it does not reach."""

from decimal import Decimal

from domain.catalogue import Goods
from domain.rules.rights import Right
from domain.stock import StockChange
from domain.stock_view import MoveSeen, is_low, moves_of, short_orders, to_take_back
from domain.tables.people import Person
from domain.tables.stock import StockMove
from handlers import goods_words, order_words
from handlers.press import button
from handlers.turn import Button, Reply, Row
from handlers.verbs import Verb
from handlers.visit import Visit

#: Orders named that run short; the rest are counted.
_SHORT_SHOWN = 5


def sku(visit: Visit, goods: Goods, told: tuple[str, ...] = (), change: StockChange | None = None) -> Reply:
    """A SKU's stock; ``told`` is what has just been done, and ``change`` what can be taken back of it."""
    moves = moves_of(visit.by, goods.sku.id)
    return Reply(
        title=heading(visit, goods),
        lines=(*told, *_levels(visit, goods), *short(visit, goods)),
        note="\n".join(_move(visit, goods, seen) for seen in moves),
        buttons=_buttons(visit, goods, moves, change),
    )


def heading(visit: Visit, goods: Goods) -> str:
    """Code, name and, where it is not sold just now, that."""
    off = "" if goods.sku.on_sale else visit.say("stock.off_sale")
    return visit.say("stock.sku", code=goods.sku.code, goods=goods_words.name(visit, goods)) + off


def row(visit: Visit, goods: Goods) -> Button:
    """A SKU in a list, marked where it runs low."""
    sign = "out" if goods.available <= 0 else "low" if is_low(goods) else "enough"
    label = visit.say(
        f"stock.row_{sign}",
        code=goods.sku.code,
        goods=goods_words.name(visit, goods),
        amount=goods_words.quantity(visit, goods, max(goods.available, Decimal(0))),
    )
    return button(label, Verb.STOCK_OF, goods.sku.id)


def changed(visit: Visit, goods: Goods, word: str, change: StockChange) -> str:
    """What a receipt, count or undo did."""
    return visit.say(
        f"stock.{word}",
        before=goods_words.quantity(visit, goods, change.before),
        after=goods_words.quantity(visit, goods, change.before + change.change),
        change=signed(visit, goods, change.change),
        amount=goods_words.quantity(visit, goods, abs(change.change)),
    )


def moved(visit: Visit, goods: Goods, key: str, move: StockMove) -> str:
    """A move in a sentence: when, by whom, what and how much."""
    person = visit.session.get(Person, move.person_id) if move.person_id else None
    return visit.say(
        key,
        at=visit.say.moment(move.at, visit.zone),
        who=person.name if person else "",
        kind=visit.say(f"stock.kind_{move.kind}"),
        change=signed(visit, goods, move.quantity),
    )


def signed(visit: Visit, goods: Goods, amount: Decimal) -> str:
    """A change with its sign."""
    return ("+" if amount > 0 else "−" if amount < 0 else "") + goods_words.quantity(visit, goods, abs(amount))


def short(visit: Visit, goods: Goods) -> tuple[str, ...]:
    """The orders that what is on hand does not reach, where there are any."""
    level = goods.level
    if level is None or level.available >= 0:
        return ()
    orders = short_orders(visit.by, level)
    told = [
        visit.say(
            "stock.short_row",
            number=order_words.short(each.order),
            account=each.account,
            amount=goods_words.quantity(visit, goods, each.missing),
        )
        for each in orders[:_SHORT_SHOWN]
    ]
    more = len(orders) - _SHORT_SHOWN
    return (
        visit.say("stock.short", amount=goods_words.quantity(visit, goods, -level.available)),
        *told,
        *([visit.say.count("stock.short_more", more)] if more > 0 else []),
    )


def _levels(visit: Visit, goods: Goods) -> tuple[str, ...]:
    level = goods.level
    amounts = {
        "on_hand": level.on_hand if level else Decimal(0),
        "reserved": level.reserved if level else Decimal(0),
        "allocated": level.allocated if level else Decimal(0),
        "available": max(goods.available, Decimal(0)),
    }
    return tuple(
        visit.say(f"stock.{word}", amount=goods_words.quantity(visit, goods, amount))
        for word, amount in amounts.items()
    )


def _move(visit: Visit, goods: Goods, seen: MoveSeen) -> str:
    kind = "undo" if seen.move.undoes_id is not None else seen.move.kind.value
    told = visit.say(
        "stock.move",
        at=visit.say.moment(seen.move.at, visit.zone),
        kind=visit.say(f"stock.kind_{kind}"),
        change=signed(visit, goods, seen.move.quantity),
        who=seen.who,
    )
    return told.rstrip() + (visit.say("stock.undone_mark") if seen.undone else "")


def _buttons(visit: Visit, goods: Goods, moves: list[MoveSeen], change: StockChange | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    if visit.by.may(Right.STOCK_CHANGE):
        code = goods.sku.code
        rows.append(
            (
                button(visit.say("stock.count"), Verb.COUNT, goods.sku.id, say=visit.say("stock.count_say", code=code)),
                button(
                    visit.say("stock.receive"),
                    Verb.RECEIVE,
                    goods.sku.id,
                    say=visit.say("stock.receive_say", code=code),
                ),
            )
        )
        last = to_take_back(visit.by, moves)
        if last is not None and (change is None or change.move is not None):
            rows.append((_undo(visit, goods, last),))
    if visit.by.may(Right.CATALOGUE_CHANGE):
        rows.append((button(visit.say("stock.to_goods"), Verb.GOODS_OF, goods.sku.id),))
    rows.append((button(visit.say("stock.back"), Verb.STOCK), button(visit.say("button.menu"), Verb.MENU)))
    return tuple(rows)


def _undo(visit: Visit, goods: Goods, move: StockMove) -> Button:
    change, kind = signed(visit, goods, move.quantity), visit.say(f"stock.kind_{move.kind}")
    say = visit.say("stock.undo_say", code=goods.sku.code, kind=kind, change=change)
    return button(visit.say(f"stock.undo_{move.kind}", change=change), Verb.UNDO_MOVE, move.id, say=say)
