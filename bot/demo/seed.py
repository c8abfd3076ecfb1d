"""Fills an empty database with the demo house: goods, people, and a past that really happened, in one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from bot.demo import cast, past, shelves
from bot.demo.accounts import DEMO_CUSTOMER
from bot.demo.cast import HOLDERS
from bot.demo.chats import Chat
from bot.demo.goods import demo_goods
from bot.demo.history import DEMO_ORDERS
from bot.demo.past import Scene
from domain import invites
from domain.acting import House
from domain.tables.catalogue import Sku
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Channel, Identity, Person
from domain.tables.shipments import Shipment, ShipmentStatus
from storage.emptying import empty
from storage.engine import Database

#: How much is done, of how much.
Progress = Callable[[int, int], None]
#: The house opened before its first order.
_OPENED = timedelta(days=max(order.days_ago for order in DEMO_ORDERS) + 2)
#: What the phones ring with when the demo is opened; older news was heard long ago.
_FRESH = {Chat.SALESPERSON: NoticeKind.ORDER_WAITING, Chat.WAREHOUSE: NoticeKind.ORDER_TO_PICK}


class NotEmpty(Exception):  # noqa: N818 - a refusal, not an error
    """The database holds somebody's own goods or people: sample goods would be mixed with them."""


class _Steps:
    """Counts what is done and says so."""

    def __init__(self, progress: Progress) -> None:
        self._done = 0
        self._whole = 2 * len(demo_goods()) + len(DEMO_ORDERS)
        self._progress = progress

    def tick(self) -> None:
        self._done += 1
        self._progress(self._done, self._whole)


def is_seeded(session: Session) -> bool:
    """Whether the demo's people are here."""
    query = select(Identity.id).where(Identity.channel == Channel.DEMO, col(Identity.person_id).is_not(None))
    return session.exec(query.limit(1)).first() is not None


def clear(database: Database) -> None:
    """Empty the demo house, so that it can be furnished anew; what is no demo house is left alone."""
    with database.transaction() as session:
        if is_seeded(session):
            empty(session)


def seed(database: Database, house: House, now: datetime, progress: Progress) -> None:
    """Make the demo house; all of it or nothing. A house that stands is left as it is.

    Raises:
        NotEmpty: the database holds something else.
    """
    with database.transaction() as session:
        if is_seeded(session):
            return
        if session.exec(select(Sku.id).limit(1)).first() or session.exec(select(Person.id).limit(1)).first():
            raise NotEmpty
    steps = _Steps(progress)
    pictures = shelves.draw_all(steps.tick)
    with database.transaction() as session:
        opened = now - _OPENED
        scene = Scene(
            session=session,
            house=house,
            now=now,
            cast=cast.bring_in(session, opened, now),
            shelves=shelves.fill(session, pictures),
        )
        shelves.stock_up(scene.by(HOLDERS[Chat.WAREHOUSE], opened), scene.shelves, past.sent_since(), steps.tick)
        past.play(scene, steps.tick)
        _bring_in_customer(scene)
        _hear_old_news(scene)


def _bring_in_customer(scene: Scene) -> None:
    """The buyer shares the order on its way with a customer, who joins by the invite as anybody would."""
    buyer = scene.cast.people[HOLDERS[Chat.BUYER]]
    query = select(Order.id).join(Shipment).where(Order.buyer_id == buyer.id, Shipment.status == ShipmentStatus.SHIPPED)
    order_id = scene.session.exec(query.order_by(col(Order.submitted_at).desc())).first()
    if order_id is None:
        raise AssertionError("the buyer has nothing on its way")
    shared = scene.now - timedelta(hours=5)
    issued = invites.share(scene.by(buyer, shared), order_id)
    identity = Identity(channel=Channel.DEMO, external=Chat.CUSTOMER.value, seen_at=scene.now)
    scene.session.add(identity)
    scene.session.flush()
    joining = scene.by(None, shared + timedelta(minutes=12))
    invites.join(joining, identity, issued.code, DEMO_CUSTOMER.name)
    scene.session.get_one(Person, identity.person_id).language = DEMO_CUSTOMER.language


def _hear_old_news(scene: Scene) -> None:
    """Everybody has long heard what happened, but for the newest of the buyer's orders that waits for a hand."""
    scene.session.flush()
    fresh = [_newest(scene, scene.cast.people[HOLDERS[chat]], kind) for chat, kind in _FRESH.items()]
    old = col(Notice.id).not_in(fresh)
    scene.session.exec(update(Notice).where(old).values(delivered_at=col(Notice.created_at)))


def _newest(scene: Scene, person: Person, kind: NoticeKind) -> int:
    buyer = scene.cast.people[HOLDERS[Chat.BUYER]]
    query = select(Notice.id).join(Order).where(Order.buyer_id == buyer.id)
    query = query.where(Notice.person_id == person.id, Notice.kind == kind)
    return scene.session.exec(query.order_by(col(Notice.created_at).desc()).limit(1)).one()
