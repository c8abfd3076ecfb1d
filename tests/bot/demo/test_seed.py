from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, func, select
from structlog.testing import capture_logs

from bot.demo.chats import Chat, dataset_id, phone_owners
from bot.demo.goods import demo_goods
from bot.demo.history import DEMO_ORDERS, DemoOutcome
from bot.demo.seed import NotDemoDatabase, clear, is_seeded, seed
from domain.actor import Actor
from domain.checks import check_all
from domain.finance import balances, credit
from domain.rules.finance.invoicing import InvoiceState
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.catalogue import Sku
from domain.tables.invoices import InvoiceRequest
from domain.tables.ledger import PaymentAllocation, PaymentClaim
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Event, Order, OrderShare
from domain.tables.people import Account, Channel, Identity, Person, Place
from domain.tables.shipments import Shipment
from domain.tables.stock import MoveKind, StockLevel, StockMove
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Answer, Started, Tapped
from handlers.conversation.verbs import Verb
from storage.engine import Database
from storage.media import load
from storage.schema import METADATA
from storage.schema_version import migrate
from tests.bot.demo.house import MIDNIGHT, Visitor, furnished
from tests.grounds import Ground, Plan
from tests.world import SUPPLIER

STATUSES = {
    DemoOutcome.completed: OrderStatus.COMPLETED,
    DemoOutcome.shipped: OrderStatus.APPROVED,
    DemoOutcome.partly_shipped: OrderStatus.APPROVED,
    DemoOutcome.approved: OrderStatus.APPROVED,
    DemoOutcome.waiting: OrderStatus.SUBMITTED,
    DemoOutcome.rejected: OrderStatus.REJECTED,
    DemoOutcome.cancelled: OrderStatus.CANCELLED,
}


def furnish(database: Database) -> list[tuple[int, int]]:
    """The demo house; how far it said that it was, each time."""
    migrate(database)
    progress: list[tuple[int, int]] = []
    furnished(database, lambda done, whole: progress.append((done, whole)))
    return progress


@pytest.fixture
def plan(ground: Ground) -> Plan:
    return ground.plan("demo house", furnish)


@pytest.fixture
def database(plan: Plan) -> Iterator[Database]:
    with plan.copy() as url:
        database = Database(url)
        yield database
        database.close()


@pytest.fixture
def empty(ground: Ground) -> Iterator[Database]:
    with ground.plan("empty", migrate).copy() as url:
        database = Database(url)
        yield database
        database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as session:
        yield session


def test_all_records_of_the_demo_house_agree(session: Session) -> None:
    assert check_all(session) == []


def test_on_the_shelves_is_what_the_catalogue_says(session: Session) -> None:
    rows = session.exec(select(Sku, StockLevel).join(StockLevel, col(StockLevel.sku_id) == Sku.id)).all()
    assert {sku.code: level.on_hand for sku, level in rows} == {good.sku: good.stock for good in demo_goods()}
    moves: dict[int, Decimal] = {}
    for move in session.exec(select(StockMove)):
        moves[move.sku_id] = moves.get(move.sku_id, Decimal(0)) + move.quantity
    assert {level.sku_id: level.on_hand for _, level in rows if level.on_hand} == {k: v for k, v in moves.items() if v}


def test_goods_came_in_once_and_left_only_in_parcels(session: Session) -> None:
    kinds = session.exec(select(StockMove.kind, func.count()).group_by(StockMove.kind)).all()
    assert {kind for kind, _ in kinds} == {MoveKind.RECEIVED, MoveKind.SHIPPED}


def test_each_sku_has_a_picture_of_its_own_in_both_languages(session: Session) -> None:
    pictures = [picture for sku in session.exec(select(Sku)) for picture in (sku.picture, sku.picture_en)]
    assert len(set(pictures)) == len(pictures)
    for each in pictures:
        picture = load(session, each or "")
        assert picture is not None
        assert picture.content.startswith(b"\xff\xd8")


