"""Orders as text: number, stage, reasons, parcels, and times ago."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from domain.language.own_words import tells_more
from domain.orders.view import OrderRow, OrderView, Parcel
from domain.people import contact
from domain.rules.order_states import OPEN
from domain.rules.rights import Role
from domain.rules.shipment_life import ShipmentStatus
from domain.rules.stage import Stage
from domain.stock.back_orders import GIVEN, MISSING
from domain.tables.lines import LineKind
from domain.tables.orders import Event, Order
from domain.tables.people import Address
from domain.tables.shipments import TrackingEvent
from handlers.conversation.request import Request
from handlers.formatting import goods_text

#: Lines of an order on a card; all of them are behind a button.
LINES_MOST = 20
RowT = TypeVar("RowT")
#: Lines of these kinds cost nothing.
FREE = frozenset({LineKind.GIFT, LineKind.REPLACEMENT})


def as_many(
    request: Request,
    rows: Sequence[RowT],
    told: Callable[[RowT], str],
    most: int = LINES_MOST,
    *,
    more: str = "order_card.more",
) -> tuple[str, ...]:
    """As many rows as a card holds, in words, and how many more there are: goods, or what ``more`` says."""
    shown, rest = tuple(told(row) for row in rows[:most]), len(rows) - most
    return (*shown, request.say.count(more, rest)) if rest > 0 else shown


def short(order: Order) -> str:
    """The number without its year: ``1123-0042``; the day stays, because a card can be older than today."""
    return order.number[5:]


def named(order: Order) -> str:
    """The number for a button's own words: a changed order says which of its versions is meant."""
    return f"{short(order)}·{order.revision}" if order.revision > 1 else short(order)


def receiver(place: Order | Address | None) -> str:
    """Who takes the goods there, and their number, as far as they are known."""
    return f"{place.receiver} {place.phone}".strip() if place else ""


def own_words(request: Request, row: OrderRow) -> str:
    """What the dealer wrote, where it tells more than the line does; in whatever language either is."""
    goods, amount = row.goods, row.line.quantity
    base, packs = goods_text.units(goods)
    product, sku = goods.product, goods.sku
    told = (
        *(product.name, product.name_en, sku.spec, sku.spec_en, sku.code, *base, *(name for name, _ in packs)),
        goods_text.quantity(request, goods, amount),
        goods_text.base_quantity(request, goods, amount),
    )
    return row.line.said if row.line.said and tells_more(row.line.said, told) else ""


def stage(request: Request, value: str) -> str:
    """The stage in one word; what a dealer pays is not told to their customer."""
    if value == Stage.TO_PAY and request.actor.is_a(Role.CUSTOMER):
        value = Stage.WAITING
    return request.say(f"orders.stage_{value}")


def reason(request: Request, words: str) -> str:
    """A reason as people read it: common ones are kept by their key, typed ones as they were typed."""
    key = f"reason.{words}"
    return request.say(key) if request.say.knows(key) else words


def ago(request: Request, at: datetime) -> str:
    """How long ago it was, or when, once that is clearer."""
    passed = request.actor.now - at
    if passed < timedelta(minutes=1):
        return request.say("orders.just_now")
    if passed < timedelta(hours=1):
        return request.say.count("orders.minutes_ago", int(passed.total_seconds()) // 60)
    if passed < timedelta(hours=12):
        return request.say.count("orders.hours_ago", int(passed.total_seconds()) // 3600)
    return request.say.moment(at, request.zone)


def line(request: Request, row: OrderRow, quantity: Decimal, money: str = "") -> str:
    """Goods, a quantity of the line and, for those who see prices, what it costs; what is free is named as such."""
    if row.line.kind in FREE:
        return request.say(f"orders.{row.line.kind}", line=goods_text.line(request, row.goods, quantity))
    return goods_text.line(request, row.goods, quantity, money)


def progress(request: Request, view: OrderView, row: OrderRow) -> str:
    """What was shipped, received and is left to send of a line; nothing is said of nothing."""
    amounts = {
        "shipped": row.line.shipped,
        "delivered": row.line.delivered,
        "to_send": row.ready if view.order.status in OPEN else Decimal(0),
    }
    return " · ".join(
        request.say(f"orders.progress_{word}", amount=goods_text.quantity(request, row.goods, amount))
        for word, amount in amounts.items()
        if amount > 0
    )


def parcel(request: Request, view: OrderView, each: Parcel) -> str:
    """A parcel in one line: which, how far, with whom and under which number."""
    shipment = each.shipment
    at = shipment.delivered_at or shipment.shipped_at
    return request.say(
        f"orders.parcel_{shipment.status}",
        parcel=parcel_name(request, view, each),
        carrier=waybill(request, shipment.carrier, shipment.tracking_number),
        at=request.say.moment(at, request.zone) if at else "",
    )


def parcel_lines(request: Request, view: OrderView, each: Parcel) -> tuple[str, ...]:
    """The same, and what its receiver missed: for dealer and supplier, not for the dealer's customer."""
    words = "" if request.actor.is_a(Role.CUSTOMER) else each.shipment.receipt_words
    missed = (request.say("orders.receipt_words", words=words),) if words else ()
    return (parcel(request, view, each), *missed)


def step(request: Request, event: TrackingEvent) -> str:
    """A step of a parcel as its carrier told it, with the place."""
    return f"{request.say(f'tracking.event_{event.kind}')} {event.place}".strip()


def parcel_name(request: Request, view: OrderView, each: Parcel) -> str:
    """Which parcel; given-up ones are not counted."""
    return request.say("orders.parcel", number=view.parcels.index(each) + 1)


def carrier(request: Request, words: str) -> str:
    """A carrier's name: common ones are kept by their key."""
    key = f"carrier.{words}"
    return request.say(key) if request.say.knows(key) else words


def waybill(request: Request, by_carrier: str, number: str) -> str:
    """A carrier and its tracking number, if there is one."""
    return f"{carrier(request, by_carrier)} {number}".strip()


def on_its_way(view: OrderView) -> list[Parcel]:
    """The parcels that left and were not received yet."""
    return [each for each in view.parcels if each.shipment.status is ShipmentStatus.SHIPPED]


def who(request: Request, event: Event, name: str) -> str:
    """Who did it, for this reader; customers are not told the names of the supplier's staff.

    Goods are given out, or turn out to be missing, by whatever moved them: often an order of somebody else.
    """
    if event.kind in (GIVEN, MISSING):
        return request.say("orders.supplier")
    if event.person_id == request.person.id:
        return request.say("orders.you")
    if request.actor.is_a(Role.CUSTOMER):
        return request.say("orders.shop")
    return name or request.say("orders.supplier")


def deciders(request: Request, view: OrderView) -> tuple[str, ...]:
    """Who is asked to decide about an order."""
    return contact.approver_names(request.actor, view.access.account) or (request.say("orders.supplier"),)


def did(request: Request, event: Event) -> str:
    """What was done."""
    return request.say(f"order_card.did_{event.kind.replace('.', '_')}")
