"""Plays the demo's past through the acts themselves, moment by moment, so that every record agrees."""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from sqlmodel import Session

from bot.demo.cast import Cast
from bot.demo.history import DEMO_ORDERS, DemoOrder, DemoOutcome, DemoShipment
from bot.demo.shelves import Shelves, Tick
from domain import carts, orders, picking, shipments
from domain.acting import By, House
from domain.picking import Packing
from domain.tables.orders import Order
from domain.tables.people import Person

#: Dealers order in the afternoon, so that parcels leave the next morning. Local time.
_AFTERNOON = time(14, 30)
_PACKERS = ("laoqin", "xiaotang")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where the past is played: the open session, who is there, and what stands on the shelves."""

    session: Session
    house: House
    now: datetime
    cast: Cast
    shelves: Shelves

    def by(self, person: str | Person | None, at: datetime) -> By:
        """Somebody acting at a moment."""
        actor = self.cast.people[person] if isinstance(person, str) else person
        return By(session=self.session, person=actor, now=at, house=self.house)


def sent_since() -> Mapping[str, Decimal]:
    """All that left the house in the past, by the SKU's code."""
    sent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for order in DEMO_ORDERS:
        for parcel in order.shipments:
            for line in parcel.lines:
                sent[line.sku] += line.quantity
    return sent


def play(scene: Scene, tick: Tick) -> None:
    """Let everything happen in the order of time: each story pauses before an act until its moment has come."""
    stories = (_story(scene, turn, order, tick) for turn, order in enumerate(DEMO_ORDERS))
    for _ in heapq.merge(*stories):
        pass


def _story(scene: Scene, turn: int, past: DemoOrder, tick: Tick) -> Iterator[datetime]:
    """One order's life; what follows a moment given happens at that moment."""
    yield (sent := _sent(scene, turn, past))
    order = _submit(scene.by(past.buyer, sent), scene, past)
    tick()
    if past.outcome is DemoOutcome.waiting:
        return
    yield (decided := sent + timedelta(minutes=20 + turn % 5 * 9))
    if past.outcome is DemoOutcome.cancelled:
        orders.cancel(scene.by(past.buyer, decided), order.id, past.reason)
        return
    salesperson = scene.by(scene.cast.salesperson_of(past.account), decided)
    if past.outcome is DemoOutcome.rejected:
        orders.reject(salesperson, order.id, order.revision, past.reason)
        return
    orders.approve(salesperson, order.id, order.revision)
    last = decided
    for parcel in past.shipments:
        for last in _parcel(scene, _PACKERS[turn % 2], past, order, parcel, sent):
            yield last
    if past.rating:
        yield (rated := last + timedelta(hours=2))
        orders.rate(scene.by(past.buyer, rated), order.id, past.rating)


def _sent(scene: Scene, turn: int, past: DemoOrder) -> datetime:
    """When the dealer sent the order: today's shortly ago, the others on an afternoon."""
    if not past.days_ago:
        return scene.now - timedelta(minutes=18 + 9 * (len(DEMO_ORDERS) - turn))
    day = scene.now.astimezone(scene.house.zone).date() - timedelta(days=past.days_ago)
    return datetime.combine(day, _AFTERNOON, scene.house.zone) + timedelta(minutes=turn * 17 % 120)


def _submit(by: By, scene: Scene, past: DemoOrder) -> Order:
    wanted = [carts.Wanted(sku_id=scene.shelves.skus[line.sku].id, quantity=line.quantity) for line in past.lines]
    view = carts.add(by, wanted)
    if past.note:
        view = carts.write_note(by, past.note)
    return orders.submit(by, cart_id=view.cart.id, revision=view.cart.revision, total_seen=view.total).order


def _parcel(
    scene: Scene, packer: str, past: DemoOrder, order: Order, parcel: DemoShipment, sent: datetime
) -> Iterator[datetime]:
    """One parcel is packed, leaves and, where the past says so, arrives."""
    left = sent + timedelta(hours=parcel.hours_later)
    yield (begun := left - timedelta(minutes=35))
    packing = _pack(scene.by(packer, begun), scene, order, parcel)
    yield left
    shipments.ship(scene.by(packer, left), packing.id, packing.revision, parcel.carrier, parcel.tracking)
    if parcel.delivered:
        yield (arrived := left + timedelta(hours=6))
        shipments.receive(scene.by(past.buyer, arrived), packing.id)


def _pack(by: By, scene: Scene, order: Order, parcel: DemoShipment) -> Packing:
    packing = picking.pick(by, order.id)
    wanted = {scene.shelves.skus[line.sku].id: line.quantity for line in parcel.lines}
    for row in packing.rows:
        quantity = wanted.get(row.goods.sku.id, Decimal(0))
        if quantity != row.line.quantity:
            packing = picking.set_line(by, packing.id, packing.revision, row.line.id, quantity)
    return packing
