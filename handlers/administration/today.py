"""Today's figures."""

from decimal import Decimal

from domain.reports.today import TodayFigures, today
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text


def show(request: Request) -> Turn:
    """What came in, what was agreed, what left, what sells and what runs out."""
    figures = today(request.actor)
    decide = (
        (button(request.say("figures.waiting_button"), Verb.WAITING),) if request.actor.may(Right.ORDER_DECIDE) else ()
    )
    rows = (
        (*decide, button(request.say("figures.stock"), Verb.STOCK)),
        (button(request.say("figures.again"), Verb.FIGURES), button(request.say("button.menu"), Verb.MENU)),
    )
    shown = Reply(
        title=request.say("figures.title", day=request.say.day(request.actor.today)),
        lines=(*_orders(request, figures), *_top(request, figures), *_stock(request, figures)),
        note=request.say("figures.as_of", at=request.say.moment(request.actor.now, request.zone)),
        buttons=rows,
    )
    return Turn(replies=(shown,))


def _orders(request: Request, figures: TodayFigures) -> list[str]:
    told = [
        request.say.count("figures.orders", figures.orders, amount=_money(request, figures.submitted)),
        request.say.count("figures.approved", figures.approved, amount=_money(request, figures.approved_amount)),
        request.say.count("figures.waiting", figures.waiting, amount=_money(request, figures.waiting_amount)),
        request.say.count("figures.shipped", figures.shipped),
    ]
    if figures.void:
        told.append(request.say.count("figures.void", figures.void))
    return told


def _top(request: Request, figures: TodayFigures) -> list[str]:
    if not figures.top:
        return []
    rows = [
        request.say(
            "figures.top_row",
            place=place,
            goods=goods_text.name(request, each.goods),
            quantity=goods_text.quantity(request, each.goods, each.quantity),
            amount=_money(request, each.amount),
        )
        for place, each in enumerate(figures.top, start=1)
    ]
    return ["", request.say("figures.top"), *rows]


def _stock(request: Request, figures: TodayFigures) -> list[str]:
    if not figures.emptiest:
        return ["", request.say("figures.stock_fine")]
    rows = [
        request.say(
            "figures.short_row",
            goods=goods_text.name(request, goods),
            amount=goods_text.quantity(request, goods, max(goods.available, Decimal(0))),
        )
        for goods in figures.emptiest
    ]
    return ["", request.say("figures.short", out=figures.sold_out, low=figures.low), *rows]


def _money(request: Request, amount: Decimal) -> str:
    return request.say.money(amount, request.currency)
