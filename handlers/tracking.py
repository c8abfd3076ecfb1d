"""Where is my order: line by line with the timeline; receipt and rating."""

from dataclasses import replace

from domain import order_lists, orders, shipments
from domain.order_access import may
from domain.order_view import OrderRow, OrderView, Parcel, history, view
from domain.rules.order_life import Step
from domain.rules.order_numbers import read_number
from domain.rules.rights import Role
from domain.tables.orders import Event
from domain.tables.shipments import TrackingEvent
from handlers import goods_words, order_buttons, order_card, order_words
from handlers.order_rows import choose, to_all
from handlers.press import Press
from handlers.turn import Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.visit import Visit

#: What of an order's history stands in its timeline; parcels are told by their own events.
_TOLD = (order_card.HAPPENED | {"order.submitted"}) - {
    "order.line_changed",
    "order.agreed",
    "shipment.dropped",
    "order.rated",
}


def show(visit: Visit, press: Press) -> Turn:
    """Where one order is."""
    return Turn(replies=(draw(visit, view(visit.by, press.id(0))),))


def latest(visit: Visit) -> Turn:
    """Where the goods are, when no order is named: the only one under way, or one to choose."""
    only = order_lists.only_under_way(visit.by)
    if only is not None:
        return Turn(replies=(draw(visit, view(visit.by, only)),))
    page = order_lists.page(visit.by, 0, under_way=True)
    if page.rows:
        return Turn(replies=(choose(visit, page.rows, visit.say("tracking.which"), track=True),))
    return Turn(replies=(_nothing(visit, visit.say("tracking.none")),))


def by_number(visit: Visit, text: str, *, follow: bool = False) -> Turn | None:
    """The order a written number means; ``follow``: the person asks where it is.

    Nothing where the text is no order number, or bare digits that are no order of theirs: those may be goods.
    """
    found = order_lists.by_number(visit.by, text)
    if len(found) > 1:
        return Turn(replies=(choose(visit, found, visit.say("tracking.which"), track=follow),))
    if found:
        order_id = found[0].order.id
        follow = follow or visit.by.is_a(Role.CUSTOMER)
        seen = view(visit.by, order_id)
        return Turn(replies=(draw(visit, seen) if follow else order_card.draw(visit, seen),))
    if read_number(text) is None or text.strip().isdecimal():
        return None
    return unknown(visit, text)


def unknown(visit: Visit, text: str) -> Turn:
    """There is no order of this number for them."""
    return Turn(replies=(_nothing(visit, visit.say("tracking.unknown", number=text.strip())),))


def draw(visit: Visit, seen: OrderView) -> Reply:
    """The order line by line, its parcels and its timeline."""
    return Reply(
        title=visit.say("tracking.head", number=seen.order.number, stage=order_words.stage(visit, seen.stage)),
        lines=(*_lines(visit, seen), *_parcels(visit, seen), "", *_timeline(visit, seen)),
        buttons=(*order_buttons.received(visit, seen), *_stars(visit, seen), _ways(visit, seen)),
        card=order_card.card(seen),
    )


def received(visit: Visit, press: Press) -> Turn:
    """A parcel is here; when it was the last one, the order is complete and can be rated."""
    seen = shipments.receive(visit.by, press.id(0))
    parcel = next(each for each in seen.parcels if each.shipment.id == press.id(0))
    name = order_words.parcel_name(visit, seen, parcel)
    thanks = visit.say("tracking.complete" if _complete(seen) else "tracking.received", parcel=name)
    drawn = draw(visit, seen)
    ask = visit.say("order_card.rate") if may(visit.by, seen.held, Step.RATE) else ""
    return Turn(replies=(replace(drawn, title=f"{thanks}\n{drawn.title}", note=ask),))


