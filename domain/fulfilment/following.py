"""Parcels that are followed: which numbers their carriers are asked about, what they told, and who hears of it.

What a carrier told is kept once, in whatever order and however often it comes; what is told to people is the newest
step since they heard last, never at night.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import and_, col, exists, select, update

from domain import settings
from domain.actor import Actor
from domain.db import bulk
from domain.events.journal import notify
from domain.events.recipients import recipients_of
from domain.rules.carrier_numbers import numbers_in
from domain.rules.parcel_events import TOLD, WRONG, ParcelEvent, ParcelStep
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account
from domain.tables.shipments import FollowedNumber, Shipment, TrackingEvent

#: Where a carrier tells us by itself it is asked only after so long a silence; else this often.
RESCUE, EVERY = timedelta(hours=12), timedelta(hours=4)
#: When a service that was away, or refused a number, is asked again.
AWAY, REFUSED = timedelta(minutes=30), timedelta(days=1)
PLACE_MOST, WORDS_MOST = 120, 300


@dataclass(frozen=True, kw_only=True)
class DueNumber:
    """A number to ask about. ``subscribed``: its carrier tells us by itself."""

    id: int
    shipment_id: int
    carrier: str
    number: str
    subscribed: bool


def begin(actor: Actor, carriers: Collection[str], most: int, since: datetime | None = None) -> int:
    """Follow the numbers of parcels that left with one of these carriers, perhaps only lately; how many are new."""
    known = exists().where(
        col(FollowedNumber.shipment_id) == col(Shipment.id),
        col(FollowedNumber.carrier) == col(Shipment.carrier),
        col(FollowedNumber.whole) == col(Shipment.tracking_number),
    )
    query = select(Shipment).where(
        Shipment.status == ShipmentStatus.SHIPPED,
        col(Shipment.carrier).in_(carriers),
        Shipment.tracking_number != "",
        ~known,
        *(() if since is None else (col(Shipment.shipped_at) >= since,)),
    )
    found = actor.session.exec(query.order_by(col(Shipment.id)).limit(most)).all()
    rows = [
        {
            "shipment_id": shipment.id,
            "carrier": shipment.carrier,
            "number": number,
            "whole": shipment.tracking_number,
            "next_at": actor.now,
        }
        for shipment in found
        for number in numbers_in(shipment.tracking_number)
    ]
    bulk.insert_many(actor.session, FollowedNumber, rows)
    return len(rows)


def due(actor: Actor, most: int) -> list[DueNumber]:
    """The numbers whose carriers are to be asked now, as they are on their parcels still."""
    query = (
        select(FollowedNumber)
        .join(Shipment, _is_current())
        .where(
            Shipment.status == ShipmentStatus.SHIPPED,
            col(FollowedNumber.next_at) <= actor.now,
            col(FollowedNumber.ended_at).is_(None),
        )
        .order_by(col(FollowedNumber.next_at), col(FollowedNumber.id))
        .limit(most)
    )
    return [
        DueNumber(
            id=row.id,
            shipment_id=row.shipment_id,
            carrier=row.carrier,
            number=row.number,
            subscribed=row.subscribed_at is not None,
        )
        for row in actor.session.exec(query)
    ]


def subscribed(actor: Actor, followed_id: int) -> None:
    """The carrier tells us of it by itself from now on."""
    row = actor.session.get_one(FollowedNumber, followed_id)
    row.subscribed_at, row.next_at = actor.now, actor.now + RESCUE


def put_off(actor: Actor, followed_id: int, wait: timedelta) -> None:
    """Ask again after a while."""
    actor.session.get_one(FollowedNumber, followed_id).next_at = actor.now + wait


def answered(
    actor: Actor,
    followed_id: int,
    events: Sequence[ParcelEvent],
    *,
    ended: bool = False,
    every: timedelta = EVERY,
) -> int:
    """What a carrier said of a number; how much of it is new. ``ended``: it will say no more."""
    row = actor.session.get_one(FollowedNumber, followed_id)
    fresh = record(actor, row.shipment_id, row.number, events)
    row.next_at = actor.now + (RESCUE if row.subscribed_at else every)
    if ended or any(each.step is ParcelStep.DELIVERED for each in events):
        row.ended_at = actor.now
    return fresh


def pushed(
    actor: Actor, carriers: Collection[str], number: str, events: Sequence[ParcelEvent], *, ended: bool
) -> int | None:
    """The same, as the carrier told it by itself; nothing where no parcel of ours on its way has that number."""
    query = (
        select(FollowedNumber.id)
        .join(Shipment, _is_current())
        .where(FollowedNumber.number == number, col(FollowedNumber.carrier).in_(carriers))
    )
    found = actor.session.exec(query).all()
    return sum(answered(actor, each, events, ended=ended) for each in found) if found else None


def record(actor: Actor, shipment_id: int, number: str, events: Iterable[ParcelEvent]) -> int:
    """Keep what is new of a number of a parcel; how much it is."""
    shipment = actor.session.exec(
        select(Shipment).where(Shipment.id == shipment_id).with_for_update(key_share=True)
    ).one()
    kept = select(TrackingEvent).where(TrackingEvent.shipment_id == shipment_id)
    before = list(actor.session.exec(kept))
    seen = {(each.at, each.kind) for each in before if each.number == number}
    new = {(each.at, each.step.value): each for each in events}
    fresh = [
        TrackingEvent(
            shipment_id=shipment_id,
            at=each.at,
            kind=each.step,
            number=number,
            place=each.place[:PLACE_MOST],
            words=each.words[:WORDS_MOST],
        )
        for key, each in sorted(new.items())
        if key not in seen
    ]
    actor.session.add_all(fresh)
    shipment.carrier_delivered_at = _delivered_at(shipment, [*before, *fresh])
    actor.session.flush()
    return len(fresh)


def tell(actor: Actor, most: int) -> int:
    """Tell the newest step of each parcel of which something new is known; how many parcels. Nothing at night."""
    if settings.is_quiet(actor):
        return 0
    waits = exists().where(
        col(TrackingEvent.shipment_id) == col(Shipment.id),
        col(TrackingEvent.told_at).is_(None),
        col(TrackingEvent.number) != "",
    )
    query = (
        select(Shipment, Order, Account)
        .join(Order, col(Order.id) == Shipment.order_id)
        .join(Account, col(Account.id) == Order.account_id)
        .where(waits)
        .order_by(col(Shipment.id))
        .limit(most)
        .with_for_update(of=Shipment, skip_locked=True, key_share=True)
    )
    return sum(_tell(actor, *found) for found in actor.session.exec(query).all())


def _tell(actor: Actor, shipment: Shipment, order: Order, account: Account) -> bool:
    """Whether there was anything to tell of it: an earlier step that comes late is not, nor one of a wrong number."""
    numbers = numbers_in(shipment.tracking_number)
    query = select(TrackingEvent).where(TrackingEvent.shipment_id == shipment.id, TrackingEvent.number != "")
    events = [each for each in actor.session.exec(query) if each.number in numbers]
    fresh = [each for each in events if each.told_at is None and each.kind in TOLD]
    newest = max(fresh, key=_when, default=None)
    heard = max((each.at for each in events if each.told_at and each.kind in TOLD), default=None)
    changed = update(TrackingEvent).where(
        col(TrackingEvent.shipment_id) == shipment.id, col(TrackingEvent.told_at).is_(None)
    )
    actor.session.exec(changed.values(told_at=actor.now))
    on_its_way = shipment.status is ShipmentStatus.SHIPPED
    if newest is None or not on_its_way or (heard is not None and newest.at <= heard):
        return False
    people = recipients_of(actor, order, account)
    told = (*people.buyers, *people.followers, *(people.approvers if newest.kind in WRONG else ()))
    notify(actor, told, NoticeKind.PARCEL_MOVED, order=order, shipment=shipment.id, event=newest.id)
    return True


def _when(event: TrackingEvent) -> datetime:
    return event.at


def _delivered_at(shipment: Shipment, events: Sequence[TrackingEvent]) -> datetime | None:
    """When the last of its numbers was delivered; nothing before all of them are."""
    there = [
        min((each.at for each in events if each.number == number and each.kind == ParcelStep.DELIVERED), default=None)
        for number in numbers_in(shipment.tracking_number)
    ]
    known = [each for each in there if each is not None]
    return max(known) if known and len(known) == len(there) else None


def _is_current() -> Any:
    return and_(
        col(Shipment.id) == col(FollowedNumber.shipment_id),
        col(Shipment.carrier) == col(FollowedNumber.carrier),
        col(Shipment.tracking_number) == col(FollowedNumber.whole),
    )
