"""What our own drivers bring: whose parcel it is, their stops in order, what is handed over and the cash they take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.db.pages import Page, read
from domain.events.journal import log_event, notify
from domain.events.recipients import recipients_of
from domain.finance import claims, ledger, open_documents
from domain.orders.view import OrderView, Parcel, view_order_of_parcel
from domain.refusals import NotFound, OrderMoved
from domain.rules.finance.terms import TermsKind
from domain.rules.money import total
from domain.rules.parcel_events import ParcelStep
from domain.rules.rights import Right, Role
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account, Person
from domain.tables.shipments import Shipment, TrackingEvent

#: The key of the supplier's own truck among the carriers.
OWN = "own"
_NONE = Decimal(0)
#: It left, and is not there yet.
_ON_ITS_WAY = (Shipment.status == ShipmentStatus.SHIPPED, col(Shipment.carrier_delivered_at).is_(None))


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A parcel that is on its way with one of ours. ``collect``: the cash to be taken for it, if any."""

    view: OrderView
    parcel: Parcel
    collect: Decimal

    @property
    def shipment(self) -> Shipment:
        """The parcel itself."""
        return self.parcel.shipment


def drivers(actor: Actor) -> Sequence[Person]:
    """Who may drive: the people of the warehouse, by name."""
    actor.need(Right.SHIPMENT_PICK)
    theirs = select(Person).where(Person.role == Role.WAREHOUSE, col(Person.active).is_(True))
    return actor.session.exec(theirs.order_by(col(Person.name), col(Person.id))).all()


def driver(actor: Actor, person_id: int) -> Person:
    """One of them. Raises NotFound: nobody of the warehouse, or switched off."""
    found = next((each for each in drivers(actor) if each.id == person_id), None)
    if found is None:
        raise NotFound
    return found


def driver_named(actor: Actor, name: str) -> Person | None:
    """The one of them who is called so; nobody where several are."""
    found = [each for each in drivers(actor) if each.name.casefold() == " ".join(name.split()).casefold()]
    return found[0] if len(found) == 1 else None


def driver_id_of(actor: Actor, shipment_id: int) -> int | None:
    """Who brings a parcel, if one of ours does. Raises NotFound: there is no such parcel."""
    actor.need(Right.SHIPMENT_PICK)
    shipment = actor.session.get(Shipment, shipment_id)
    if shipment is None:
        raise NotFound
    return shipment.driver_id


def assign(actor: Actor, shipment_id: int, revision: int, person_id: int | None) -> OrderView:
    """Give a parcel on its way to a driver, or take it from everybody; whoever has and had it hears.

    Raises OrderMoved: it is elsewhere by now, or was changed since; NotFound: it is no driver.
    """
    chosen = driver(actor, person_id) if person_id is not None else None
    view, shipment = _on_its_way(actor, shipment_id, revision)
    before = shipment.driver_id
    if before == person_id and shipment.carrier == OWN:
        return view
    shipment.carrier, shipment.tracking_number = OWN, chosen.name if chosen else ""
    shipment.driver_id = person_id
    shipment.revision += 1
    facts = {"before": before, "after": person_id}
    log_event(actor, "shipment.assigned", order=view.order, subject=f"shipment:{shipment.id}", **facts)
    tell_driver(actor, view.order, shipment)
    if before is not None and before != actor.person_id:
        notify(actor, [before], NoticeKind.STOP_TAKEN, order=view.order, shipment=shipment.id)
    actor.session.flush()
    return view


def tell_driver(actor: Actor, order: Order, shipment: Shipment) -> None:
    """Whoever is to bring a parcel hears of it, unless they took it themselves."""
    if shipment.driver_id is not None and shipment.driver_id != actor.person_id:
        notify(actor, [shipment.driver_id], NoticeKind.STOP_GIVEN, order=order, shipment=shipment.id)


def mine(actor: Actor, page: int = 0) -> Page[Stop]:
    """The stops of this driver that are still to come, by the expected day, then as they left."""
    person = actor.need(Right.STOP_DELIVER)
    query = (
        select(Shipment.id)
        .join(Order, col(Order.id) == Shipment.order_id)
        .where(Shipment.driver_id == person.id, *_ON_ITS_WAY)
        .order_by(col(Order.expected_on).is_(None), col(Order.expected_on), col(Shipment.shipped_at), col(Shipment.id))
    )
    return read(actor.session, query, page).map(lambda found: stop(actor, found))