def rate(visit: Visit, press: Press) -> Turn:
    """Stars; words may follow."""
    order = orders.rate(visit.by, press.id(0), press.number(1))
    if order.rating_words:
        return _thanks(visit, "tracking.rated", order.rating)
    turn = _thanks(visit, "tracking.rated_ask", order.rating)
    return replace(turn, question=Question(kind=QuestionKind.RATING_WORDS, facts={"order": order.id}))


def typed_rating(visit: Visit, facts: Facts, text: str) -> Turn:
    """The words that go with the stars."""
    order = orders.explain_rating(visit.by, int(facts["order"] or 0), text.strip())
    return _thanks(visit, "tracking.explained", order.rating, order.rating_words)


def _thanks(visit: Visit, key: str, stars: int | None, words: str = "") -> Turn:
    said = visit.say(key, stars="⭐" * (stars or 0), words=words)
    return Turn(replies=(Reply(title=said, buttons=((order_buttons.home(visit),),)),))


def _complete(seen: OrderView) -> bool:
    return not seen.left_to_send and not order_words.on_its_way(seen)


def _lines(visit: Visit, seen: OrderView) -> tuple[str, ...]:
    """Each line with what was ordered, and below it what was shipped, received, and is left."""
    return order_words.as_many(visit, seen.rows, lambda row: _line(visit, seen, row))


def _line(visit: Visit, seen: OrderView, row: OrderRow) -> str:
    told = (goods_words.line(visit, row.goods, row.agreed), order_words.progress(visit, seen, row))
    return "\n   ".join(filter(None, told))


def _parcels(visit: Visit, seen: OrderView) -> tuple[str, ...]:
    """Each parcel with its carrier and what is in it."""
    told: list[str] = []
    for each in seen.parcels:
        told += order_words.parcel_lines(visit, seen, each)
        if len(seen.parcels) > 1:
            told += _contents(visit, seen, each)
    return tuple(told)


def _contents(visit: Visit, seen: OrderView, each: Parcel) -> tuple[str, ...]:
    def told(row: OrderRow) -> str:
        return "   " + goods_words.line(visit, row.goods, each.contents[row.line.id])

    return order_words.as_many(visit, [row for row in seen.rows if each.contents.get(row.line.id)], told)


def _timeline(visit: Visit, seen: OrderView) -> tuple[str, ...]:
    """What happened, first to last."""
    ours = [
        (event.at, _told(visit, seen, event, name)) for event, name in history(visit.by, seen.order) if _tells(event)
    ]
    carriers = [
        (event.at, _carried(visit, event))
        for parcel in seen.parcels
        for event in parcel.told
        if visit.say.knows(f"tracking.event_{event.kind}")
    ]
    return tuple(
        visit.say("tracking.event", at=visit.say.moment(at, visit.zone), told=told)
        for at, told in sorted([*ours, *carriers], key=lambda each: each[0])
    )


def _tells(event: Event) -> bool:
    return event.kind in _TOLD


def _told(visit: Visit, seen: OrderView, event: Event, name: str) -> str:
    told = visit.say("tracking.did", who=order_words.who(visit, event, name), did=order_words.did(visit, event))
    parcel = next((each for each in seen.parcels if event.subject == f"shipment:{each.shipment.id}"), None)
    if parcel is None or event.kind == "shipment.picking":
        return told
    return visit.say("tracking.of_parcel", told=told, parcel=order_words.parcel_name(visit, seen, parcel))


def _carried(visit: Visit, event: TrackingEvent) -> str:
    return f"{visit.say(f'tracking.event_{event.kind}')} {event.place}".strip()


def _stars(visit: Visit, seen: OrderView) -> tuple[Row, ...]:
    row = order_buttons.stars(visit, seen)
    return (row,) if row else ()


def _ways(visit: Visit, seen: OrderView) -> Row:
    return (order_buttons.to_order(visit, seen), order_buttons.home(visit))


def _nothing(visit: Visit, title: str) -> Reply:
    return Reply(title=title, buttons=(to_all(visit),))
