"""Replays the demo's order history through the acts, in order of time, so that every record agrees."""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from sqlmodel import Session

from bot.demo.history import DEMO_ORDERS, DemoOrder, DemoOutcome, DemoShipment
from bot.demo.seed_goods import SeededGoods, Tick
from bot.demo.seed_people import SeededPeople
from domain.actor import Actor, Supplier
from domain.carts import carts, details
from domain.fulfilment import picking, shipments
from domain.fulfilment.picking import WarehouseParcel
from domain.orders import placing, rating, status_changes
from domain.tables.orders import Order
from domain.tables.people import Person, Place

#: Dealers order in the afternoon, so that parcels leave the next morning. Local time.
_AFTERNOON = time(14, 30)
_PACKERS = ("laoqin", "xiaotang")


@dataclass(frozen=True, kw_only=True)
class SeedContext:
    """What the replay needs: the open session, the seeded people and goods."""

    session: Session
    supplier: Supplier
    now: datetime
    people: SeededPeople
    goods: SeededGoods

    def actor(self, person: str | Person | None, at: datetime) -> Actor:
        """An actor at a given time."""
        actor = self.people.by_key[person] if isinstance(person, str) else person
        return Actor(session=self.session, person=actor, now=at, supplier=self.supplier, where=Place.DEMO)


def shipped_quantities() -> Mapping[str, Decimal]:
    """Everything shipped in the history, by SKU code."""
    sent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for order in DEMO_ORDERS:
        for parcel in order.shipments:
            for line in parcel.lines:
                sent[line.sku] += line.quantity
    return sent


def replay_orders(context: SeedContext, tick: Tick, *others: Iterator[datetime]) -> None:
    """Replay all orders, and other stories, in order of time: each pauses before an act until its time has come."""
    stories = (_story(context, turn, order, tick) for turn, order in enumerate(DEMO_ORDERS))
    for _ in heapq.merge(*stories, *others):
        pass


def _story(context: SeedContext, turn: int, past: DemoOrder, tick: Tick) -> Iterator[datetime]:
    """The life of one order; what follows a yielded time happens at that time."""
    yield (sent := _sent(context, turn, past))
    order = _submit(context.actor(past.buyer, sent), context, past)
    tick()
    if past.outcome is DemoOutcome.waiting:
        return
    yield (decided := sent + timedelta(minutes=20 + turn % 5 * 9))
    if past.outcome is DemoOutcome.cancelled:
        status_changes.cancel(context.actor(past.buyer, decided), order.id, past.reason)
        return
    salesperson = context.actor(context.people.salesperson_of(past.account), decided)
    if past.outcome is DemoOutcome.rejected:
        status_changes.reject(salesperson, order.id, order.revision, past.reason)
        return
    status_changes.approve(salesperson, order.id, order.revision)
    last = decided
    for parcel in past.shipments:
        for last in _parcel(context, _PACKERS[turn % 2], past, order, parcel, sent):
            yield last
    if past.rating:
        yield (rated := last + timedelta(hours=2))
        rating.rate(context.actor(past.buyer, rated), order.id, past.rating)


def _sent(context: SeedContext, turn: int, past: DemoOrder) -> datetime:
    """When the dealer sent the order: today's a short while ago, the others in an afternoon."""
    if not past.days_ago:
        return context.now - timedelta(minutes=18 + 9 * (len(DEMO_ORDERS) - turn))
    day = context.now.astimezone(context.supplier.zone).date() - timedelta(days=past.days_ago)
    return datetime.combine(day, _AFTERNOON, context.supplier.zone) + timedelta(minutes=turn * 17 % 120)


def _submit(actor: Actor, context: SeedContext, past: DemoOrder) -> Order:
    wanted = [carts.CartWish(sku_id=context.goods.skus[line.sku].id, quantity=line.quantity) for line in past.lines]
    view = carts.add(actor, wanted)
    if past.note:
        view = details.write_note(actor, past.note)
    return placing.submit(actor, cart_id=view.cart.id, revision=view.cart.revision, total_seen=view.total).order


def _parcel(
    context: SeedContext, packer: str, past: DemoOrder, order: Order, parcel: DemoShipment, sent: datetime
) -> Iterator[datetime]:
    """One parcel is packed, shipped and, where the history says so, received."""
    left = sent + timedelta(hours=parcel.hours_later)
    yield (begun := left - timedelta(minutes=35))
    packing = _pack(context.actor(packer, begun), context, order, parcel)
    yield left
    shipments.ship(context.actor(packer, left), packing.id, packing.revision, parcel.carrier, parcel.tracking)
    if parcel.delivered:
        yield (arrived := left + timedelta(hours=6))
        shipments.confirm_receipt(context.actor(past.buyer, arrived), packing.id)


def _pack(actor: Actor, context: SeedContext, order: Order, parcel: DemoShipment) -> WarehouseParcel:
    packing = picking.pick(actor, order.id)
    wanted = {context.goods.skus[line.sku].id: line.quantity for line in parcel.lines}
    for row in packing.rows:
        quantity = wanted.get(row.goods.sku.id, Decimal(0))
        if quantity != row.line.quantity:
            packing = picking.set_line(actor, packing.id, packing.revision, row.line.id, quantity)
    return packing
