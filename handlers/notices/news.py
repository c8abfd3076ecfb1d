"""News for dealers in the chat: new promotions and new goods in one message."""

from collections.abc import Iterable, Sequence

from domain.catalogue import promotion_views
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.promotion_views import PromotionView
from domain.refusals import NotFound
from domain.tables.notices import Notice
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, promotion_text

#: New goods that are listed, and of which there is a button.
_SHOWN, _BUTTONS = 8, 3


def word(request: Request, notice: Notice) -> Reply | None:
    """What is new for this buyer, as far as it still runs."""
    found = (_running(request, each) for each in notice.facts.get("promotions", ()))
    shown = [view for view in found if view is not None]
    goods = _on_sale(request, notice.facts.get("goods", ()))
    if not shown and not goods:
        return None
    offers = promotion_text.listed(request, shown)
    fresh = _new_goods(request, goods)
    title = request.say.count("news.title", len(shown)) if shown else request.say.count("news.goods_title", len(goods))
    return Reply(
        title=title,
        lines=(*offers, *(("", request.say.count("news.goods", len(goods))) if shown and goods else ()), *fresh),
        note=request.say("news.note") if shown else request.say("news.goods_note"),
        buttons=(
            *_to_goods(request, goods),
            (button(request.say("news.look"), Verb.PROMOTIONS), button(request.say("button.search"), Verb.SEARCH)),
            (button(request.say("news.no_more"), Verb.NEWS, 0), button(request.say("button.menu"), Verb.MENU)),
        ),
    )


def _on_sale(request: Request, sku_ids: Iterable[int]) -> list[Goods]:
    """New goods as far as this buyer can still have them."""
    found = goods_by_id(request.session, sku_ids)
    return [each for each in found.values() if not goods_text.is_sold_out(each)]


def _new_goods(request: Request, goods: Sequence[Goods]) -> tuple[str, ...]:
    """New goods with the buyer's own price, as many as can be taken in at a glance."""
    shown = tuple(
        request.say("news.goods_row", goods=goods_text.name(request, each), price=goods_text.pack_price(request, each))
        for each in goods[:_SHOWN]
    )
    rest = len(goods) - _SHOWN
    return (*shown, request.say.count("news.goods_more", rest)) if rest > 0 else shown


def _to_goods(request: Request, goods: Sequence[Goods]) -> tuple[Row, ...]:
    return tuple(
        (button(request.say("news.to_goods", goods=goods_text.name(request, each)), Verb.PRODUCT, each.sku.id),)
        for each in goods[:_BUTTONS]
    )


def _running(request: Request, promotion_id: int) -> PromotionView | None:
    try:
        return promotion_views.one(request.actor, promotion_id)
    except NotFound:
        return None
