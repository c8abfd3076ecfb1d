"""Promotions in the chat: what there is, what each gives, and its end, for those who may end it."""

from domain.catalogue import news, promotion_changes, promotion_views
from domain.catalogue.promotion_views import PromotionView
from domain.rules.rights import Right, Role
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, promotion_text

#: Promotions a page, each of a few lines.
PAGE = 5
#: Goods that a card leads to.
_GOODS = 4


def show(request: Request, *, page: int = 0) -> Turn:
    """What runs for this account; for staff who serve nobody, all that has not ended."""
    return Turn(replies=(_list(request, page),))


def card(request: Request, *, promotion_id: Id) -> Turn:
    """One promotion, with its goods to order. Raises NotFound: it is over, or for others."""
    return Turn(replies=(_card(request, promotion_views.one(request.actor, promotion_id)),))


def end(request: Request, *, promotion_id: Id, sure: bool = False) -> Turn:
    """End it, once that was said twice."""
    request.actor.need(Right.PROMOTION_CHANGE)
    if not sure:
        view = promotion_views.one(request.actor, promotion_id)
        ways = (
            (button(request.say("promotion.end_sure"), Verb.END_PROMOTION, promotion_id, 1),),
            (button(request.say("button.back"), Verb.PROMOTION, promotion_id),),
        )
        title = request.say("promotion.end_ask", name=view.promotion.name)
        return Turn(replies=(Reply(title=title, note=request.say("promotion.end_note"), buttons=ways),))
    ended = promotion_changes.end(request.actor, promotion_id)
    return Turn(replies=(_list(request, 0),)).headed(request.say("promotion.ended", name=ended.name))


def want_news(request: Request, *, wanted: int) -> Turn:
    """Hear of new promotions, or no more."""
    request.actor.need(Right.CART_CHANGE)
    news.want(request.actor, wanted=wanted > 0)
    back = () if wanted else ((button(request.say("news.again"), Verb.NEWS, 1),),)
    home = (button(request.say("button.menu"), Verb.MENU),)
    return Turn(replies=(Reply(title=request.say("news.on" if wanted else "news.off"), buttons=(*back, home)),))


def _list(request: Request, number: int) -> Reply:
    found = promotion_views.running(request.actor)
    part = page_of(number, PAGE, len(found))
    shown = part.of(found)
    title = request.say.count("promotion.title", len(found)) if found else request.say("promotion.none")
    return Reply(
        title=part.head(request, title),
        lines=promotion_text.listed(request, shown),
        note=request.say("promotion.note") if found and request.actor.may(Right.CART_CHANGE) else "",
        buttons=(
            *(_to_card(request, view) for view in shown),
            *part.turn(request, Verb.PROMOTIONS),
            *_news_again(request),
            _ways(request),
        ),
    )


def _card(request: Request, view: PromotionView) -> Reply:
    end_it: tuple[Row, ...] = ()
    if request.actor.may(Right.PROMOTION_CHANGE):
        end_it = ((button(request.say("promotion.end"), Verb.END_PROMOTION, view.promotion.id),),)
    named = [view.goods.get(each.sku_id or 0) for each in view.terms.goods]
    goods = [each for each in named if each is not None][:_GOODS]
    return Reply(
        title=request.say("promotion.head", name=view.promotion.name),
        lines=(*promotion_text.gives(request, view), *promotion_text.conditions(request, view)),
        buttons=(
            *(
                (
                    button(
                        request.say("promotion.goods", goods=goods_text.name(request, each)), Verb.PRODUCT, each.sku.id
                    ),
                )
                for each in goods
                if each.sku.on_sale
            ),
            *end_it,
            (button(request.say("promotion.all"), Verb.PROMOTIONS), button(request.say("button.menu"), Verb.MENU)),
        ),
    )


def _to_card(request: Request, view: PromotionView) -> Row:
    return (button(request.say("promotion.row", name=view.promotion.name), Verb.PROMOTION, view.promotion.id),)


def _news_again(request: Request) -> tuple[Row, ...]:
    """The way back for who wanted no news."""
    if request.person.news or not request.actor.is_a(Role.BUYER):
        return ()
    return ((button(request.say("news.again"), Verb.NEWS, 1),),)


def _ways(request: Request) -> Row:
    menu = button(request.say("button.menu"), Verb.MENU)
    if not request.actor.may(Right.CART_CHANGE) or request.actor.account_id is None:
        return (menu,)
    return (button(request.say("promotion.to_cart"), Verb.CART), menu)
