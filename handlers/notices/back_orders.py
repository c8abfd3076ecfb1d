"""Notices about goods that orders wait for: they arrived, they are missing, nobody waits for them any more."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from domain.catalogue.catalogue import goods_by_id
from domain.db.pages import ROWS
from domain.fulfilment import riding
from domain.orders.view import OrderView, view_order
from domain.refusals import NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.orders import order_buttons, order_card
from handlers.orders.back_orders import kept, waiting


def _given(request: Request, notice: Notice) -> Reply | None:
    """What arrived for the buyer, what still waits, and the way to decline it."""
    view = _agreed(request, notice)
    if view is None:
        return None
    event_id = int(notice.facts.get("event", 0))
    say = request.say("back_orders.decline_say", order=orders_text.short(view.order))
    decline = button(request.say("back_orders.decline"), Verb.DECLINE_GOODS, event_id, say=say)
    rest = still(request, view)
    ride = () if rest else (order_buttons.to_ride(request, view, along=True),)
    return _news(request, view, "goods_given", (*_lines(request, view, notice), *rest), decline, *ride)


def still(request: Request, view: OrderView) -> tuple[str, ...]:
    """What an order still waits for, and that it goes with the next one; nothing where it does not wait."""
    rest = waiting(request, view)
    rides = (request.say("order_card.rides"),) if view.order.rides_after is not None and view.left_to_send else ()
    return (*((request.say("back_orders.still"), *rest) if rest else ()), *rides)


def _to_pick(request: Request, notice: Notice) -> Reply | None:
    view = _agreed(request, notice)
    if view is None or not view.ready_to_send or riding.waits_for_company(request.actor, view.order):
        return None
    return _news(request, view, "goods_to_pick", _lines(request, view, notice))


def _missing(request: Request, notice: Notice) -> Reply | None:
    """Nothing where the goods are there again meanwhile."""
    view = _agreed(request, notice)
    rest = waiting(request, view) if view else ()
    return _news(request, view, "goods_missing", rest) if view and rest else None


def _closed(request: Request, notice: Notice) -> Reply:
    view = _view(request, notice)
    reason = orders_text.reason(request, str(notice.facts.get("reason", "")))
    return _news(request, view, "closed_short", _lines(request, view, notice), reason=reason)


def _still_wanted(request: Request, notice: Notice) -> Reply | None:
    """Whether the buyer waits on: for goods, or for their next order; nothing where they wait for neither any more."""
    view = _agreed(request, notice)
    rest = (*waiting(request, view), *_kept(request, view)) if view else ()
    if view is None or not rest:
        return None
    order, named = view.order, orders_text.short(view.order)
    keep = button(
        request.say("back_orders.keep"),
        Verb.KEEP_WAITING,
        order.id,
        say=request.say("back_orders.keep_say", order=named),
    )
    return _news(request, view, "still_wanted", rest, keep)


def _kept(request: Request, view: OrderView) -> tuple[str, ...]:
    """What came in and is kept for the next order."""
    if not riding.waits_for_company(request.actor, view.order):
        return ()
    return kept(request, view, {row.line.id: row.ready for row in view.rows if row.ready > 0})


def _view(request: Request, notice: Notice) -> OrderView:
    if notice.order_id is None:
        raise NotFound
    return view_order(request.actor, notice.order_id)


def _agreed(request: Request, notice: Notice) -> OrderView | None:
    """The order, while it is under way."""
    view = _view(request, notice)
    return view if view.order.status is OrderStatus.APPROVED else None


def _lines(request: Request, view: OrderView, notice: Notice) -> tuple[str, ...]:
    """The lines and amounts that the notice is about."""
    much = {int(line_id): Decimal(amount) for line_id, amount in notice.facts.get("lines", {}).items()}
    rows = [row for row in view.rows if row.line.id in much]
    return orders_text.as_many(request, rows, lambda row: goods_text.line(request, row.goods, much[row.line.id]))


def _news(
    request: Request, view: OrderView, word: str, lines: tuple[str, ...], *ways: Button, reason: str = ""
) -> Reply:
    """The order's card under a headline: what it is about instead of all lines."""
    card = order_card.draw(request, view, pushed=True)
    whom = "" if request.actor.is_a(Role.BUYER) else view.access.account.name
    title = request.say(f"notices.{word}", number=view.order.number, account=whom, reason=reason).strip()
    return replace(card, title=title, lines=lines, note="", buttons=(*((way,) for way in ways), *card.buttons))


def _arrived(request: Request, notice: Notice) -> Reply | None:
    """Goods that somebody wanted to know of, as far as they are still there, each with its card."""
    much = {int(sku_id): Decimal(amount) for sku_id, amount in notice.facts.get("skus", {}).items()}
    there = [goods for goods in goods_by_id(request.session, much).values() if not goods_text.is_sold_out(goods)]
    if not there or request.actor.account_id is None:
        return None
    return Reply(
        title=request.say("alerts.arrived"),
        lines=tuple(
            request.say(
                "alerts.arrived_row",
                goods=goods_text.name(request, goods),
                amount=goods_text.quantity(request, goods, much[goods.sku.id]),
                there=goods_text.there(request, goods),
            )
            for goods in there
        ),
        note=request.say("alerts.arrived_note"),
        buttons=tuple(
            (button(f"🛒 {goods_text.name(request, goods)}", Verb.PRODUCT, goods.sku.id, much[goods.sku.id]),)
            for goods in there[:ROWS]
        ),
    )


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.GOODS_GIVEN: _given,
    NoticeKind.GOODS_TO_PICK: _to_pick,
    NoticeKind.GOODS_MISSING: _missing,
    NoticeKind.CLOSED_SHORT: _closed,
    NoticeKind.GOODS_ARRIVED: _arrived,
    NoticeKind.STILL_WANTED: _still_wanted,
}