def stop(actor: Actor, shipment_id: int, *, lock: bool = False) -> Stop:
    """One of this driver's stops. Raises NotFound: it is somebody else's, or nobody's."""
    person = actor.need(Right.STOP_DELIVER)
    view = view_order_of_parcel(actor, shipment_id, lock=lock)
    parcel = view.parcel(shipment_id)
    if parcel.shipment.driver_id != person.id:
        raise NotFound
    return Stop(view=view, parcel=parcel, collect=to_collect(actor, view, parcel))


def to_collect(actor: Actor, view: OrderView, parcel: Parcel) -> Decimal:
    """What is paid when the parcel is there, by the terms of its account; no more than is open of its order."""
    account: Account = view.access.account
    if ledger.terms_of(actor, account).kind is not TermsKind.ON_DELIVERY:
        return _NONE
    lines = [(parcel.contents[row.line.id], row.line) for row in view.rows if parcel.contents.get(row.line.id)]
    costs = total(each.to_pay for each in ledger.parcel_costs(actor, view.order, parcel.shipment, lines).values())
    supplier = replace(actor, person=None)  # a driver sees this amount, and nothing else of the account's money
    found = open_documents.open_orders(supplier, account.id)
    left = next((each.left for each in found if each.order.id == view.order.id), _NONE)
    return max(min(costs, left - claims.cash_waiting(supplier, view.order.id)), _NONE)


def hand_over(actor: Actor, shipment_id: int, revision: int, cash: Decimal) -> Stop:
    """It was delivered, and so much cash was taken: a claim that finance books once it has the money.

    Raises NotFound: it is not their stop; OrderMoved: it was delivered already, or changed since, or the amount did.
    """
    found = stop(actor, shipment_id, lock=True)
    shipment, order = found.shipment, found.view.order
    if not _is_on_its_way(shipment) or shipment.revision != revision or cash not in (_NONE, found.collect):
        raise OrderMoved(order_id=order.id)
    told = TrackingEvent(shipment_id=shipment.id, at=actor.now, kind=ParcelStep.DELIVERED, told_at=actor.now)
    actor.session.add(told)
    shipment.carrier_delivered_at = actor.now
    log_event(actor, "shipment.handed_over", order=order, subject=f"shipment:{shipment.id}", cash=str(cash))
    actor.session.flush()
    people = recipients_of(actor, order, found.view.access.account)
    seen = (*people.buyers, *people.followers, *people.approvers)
    notify(actor, seen, NoticeKind.PARCEL_MOVED, order=order, shipment=shipment.id, event=told.id)
    if cash:
        claims.take_cash(actor, order, shipment.id, cash)
        facts = {"amount": str(cash), "shipment": shipment.id}
        notify(actor, (*people.buyers, *people.approvers), NoticeKind.CASH_TAKEN, order=order, **facts)
    return found


def add_photo(actor: Actor, shipment_id: int, digest: str) -> Stop:
    """A photo of where it was left; another one takes its place. Raises NotFound: it is not their stop."""
    found = stop(actor, shipment_id, lock=True)
    if found.shipment.carrier_delivered_at is None:
        raise OrderMoved(order_id=found.view.order.id)
    found.shipment.delivery_photo = digest
    log_event(actor, "shipment.photo", order=found.view.order, subject=f"shipment:{shipment_id}")
    actor.session.flush()
    return found


def _on_its_way(actor: Actor, shipment_id: int, revision: int) -> tuple[OrderView, Shipment]:
    """A parcel that left and is not there yet, as the person saw it."""
    actor.need(Right.SHIPMENT_PICK)
    view = view_order_of_parcel(actor, shipment_id, lock=True)
    shipment = view.parcel(shipment_id).shipment
    if not _is_on_its_way(shipment) or shipment.revision != revision:
        raise OrderMoved(order_id=view.order.id)
    return view, shipment


def _is_on_its_way(shipment: Shipment) -> bool:
    """The same as ``_ON_ITS_WAY``, of a row."""
    return shipment.status is ShipmentStatus.SHIPPED and shipment.carrier_delivered_at is None
