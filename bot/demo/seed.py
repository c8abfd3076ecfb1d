"""Seeds an empty database with the demo: goods, people and an order history, in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select, update

from bot.demo import seed_goods, seed_history, seed_money, seed_people, seed_prices, seed_promotions, seed_talk
from bot.demo.accounts import DEMO_CUSTOMER
from bot.demo.chats import Chat
from bot.demo.goods import demo_goods
from bot.demo.history import DEMO_ORDERS
from bot.demo.seed_history import SeedContext
from bot.demo.seed_people import PHONE_OWNERS
from domain import settings
from domain.actor import Supplier
from domain.people import invites
from domain.rules.business_settings import PAY_TO, RETAIL
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.catalogue import Sku
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Channel, Identity, Person
from domain.tables.shipments import Shipment
from storage.engine import Database
from storage.perform import perform
from storage.wipe import delete_all

#: How much is done, of how much.
Progress = Callable[[int, int], None]
#: The business opened before its first order.
_OPENED = timedelta(days=max(order.days_ago for order in DEMO_ORDERS) + 2)
#: What the phones ring with when the demo is opened; older news was heard long ago.
_FRESH = {
    Chat.SALESPERSON: NoticeKind.ORDER_WAITING,
    Chat.WAREHOUSE: NoticeKind.ORDER_TO_PICK,
    Chat.FINANCE: NoticeKind.PAYMENT_CLAIMED,
}


class NotDemoDatabase(Exception):  # noqa: N818 - a refusal, not an error
    """The database holds somebody's own goods or people: sample goods would be mixed with them."""


class _Steps:
    """Counts finished steps and reports the progress."""

    def __init__(self, progress: Progress) -> None:
        self._done = 0
        self._whole = 2 * len(demo_goods()) + len(DEMO_ORDERS)
        self._progress = progress

    def tick(self) -> None:
        self._done += 1
        self._progress(self._done, self._whole)


def is_seeded(session: Session) -> bool:
    """Whether the demo's people are in the database."""
    query = select(Identity.id).where(Identity.channel == Channel.DEMO, col(Identity.person_id).is_not(None))
    return session.exec(query.limit(1)).first() is not None


def clear(database: Database) -> None:
    """Delete the demo data, so that it can be seeded again; any other database is left alone."""
    perform(database, lambda session: delete_all(session) if is_seeded(session) else None)


def seed(database: Database, supplier: Supplier, now: datetime, progress: Progress) -> None:
    """Seed the demo, all or nothing; a seeded one is left as it is. Raises NotEmpty: it holds something else."""
    with database.reading() as session:
        if is_seeded(session):
            return
        if session.exec(select(Sku.id).limit(1)).first() or session.exec(select(Person.id).limit(1)).first():
            raise NotDemoDatabase
    steps = _Steps(progress)
    pictures = seed_goods.draw_all(steps.tick)
    perform(database, lambda session: _seed(session, supplier, now, pictures, steps.tick))


def _seed(
    session: Session,
    supplier: Supplier,
    now: datetime,
    pictures: Mapping[str, seed_goods.DrawnPicture],
    tick: seed_goods.Tick,
) -> None:
    opened = now - _OPENED
    context = SeedContext(
        session=session,
        supplier=supplier,
        now=now,
        people=seed_people.seed_people(session, opened, now),
        goods=seed_goods.seed_catalogue(session, pictures),
    )
    warehouse = context.actor(PHONE_OWNERS[Chat.WAREHOUSE], opened)
    seed_goods.receive_stock(warehouse, context.goods, seed_history.shipped_quantities(), tick)
    seed_history.replay_orders(context, tick, seed_money.book_payments(context))
    seed_prices.seed_prices(context.actor(None, now), context.people.accounts)
    for name, value in ((RETAIL.name, "open"), (PAY_TO.name, "Demo Bank 6200 0000 0000 0000")):
        settings.change(context.actor(None, now), name, value)
    seed_money.pay_for_an_order(context)
    seed_money.ask_for_an_invoice(context)
    seed_money.claim_payment(context)
    seed_promotions.seed_promotions(context.actor(None, now), context.goods.skus)
    seed_talk.seed_talk(context)
    _add_customer(context)
    _mark_old_notices_delivered(context)


def _add_customer(context: SeedContext) -> None:
    """The buyer shares a shipped order with a customer, who joins by the invite like anybody."""
    buyer = context.people.by_key[PHONE_OWNERS[Chat.BUYER]]
    query = select(Order.id).join(Shipment).where(Order.buyer_id == buyer.id, Shipment.status == ShipmentStatus.SHIPPED)
    order_id = context.session.exec(query.order_by(col(Order.submitted_at).desc())).first()
    if order_id is None:
        raise AssertionError("the buyer has nothing on its way")
    shared = context.now - timedelta(hours=5)
    issued = invites.share(context.actor(buyer, shared), order_id)
    identity = Identity(channel=Channel.DEMO, external=Chat.CUSTOMER.value, seen_at=context.now)
    context.session.add(identity)
    context.session.flush()
    joining = context.actor(None, shared + timedelta(minutes=12))
    invites.join(joining, identity, issued.code, DEMO_CUSTOMER.name)
    context.session.get_one(Person, identity.person_id).language = DEMO_CUSTOMER.language


def _mark_old_notices_delivered(context: SeedContext) -> None:
    """Mark all notices delivered but the newest that ask for an approval, a picking or a look at the bank."""
    context.session.flush()
    fresh = [_newest(context, context.people.by_key[PHONE_OWNERS[chat]], kind) for chat, kind in _FRESH.items()]
    old = col(Notice.id).not_in(fresh)
    context.session.exec(update(Notice).where(old).values(delivered_at=col(Notice.created_at)))


def _newest(context: SeedContext, person: Person, kind: NoticeKind) -> int:
    buyer = context.people.by_key[PHONE_OWNERS[Chat.BUYER]]
    theirs = or_(col(Notice.order_id).is_(None), col(Order.buyer_id) == buyer.id)
    query = (
        select(Notice.id)
        .join(Order, isouter=True)
        .where(theirs)
        .where(Notice.person_id == person.id, Notice.kind == kind)
    )
    return context.session.exec(query.order_by(col(Notice.created_at).desc()).limit(1)).one()
