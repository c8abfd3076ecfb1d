"""Tracking an order: lines with the timeline; receipt and rating."""

from dataclasses import replace

from domain.after_sales import view as return_requests
from domain.fulfilment import shipments
from domain.orders import order_lists, rating
from domain.orders.access import may_take
from domain.orders.view import OrderRow, OrderView, Parcel, history, view_order, view_order_of_parcel
from domain.refusals import NotFound
from domain.rules.order_life import Step
from domain.rules.order_numbers import read_number
from domain.rules.rights import Role
from domain.tables.orders import Event
from domain.tables.returns import ReturnRequest
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text, payment_text
from handlers.orders import order_buttons, order_card
from handlers.orders.order_rows import choose, to_all

#: So many return requests of an order are shown with it, the newest ones.
_RETURNS_MOST = 4
#: The events of an order that its timeline shows; parcels have events of their own.
_TOLD = (order_card.HAPPENED | {"order.submitted"}) - {
    "order.line_changed",
    "order.line_priced",
    "order.agreed",
    "shipment.dropped",
    "order.rated",
}


def show(request: Request, *, order_id: Id) -> Turn:
    """Where one order is."""
    return Turn(replies=(draw(request, view_order(request.actor, order_id)),))


def latest(request: Request) -> Turn:
    """Where the goods are, when no order is named: the only one under way, or one to choose."""
    only = order_lists.only_under_way(request.actor)
    if only is not None:
        return Turn(replies=(draw(request, view_order(request.actor, only)),))
    page = order_lists.page(request.actor, 0, under_way=True)
    if page.rows:
        return Turn(replies=(choose(request, page.rows, request.say("tracking.which"), track=True),))
    return Turn(replies=(_nothing(request, request.say("tracking.none")),))


def by_number(request: Request, text: str, *, follow: bool = False) -> Turn | None:
    """The order a written number means; ``follow``: the person asks where it is.

    Nothing where the text is no order number, or bare digits that are no order of theirs: those may be goods.
    """
    found = order_lists.by_number(request.actor, text)
    if len(found) > 1:
        return Turn(replies=(choose(request, found, request.say("tracking.which"), track=follow),))
    if found:
        order_id = found[0].order.id
        follow = follow or request.actor.is_a(Role.CUSTOMER)
        view = view_order(request.actor, order_id)
        return Turn(replies=(draw(request, view) if follow else order_card.draw(request, view),))
    if read_number(text) is None or text.strip().isdecimal():
        return None
    return unknown(request, text)


def unknown(request: Request, text: str) -> Turn:
    """There is no order of this number for them."""
    return Turn(replies=(_nothing(request, request.say("tracking.unknown", number=text.strip())),))


def draw(request: Request, view: OrderView) -> Reply:
    """The order line by line, its parcels and its timeline."""
    return Reply(
        title=request.say("tracking.head", number=view.order.number, stage=orders_text.stage(request, view.stage)),
        lines=(
            *_lines(request, view),
            *payment_text.told(request, view),
            *order_card.expected(request, view),
            *_parcels(request, view),
            "",
            *_timeline(request, view),
        ),
        buttons=(
            *payment_text.ways(request, view),
            *order_buttons.received(request, view),
            *_stars(request, view),
            *_photos(request, view),
            *_returns(request, view),
            _ways(request, view),
        ),
        card=order_card.card(view),
    )


def received(request: Request, *, shipment_id: Id) -> Turn:
    """A parcel is here; when it was the last one, the order is complete and can be rated."""
    view = shipments.confirm_receipt(request.actor, shipment_id)
    parcel = view.parcel(shipment_id)
    name = orders_text.parcel_name(request, view, parcel)
    thanks = request.say("tracking.complete" if _complete(view) else "tracking.received", parcel=name)
    drawn = draw(request, view)
    ask = request.say("order_card.rate") if may_take(request.actor, view.access, Step.RATE) else ""
    return Turn(replies=(replace(drawn, note=ask),)).headed(thanks)


def rate(request: Request, *, order_id: Id, stars: int) -> Turn:
    """Stars; words may follow."""
    order = rating.rate(request.actor, order_id, stars)
    if order.rating_words:
        return _thanks(request, "tracking.rated", order.rating)
    turn = _thanks(request, "tracking.rated_ask", order.rating)
    return replace(turn, question=Question(kind=QuestionKind.RATING_WORDS, facts={"order": order.id}))


def typed_rating(request: Request, text: str, *, order_id: Id) -> Turn:
    """The words that go with the stars."""
    order = rating.explain_rating(request.actor, order_id, text.strip())
    return _thanks(request, "tracking.explained", order.rating, order.rating_words)


def _thanks(request: Request, key: str, stars: int | None, words: str = "") -> Turn:
    said = request.say(key, stars="⭐" * (stars or 0), words=words)
    return Turn(replies=(Reply(title=said, buttons=((order_buttons.home(request),),)),))


