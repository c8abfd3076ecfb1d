"""When more of a SKU is expected, and what was wanted and not there."""

from datetime import date, timedelta

from domain.catalogue import catalogue
from domain.language.dates import day_and_hour, means_any_day
from domain.refusals import BadDate
from domain.rules.rights import Right
from domain.stock import alerts, expected, warehouses
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.warehouse import stock_text

#: So many days ahead are offered.
_AHEAD = (1, 3, 7, 14)
#: So many of the SKUs that were wanted are listed.
_LISTED = 20


def expect(request: Request, *, sku_id: Id, day: date | None = None) -> Turn:
    """Ask for the day on which more comes, or write it down."""
    return _ask(request, sku_id) if day is None else _said(request, sku_id, day)


def not_expected(request: Request, *, sku_id: Id) -> Turn:
    """Nobody knows when."""
    return _said(request, sku_id, None)


def typed_day(request: Request, text: str, *, sku_id: Id) -> Turn:
    """The day in one's own words. Raises BadDate: we cannot read it."""
    if means_any_day(text):
        return _said(request, sku_id, None)
    said = day_and_hour(text, request.actor.today, day_first=request.say.language == "en")
    if said is None:
        raise BadDate
    return _said(request, sku_id, said.day)


def wanted(request: Request) -> Turn:
    """What people wait to be told of: goods, how many people, how much."""
    found = alerts.wanted(request.actor)
    goods = catalogue.goods_by_id(request.session, [each.sku_id for each in found[:_LISTED]])
    lines = tuple(
        request.say.count(
            "alerts.wanted_row",
            each.people,
            goods=goods_text.name(request, goods[each.sku_id]),
            amount=goods_text.quantity(request, goods[each.sku_id], each.quantity),
        )
        for each in found[:_LISTED]
        if each.sku_id in goods
    )
    rest = len(found) - _LISTED
    more = (request.say.count("alerts.wanted_more", rest),) if rest > 0 else ()
    title = request.say("alerts.wanted" if found else "alerts.none_wanted")
    back = (button(request.say("stock.back"), Verb.STOCK), button(request.say("button.menu"), Verb.MENU))
    return Turn(replies=(Reply(title=title, lines=(*lines, *more), buttons=(back,)),))


def _ask(request: Request, sku_id: int) -> Turn:
    request.actor.need(Right.STOCK_EXPECT)
    goods = goods_text.one(request, sku_id)
    days = [request.actor.today + timedelta(days=ahead) for ahead in _AHEAD]
    rows = tuple((button(request.say.day(day), Verb.EXPECT, sku_id, day.isoformat()),) for day in days)
    nothing = (button(request.say("expected.unknown"), Verb.NOT_EXPECTED, sku_id),)
    back = (button(request.say("button.back"), Verb.STOCK_OF, sku_id), button(request.say("button.menu"), Verb.MENU))
    shown = Reply(
        title=request.say("expected.ask", goods=goods_text.name(request, goods)),
        note=request.say("expected.how"),
        buttons=(*rows, nothing, back),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.EXPECTED_DAY, facts={"sku": sku_id}))


def _said(request: Request, sku_id: int, day: date | None) -> Turn:
    goods = goods_text.one(request, sku_id)
    expected.expect(request.actor, warehouses.of(request.session, goods.level), sku_id, day)
    key = "expected.kept" if day else "expected.dropped"
    told = request.say(key, goods=goods_text.name(request, goods), day=request.say.day(day) if day else "")
    return Turn(replies=(stock_text.sku(request, goods_text.one(request, sku_id), (told, "")),))