def test_every_order_of_the_past_came_as_far_as_it_should(session: Session) -> None:
    wanted = sorted(STATUSES[order.outcome] for order in DEMO_ORDERS)
    assert sorted(session.exec(select(Order.status)).all()) == wanted
    parcels = session.exec(select(Shipment.status)).all()
    sent = [parcel.delivered for order in DEMO_ORDERS for parcel in order.shipments]
    assert parcels.count(ShipmentStatus.DELIVERED) == sent.count(True)
    assert parcels.count(ShipmentStatus.SHIPPED) == sent.count(False)
    assert len(parcels) == len(sent)


def test_nothing_of_the_past_lies_in_the_future_even_at_midnight(session: Session) -> None:
    for moment in (Event.at, Order.submitted_at, StockMove.at, Notice.created_at, Shipment.shipped_at):
        assert (session.exec(select(func.max(moment))).one() or MIDNIGHT) <= MIDNIGHT


def test_what_happened_was_written_down_in_the_order_of_time(session: Session) -> None:
    in_between = col(Event.kind).not_like("thread.%")  # the talk is told after the orders it was held among
    query = select(Event.at).where(Event.kind != "invite.issued", in_between)
    moments = session.exec(query.order_by(col(Event.id))).all()
    before_the_invite = list(moments)[:-1]
    assert before_the_invite == sorted(before_the_invite)


def test_the_phones_belong_to_one_story(session: Session) -> None:
    shown = phone_owners(session)
    assert set(shown) == set(Chat)
    assert [chat for chat, face in shown.items() if not face["role"]] == [Chat.STRANGER]
    people = {
        identity.external: person
        for identity, person in session.exec(
            select(Identity, Person).join(Person).where(Identity.channel == Channel.DEMO)
        )
    }
    known = set(Chat) - {Chat.STRANGER}
    assert {chat: person.role for chat, person in people.items()} == {chat.value: Role(chat.value) for chat in known}
    buyer, customer = people[Chat.BUYER], people[Chat.CUSTOMER]
    account = session.get_one(Account, buyer.account_id)
    assert account.salesperson_id == people[Chat.SALESPERSON].id
    followed = session.exec(select(Order).join(OrderShare).where(OrderShare.person_id == customer.id)).one()
    assert followed.buyer_id == buyer.id
    assert session.exec(select(Shipment.status).where(Shipment.order_id == followed.id)).one() == ShipmentStatus.SHIPPED
    theirs = session.exec(select(Order.status).where(Order.buyer_id == buyer.id)).all()
    assert {OrderStatus.SUBMITTED, OrderStatus.APPROVED, OrderStatus.COMPLETED} <= set(theirs)


def test_the_page_opens_with_one_piece_of_news_for_who_must_act(session: Session) -> None:
    query = select(Identity.external, Notice.kind).join(Notice, col(Notice.person_id) == Identity.person_id)
    fresh = session.exec(query.where(col(Notice.delivered_at).is_(None))).all()
    assert sorted(fresh) == [
        (Chat.FINANCE.value, NoticeKind.PAYMENT_CLAIMED),
        (Chat.SALESPERSON.value, NoticeKind.ORDER_WAITING),
        (Chat.WAREHOUSE.value, NoticeKind.ORDER_TO_PICK),
    ]
    old = session.exec(select(Notice).where(col(Notice.delivered_at).is_not(None))).all()
    assert all(notice.delivered_at == notice.created_at for notice in old)


def test_the_money_of_the_demo_has_something_for_everybody(session: Session) -> None:
    """One dealer near their limit, one late who says they paid, one paid for an order, one asks for an invoice."""
    admin = session.exec(select(Person).where(Person.role == Role.ADMIN)).first()
    actor = Actor(session=session, person=admin, now=MIDNIGHT, supplier=SUPPLIER, where=Place.DEMO)
    named = {account.name: account.id for account in session.exec(select(Account))}
    near = credit.credit_of(actor, named["老赵粮油副食"])
    assert near.most is not None
    assert near.free is not None
    assert 0 < near.free < near.most / 5
    assert [each.account.name for each in balances.debtors(actor, overdue=True)] == ["家和社区超市"]
    assert session.exec(select(PaymentClaim).where(col(PaymentClaim.decided_at).is_(None))).one().amount > 0
    kept = session.exec(select(PaymentAllocation.account_id).where(col(PaymentAllocation.order_id).is_not(None))).all()
    assert named["湘味小馆"] in kept
    asked = session.exec(select(InvoiceRequest)).one()
    assert (asked.title, asked.state) == ("兴隆便利店", InvoiceState.ASKED)