def _complete(view: OrderView) -> bool:
    return not view.left_to_send and not orders_text.on_its_way(view)


def _lines(request: Request, view: OrderView) -> tuple[str, ...]:
    """Each line with what was ordered, and below it what was shipped, received, and is left."""
    return orders_text.as_many(request, view.rows, lambda row: _line(request, view, row))


def _line(request: Request, view: OrderView, row: OrderRow) -> str:
    waits = request.say("order_card.short", amount=goods_text.to_come(request, row.goods, row.short))
    line = orders_text.line(request, row, row.agreed) + (waits if row.short else "")
    told = (line, orders_text.progress(request, view, row))
    return "\n   ".join(filter(None, told))


def _parcels(request: Request, view: OrderView) -> tuple[str, ...]:
    """Each parcel with its carrier and what is in it."""
    told: list[str] = []
    for each in view.parcels:
        told += (*orders_text.parcel_lines(request, view, each), *_newest(request, each))
        if len(view.parcels) > 1:
            told += _contents(request, view, each)
    return tuple(told)


def _newest(request: Request, each: Parcel) -> tuple[str, ...]:
    """What its carrier said last, in its own words where it has some."""
    event = max(each.told, key=lambda event: event.at, default=None)
    if event is None or not request.say.knows(f"tracking.event_{event.kind}"):
        return ()
    at, words = request.say.moment(event.at, request.zone), f" · {event.words}" if event.words else ""
    return (request.say("tracking.newest", at=at, step=orders_text.step(request, event), words=words),)


def _contents(request: Request, view: OrderView, each: Parcel) -> tuple[str, ...]:
    def told(row: OrderRow) -> str:
        return "   " + orders_text.line(request, row, each.contents[row.line.id])

    return orders_text.as_many(request, [row for row in view.rows if each.contents.get(row.line.id)], told)


def _timeline(request: Request, view: OrderView) -> tuple[str, ...]:
    """What happened, first to last."""
    ours = [
        (event.at, _told(request, view, event, name))
        for event, name in history(request.actor, view.order)
        if event.kind in _TOLD
    ]
    carriers = [
        (event.at, orders_text.step(request, event))
        for parcel in view.parcels
        for event in parcel.told
        if request.say.knows(f"tracking.event_{event.kind}")
    ]
    return tuple(
        request.say("tracking.event", at=request.say.moment(at, request.zone), told=told)
        for at, told in sorted([*ours, *carriers], key=lambda each: each[0])
    )


def _told(request: Request, view: OrderView, event: Event, name: str) -> str:
    told = request.say("tracking.did", who=orders_text.who(request, event, name), did=orders_text.did(request, event))
    parcel = next((each for each in view.parcels if event.subject == f"shipment:{each.shipment.id}"), None)
    if parcel is None or event.kind == "shipment.picking":
        return told
    return request.say("tracking.of_parcel", told=told, parcel=orders_text.parcel_name(request, view, parcel))


def photo(request: Request, *, shipment_id: Id) -> Turn:
    """What a driver of ours took a picture of when the parcel was there."""
    view = view_order_of_parcel(request.actor, shipment_id)
    parcel = view.parcel(shipment_id)
    if not parcel.shipment.delivery_photo:
        raise NotFound
    title = request.say(
        "tracking.photo_of", parcel=orders_text.parcel_name(request, view, parcel), number=view.order.number
    )
    return Turn(replies=(Reply(title=title, buttons=(_ways(request, view),), picture=parcel.shipment.delivery_photo),))


def _photos(request: Request, view: OrderView) -> tuple[Row, ...]:
    """The way to each photo that a driver took."""
    return tuple(
        (
            button(
                request.say("tracking.photo", parcel=orders_text.parcel_name(request, view, each)),
                *(Verb.DELIVERY_PHOTO, each.shipment.id),
            ),
        )
        for each in view.parcels
        if each.shipment.delivery_photo
    )


def _returns(request: Request, view: OrderView) -> tuple[Row, ...]:
    """Each return request of the order, and a way to a new one."""
    after = order_buttons.after_sales(request, view)
    if not any(row.line.shipped for row in view.rows):
        return ()
    found = return_requests.of_order(request.actor, view.order.id)
    rows = tuple((_return(request, each),) for each in found[-_RETURNS_MOST:])
    return (*rows, after) if after else rows


def _return(request: Request, each: ReturnRequest) -> Button:
    stands = request.say(f"returns.status_{each.status}")
    label = request.say("returns.row", number=f"R{each.number[5:]}", status=stands, whose="")
    return button(label.strip(), Verb.RETURN, each.id)


def _stars(request: Request, view: OrderView) -> tuple[Row, ...]:
    row = order_buttons.stars(request, view)
    return (row,) if row else ()


def _ways(request: Request, view: OrderView) -> Row:
    return (order_buttons.to_order(request, view), order_buttons.home(request))


def _nothing(request: Request, title: str) -> Reply:
    return Reply(title=title, buttons=(to_all(request),))
