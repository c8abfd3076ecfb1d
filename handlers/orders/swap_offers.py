"""What a buyer is asked about their order: the lines of its card, and a yes and a no for each."""

from decimal import Decimal

from domain.orders.line_prices import as_it_is
from domain.orders.open_offers import SwapOffer, open_offers
from domain.orders.view import OrderRow, OrderView
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right, Role
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text, price_text


def told(request: Request, view: OrderView) -> tuple[str, ...]:
    """A line for each question that waits: what goes, what is offered, until when."""
    if request.actor.is_a(Role.CUSTOMER) or request.actor.is_a(Role.WAREHOUSE):
        return ()
    waits = "waits_for_you" if request.actor.may(Right.SWAP_ANSWER) else "waits"
    return tuple(
        request.say(
            key(offer, waits),
            **names(request, offer),
            money=request.say.money(offer.row.line.amount, view.order.currency),
            until=request.say.moment(offer.proposal.expires_at, request.zone),
        )
        for offer in open_offers(request.actor, view)
    )


def rows(request: Request, view: OrderView) -> tuple[Row, ...]:
    """Yes and no for each, for the buyer; the way back for those who asked, while the order waits."""
    if not view.pending:
        return ()
    if request.actor.may(Right.SWAP_ANSWER):
        offers = open_offers(request.actor, view)
        ways = (("agree", Verb.AGREE_SWAP), ("decline", Verb.DECLINE_SWAP))
        return tuple(tuple(_answer(request, view, offer, *way) for way in ways) for offer in offers)
    if request.actor.may(Right.ORDER_APPROVE) and view.order.status is OrderStatus.SUBMITTED:
        offers = open_offers(request.actor, view)
        return tuple((_answer(request, view, offer, "take_back", Verb.TAKE_SWAP_BACK),) for offer in offers)
    return ()


def key(offer: SwapOffer, word: str) -> str:
    """The key of what is said of a question, by what it is about."""
    return f"swaps.price_{word}" if offer.proposal.price is not None else f"swaps.{word}"


def names(request: Request, offer: SwapOffer) -> dict[str, str]:
    """What goes and what is offered, with their amounts; or the goods, with what they cost and would cost."""
    if offer.proposal.price is not None:
        return _prices(request, offer, offer.proposal.price)
    return {
        "gone": goods_text.name(request, offer.gone),
        "before": goods_text.quantity(request, offer.gone, offer.proposal.replaced),
        "goods": goods_text.name(request, offer.row.goods),
        "amount": goods_text.quantity(request, offer.row.goods, offer.row.line.proposed),
    }


def _prices(request: Request, offer: SwapOffer, price: Decimal) -> dict[str, str]:
    goods, size = offer.row.goods, offer.proposal.price_size or 1
    before = as_it_is(offer.row.line, request.currency).per(size)
    return {
        "goods": goods_text.name(request, goods),
        "amount": goods_text.quantity(request, goods, offer.row.line.proposed),
        "before": price_text.money_per(request, goods, before, size),
        "after": price_text.money_per(request, goods, price, size),
    }


def _answer(request: Request, view: OrderView, offer: SwapOffer, word: str, verb: Verb) -> Button:
    told = names(request, offer)
    say = request.say(key(offer, f"{word}_say"), order=orders_text.named(view.order), **told)
    return button(request.say(key(offer, word), **told), verb, offer.proposal.id, say=say)


def to_propose(request: Request, view: OrderView, row: OrderRow) -> Row:
    """The way to other goods for a line, for those who approve the order."""
    if not request.actor.may(Right.ORDER_APPROVE):
        return ()
    goods = goods_text.name(request, row.goods)
    say = request.say("swaps.button_say", order=orders_text.named(view.order), goods=goods)
    return (button(request.say("swaps.button"), Verb.SWAP_LINE, row.line.id, view.order.revision, say=say),)
