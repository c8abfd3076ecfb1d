"""How orders are said: number, stage, reasons, parcels, and how long ago something was."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from domain import contact
from domain.order_lists import UNDER_WAY
from domain.order_view import OrderRow, OrderView, Parcel
from domain.rules.own_words import tells_more
from domain.rules.rights import Role
from domain.tables.orders import Event, Order
from domain.tables.shipments import ShipmentStatus
from handlers import goods_words
from handlers.visit import Visit

#: So many lines of an order are told on a card; all of them are behind a button of their own.
LINES_MOST = 20
RowT = TypeVar("RowT")


def as_many(visit: Visit, rows: Sequence[RowT], told: Callable[[RowT], str], most: int = LINES_MOST) -> tuple[str, ...]:
    """As many rows as a card holds, in words, and how many more there are."""
    shown, rest = tuple(told(row) for row in rows[:most]), len(rows) - most
    return (*shown, visit.say.count("order_card.more", rest)) if rest > 0 else shown


def short(order: Order) -> str:
    """The number without its year: ``1123-0042``; the day stays, because a card can be older than today."""
    return order.number[5:]


def named(order: Order) -> str:
    """The number for a button's own words: a changed order says which of its versions is meant."""
    return f"{short(order)}·{order.revision}" if order.revision > 1 else short(order)


def own_words(visit: Visit, row: OrderRow) -> str:
    """What the dealer wrote, where it tells more than the line does; in whatever language either is."""
    goods, amount = row.goods, row.line.quantity
    base, packs = goods_words.units(goods)
    product, sku = goods.product, goods.sku
    told = (
        *(product.name, product.name_en, sku.spec, sku.spec_en, sku.code, *base, *(name for name, _ in packs)),
        goods_words.quantity(visit, goods, amount),
        goods_words.base_quantity(visit, goods, amount),
    )
    return row.line.said if row.line.said and tells_more(row.line.said, told) else ""


def stage(visit: Visit, value: str) -> str:
    """The stage in one word."""
    return visit.say(f"orders.stage_{value}")


def reason(visit: Visit, words: str) -> str:
    """A reason as people read it: common ones are kept by their key, typed ones as they were typed."""
    key = f"reason.{words}"
    return visit.say(key) if visit.say.knows(key) else words


def ago(visit: Visit, at: datetime) -> str:
    """How long ago it was, or when, once that is clearer."""
    passed = visit.by.now - at
    if passed < timedelta(minutes=1):
        return visit.say("orders.just_now")
    if passed < timedelta(hours=1):
        return visit.say.count("orders.minutes_ago", int(passed.total_seconds()) // 60)
    if passed < timedelta(hours=12):
        return visit.say.count("orders.hours_ago", int(passed.total_seconds()) // 3600)
    return visit.say.moment(at, visit.zone)


def progress(visit: Visit, view: OrderView, row: OrderRow) -> str:
    """What was shipped, received and is left to send of a line; nothing is said of nothing."""
    amounts = {
        "shipped": row.line.shipped,
        "delivered": row.line.delivered,
        "to_send": row.unsent if view.order.status in UNDER_WAY else Decimal(0),
    }
    return " · ".join(
        visit.say(f"orders.progress_{word}", amount=goods_words.quantity(visit, row.goods, amount))
        for word, amount in amounts.items()
        if amount > 0
    )


def parcel(visit: Visit, view: OrderView, each: Parcel) -> str:
    """A parcel in one line: which, how far, with whom and under which number."""
    shipment = each.shipment
    at = shipment.delivered_at or shipment.shipped_at
    return visit.say(
        f"orders.parcel_{shipment.status}",
        parcel=parcel_name(visit, view, each),
        carrier=waybill(visit, shipment.carrier, shipment.tracking_number),
        at=visit.say.moment(at, visit.zone) if at else "",
    )


def parcel_lines(visit: Visit, view: OrderView, each: Parcel) -> tuple[str, ...]:
    """The same, and below it what its receiver missed: for the dealer and the house, not for the dealer's customer."""
    words = "" if visit.by.is_a(Role.CUSTOMER) else each.shipment.receipt_words
    missed = (visit.say("orders.receipt_words", words=words),) if words else ()
    return (parcel(visit, view, each), *missed)


def parcel_name(visit: Visit, view: OrderView, each: Parcel) -> str:
    """Which parcel; given-up ones are not counted."""
    return visit.say("orders.parcel", number=view.parcels.index(each) + 1)


def carrier(visit: Visit, words: str) -> str:
    """A carrier's name: common ones are kept by their key."""
    key = f"carrier.{words}"
    return visit.say(key) if visit.say.knows(key) else words


def waybill(visit: Visit, by_carrier: str, number: str) -> str:
    """A carrier and its tracking number, if there is one."""
    return f"{carrier(visit, by_carrier)} {number}".strip()


def on_its_way(view: OrderView) -> list[Parcel]:
    """The parcels that left and were not received yet."""
    return [each for each in view.parcels if each.shipment.status is ShipmentStatus.SHIPPED]


def who(visit: Visit, event: Event, name: str) -> str:
    """Who did it, for this reader; customers are not told the names of the house's people."""
    if event.person_id == visit.person.id:
        return visit.say("orders.you")
    if visit.by.is_a(Role.CUSTOMER):
        return visit.say("orders.shop")
    return name or visit.say("orders.house")


def deciders(visit: Visit, view: OrderView) -> tuple[str, ...]:
    """Who is asked to decide about an order."""
    return contact.approver_names(visit.by, view.held.account) or (visit.say("orders.house"),)


def did(visit: Visit, event: Event) -> str:
    """What was done."""
    return visit.say(f"order_card.did_{event.kind.replace('.', '_')}")
