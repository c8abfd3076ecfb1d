"""Today's figures."""

from decimal import Decimal

from domain.figures import Figures, today
from handlers import goods_words
from handlers.press import Press, button
from handlers.turn import Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def show(visit: Visit, press: Press) -> Turn:
    """What came in, what was agreed, what left, what sells and what runs out."""
    seen = today(visit.by)
    rows = (
        (button(visit.say("figures.waiting_button"), Verb.WAITING), button(visit.say("figures.stock"), Verb.STOCK)),
        (button(visit.say("figures.again"), Verb.FIGURES), button(visit.say("button.menu"), Verb.MENU)),
    )
    shown = Reply(
        title=visit.say("figures.title", day=visit.say.day(visit.by.today)),
        lines=(*_orders(visit, seen), *_top(visit, seen), *_stock(visit, seen)),
        note=visit.say("figures.as_of", at=visit.say.moment(visit.by.now, visit.zone)),
        buttons=rows,
    )
    return Turn(replies=(shown,))


def _orders(visit: Visit, seen: Figures) -> list[str]:
    told = [
        visit.say.count("figures.orders", seen.orders, amount=_money(visit, seen.submitted)),
        visit.say.count("figures.approved", seen.approved, amount=_money(visit, seen.approved_amount)),
        visit.say.count("figures.waiting", seen.waiting, amount=_money(visit, seen.waiting_amount)),
        visit.say.count("figures.shipped", seen.shipped),
    ]
    if seen.void:
        told.append(visit.say.count("figures.void", seen.void))
    return told


def _top(visit: Visit, seen: Figures) -> list[str]:
    if not seen.top:
        return []
    rows = [
        visit.say(
            "figures.top_row",
            place=place,
            goods=goods_words.name(visit, each.goods),
            quantity=goods_words.quantity(visit, each.goods, each.quantity),
            amount=_money(visit, each.amount),
        )
        for place, each in enumerate(seen.top, start=1)
    ]
    return ["", visit.say("figures.top"), *rows]


def _stock(visit: Visit, seen: Figures) -> list[str]:
    if not seen.emptiest:
        return ["", visit.say("figures.stock_fine")]
    rows = [
        visit.say(
            "figures.short_row",
            goods=goods_words.name(visit, goods),
            amount=goods_words.quantity(visit, goods, max(goods.available, Decimal(0))),
        )
        for goods in seen.emptiest
    ]
    return ["", visit.say("figures.short", out=seen.sold_out, low=seen.low), *rows]


def _money(visit: Visit, amount: Decimal) -> str:
    return visit.say.money(amount, visit.currency)