def test_progress_runs_from_the_first_picture_to_the_last_order(plan: Plan) -> None:
    progress = plan.made
    assert [done for done, _ in progress] == list(range(1, len(progress) + 1))
    assert progress[-1][0] == progress[-1][1]


def rows(database: Database) -> dict[str, int]:
    with database.transaction() as session:
        return {
            table.name: session.exec(select(func.count()).select_from(table)).one() for table in METADATA.sorted_tables
        }


def test_seeding_a_seeded_house_does_nothing(database: Database) -> None:
    before = rows(database)
    seed(database, SUPPLIER, MIDNIGHT, lambda *_: pytest.fail("something was done"))
    assert rows(database) == before


@pytest.mark.long
def test_a_cleared_house_is_empty_and_can_be_furnished_anew(database: Database) -> None:
    before = rows(database)
    with database.transaction() as session:
        named = dataset_id(session)
    clear(database)
    assert {table: count for table, count in rows(database).items() if count} == {}
    seed(database, SUPPLIER, MIDNIGHT + timedelta(days=1), lambda *_: None)
    assert rows(database) == before
    with database.transaction() as session:
        assert dataset_id(session) not in {"", named}
        assert check_all(session) == []


def test_a_house_of_somebodys_own_is_not_cleared(empty: Database) -> None:
    with empty.transaction() as session:
        session.add(Person(name="老板", role=Role.ADMIN, created_at=MIDNIGHT))
    clear(empty)
    with empty.transaction() as session:
        assert session.exec(select(Person.name)).all() == ["老板"]


def test_sample_goods_are_not_mixed_with_somebodys_own(empty: Database) -> None:
    with empty.transaction() as session:
        session.add(Person(name="老板", role=Role.ADMIN, created_at=MIDNIGHT))
    with pytest.raises(NotDemoDatabase):
        seed(empty, SUPPLIER, MIDNIGHT, lambda *_: None)
    with empty.transaction() as session:
        assert not is_seeded(session)
        assert session.exec(select(Sku)).all() == []


def all_text(answer: Answer) -> str:
    labels = [button.label for reply in answer.replies for button in reply.choices()]
    return "\n".join([*(reply.text() for reply in answer.replies), *labels])


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("chat", Chat)
def test_every_way_from_the_menu_leads_to_something(database: Database, chat: Chat, language: str) -> None:
    visitor = Visitor(database)
    visitor.does(chat, Tapped(data=data_of(Verb.LANGUAGE, language)))
    with capture_logs() as logs:
        menu = visitor.does(chat, Started())
        assert menu.language == language
        for button in menu.replies[-1].choices():
            screen = visitor.does(chat, Tapped(data=button.data))
            assert all_text(screen).strip()
    assert logs == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(
    ("chat", "verb", "rows"),
    [
        (Chat.BUYER, Verb.ORDERS, 5),
        (Chat.BUYER, Verb.TRANSIT, 1),
        (Chat.BUYER, Verb.BROWSE, 5),
        (Chat.SALESPERSON, Verb.WAITING, 2),
        (Chat.SALESPERSON, Verb.ACCOUNTS, 2),
        (Chat.WAREHOUSE, Verb.QUEUE, 4),
        (Chat.CUSTOMER, Verb.ORDERS, 1),
        (Chat.FINANCE, Verb.ORDERS, 5),
        (Chat.ADMIN, Verb.WAITING, 3),
    ],
)
def test_first_screens_are_not_empty(database: Database, chat: Chat, verb: Verb, rows: int, language: str) -> None:
    visitor = Visitor(database)
    visitor.does(chat, Tapped(data=data_of(Verb.LANGUAGE, language)))
    screen = visitor.does(chat, Tapped(data=data_of(verb)))
    ways = sum(len(reply.choices()) for reply in screen.replies)
    assert ways > rows, all_text(screen)
