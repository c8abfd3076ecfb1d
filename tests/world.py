"""A small wholesaler on a real database: goods, accounts, people, a clock that tests move, and their phones."""

# ruff: noqa: E501 - a table reads best with one row on a line

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlmodel import Session, func, select

from domain.actor import Actor, Supplier
from domain.catalogue.versions import touch
from domain.db.statements import attach
from domain.rules.rights import Role
from domain.tables.catalogue import Alias, Category, Pack, Product, Sku
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Account, Address, Channel, Identity, Person, Place
from domain.tables.stock import MoveKind, StockLevel, StockMove, Warehouse
from handlers.conversation.request import Request
from handlers.conversation.turn import Answer, Incoming
from handlers.front_door import FrontDoor
from handlers.notices.prepare import NoAddress, NoticeContext, prepare
from locales import words_for
from storage import outbox
from storage.catalogue_index import CatalogueIndex
from storage.engine import Database
from storage.schema_version import migrate
from tests.phones import Phone

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
SUPPLIER = Supplier(
    currency="CNY",
    zone=ZoneInfo("Asia/Shanghai"),
    language="zh-CN",
    reservation=timedelta(hours=48),
    reminder=timedelta(hours=1),
    digest_hour=8,
    secret=b"for tests only",
)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """A SKU of the test catalogue. Brands are invented."""

    code: str
    name: str
    name_en: str
    spec: str
    unit: str
    unit_en: str
    price: str
    pack: str = "箱"
    pack_en: str = "case"
    size: int = 24
    stock: int = 1000
    category: str = "饮料"
    category_en: str = "Drinks"
    aliases: tuple[str, ...] = ()
    barcode: str = ""
    product: str = ""
    decimals: int = 0
    backorder: bool = False
    minimum: int = 1
    multiple: str = "1"
    spec_en: str = ""


THINGS = (
    Thing(code="KL330", name="峰泡可乐", name_en="Fengpao Cola", spec="330ml罐", spec_en="330ml can", unit="罐", unit_en="can", price="1.8333", aliases=("可乐330", "cola330"), barcode="2000000000015", product="cola"),
    Thing(code="KL500", name="峰泡可乐", name_en="Fengpao Cola", spec="500ml瓶", spec_en="500ml bottle", unit="瓶", unit_en="bottle", price="2.50", aliases=("可乐500",), barcode="2000000000022", product="cola"),
    Thing(code="XB330", name="雪璃柠檬汽水", name_en="Xueli Lemon Soda", spec="330ml罐", spec_en="330ml can", unit="罐", unit_en="can", price="1.75", aliases=("雪璃",), barcode="2000000000039"),
    Thing(code="HN250", name="火犇能量饮料", name_en="Huoben Energy", spec="250ml罐", spec_en="250ml can", unit="罐", unit_en="can", price="4.20", aliases=("红牛", "火犇"), barcode="2000000000046", stock=48),
    Thing(code="QS550", name="青岚山泉水", name_en="Qinglan Spring Water", spec="550ml瓶", spec_en="550ml bottle", unit="瓶", unit_en="bottle", price="0.90", aliases=("矿泉水",), barcode="2000000000053", category="水", category_en="Water"),
    Thing(code="JY1900", name="味满楼生抽", name_en="Weimanlou Light Soy Sauce", spec="1.9L桶", spec_en="1.9L jug", unit="桶", unit_en="jug", price="12.80", size=6, aliases=("生抽",), barcode="2000000000060", category="调味品", category_en="Seasoning"),
    Thing(code="MM5", name="禾稼米线", name_en="Hejia Rice Noodles", spec="散装", spec_en="loose", unit="kg", unit_en="kg", price="6.55", pack="袋", pack_en="bag", size=25, decimals=3, multiple="0.001", stock=500, barcode="2000000000077", category="粮油", category_en="Staples"),
    Thing(code="ZJ10", name="棉雾抽纸", name_en="Mianwu Tissues", spec="10包提", spec_en="pack of 10", unit="提", unit_en="pack", price="15.90", size=8, stock=0, backorder=True, barcode="2000000000084", category="纸品", category_en="Paper"),
)  # fmt: skip


@dataclass
class Clock:
    """The time it is; only a test moves it."""

    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class World:
    """Everything a story needs. ``channel`` is where everybody's phone is."""

    database: Database
    channel: Channel
    clock: Clock
    supplier: Supplier
    catalogue_index: CatalogueIndex
    door: FrontDoor
    phones: dict[str, Phone] = field(default_factory=dict)

    def phone(self, identity: str, channel: Channel | None = None) -> Phone:
        """Somebody's phone; a new name is a stranger's."""
        return self.phones.setdefault(identity, Phone(self.answer, channel or self.channel, identity, self.database))

    def answer(self, incoming: Incoming) -> Answer:
        """What the house answers: at once where it can, else as from a thread."""
        return self.door.answer_inline(incoming) or self.door.answer(incoming)

    @property
    def dealer(self) -> Phone:
        """老李, who buys for 李记便利店 (Chinese)."""
        return self.phone("li")

    @property
    def english_dealer(self) -> Phone:
        """Ann, who buys for Harbour Mart (English)."""
        return self.phone("ann")

    @property
    def salesperson(self) -> Phone:
        """小王, who looks after 李记便利店 and Harbour Mart."""
        return self.phone("wang")

    @property
    def other_salesperson(self) -> Phone:
        """小赵, who looks after nobody of these."""
        return self.phone("zhao")

    @property
    def warehouse(self) -> Phone:
        """老周 in the warehouse."""
        return self.phone("zhou")

    @property
    def admin(self) -> Phone:
        """陈总, the owner."""
        return self.phone("chen")

    @property
    def finance(self) -> Phone:
        """会计小孙."""
        return self.phone("sun")

    @property
    def customer(self) -> Phone:
        """老李's own customer: nothing was shared with her yet."""
        return self.phone("mei")

    def session(self) -> Session:
        """A session to look into the database."""
        return Session(self.database.engine, expire_on_commit=False)

    def person(self, name: str) -> Person:
        """A person by name."""
        with self.session() as session:
            return session.exec(select(Person).where(Person.name == name)).one()

    def actor(self, session: Session, name: str | None = None, where: Place | None = None) -> Actor:
        """An actor for calling acts directly, in their chat unless they act elsewhere."""
        person = session.exec(select(Person).where(Person.name == name)).one() if name else None
        here = where or Place(self.channel.value)
        return Actor(session=session, person=person, now=self.clock(), supplier=self.supplier, where=here)

    def request(self, session: Session, name: str) -> Request:
        """Somebody's message, for looking at what a handler draws."""
        actor = self.actor(session, name)
        identity = session.exec(select(Identity).where(Identity.person_id == actor.person_id)).one()
        account = session.get(Account, actor.account_id) if actor.account_id else None
        say = words_for(actor.person.language if actor.person else "")
        index = self.catalogue_index
        return Request(
            actor=actor, identity=identity, account=account, say=say, memory={}, catalogue_index=index, name=name
        )

    def notices(self, kind: NoticeKind) -> int:
        """How many notices of a kind were written."""
        with self.session() as session:
            return session.exec(select(func.count()).where(Notice.kind == kind)).one()

    def stock(self, code: str) -> StockLevel:
        """How much there is of a SKU."""
        with self.session() as session:
            return session.exec(select(StockLevel).join(Sku).where(Sku.code == code)).one()

    def sku(self, code: str) -> Sku:
        """A SKU by its code."""
        with self.session() as session:
            return session.exec(select(Sku).where(Sku.code == code)).one()

    def deliver(self) -> None:
        """Bring every due notice to its phone, as the sender does."""
        while self._deliver_once():
            pass

    def _deliver_once(self) -> bool:
        with self.database.transaction() as session:
            due = outbox.claim(session, self.clock())
            desk = NoticeContext(
                session=session, supplier=self.supplier, now=self.clock(), catalogue_index=self.catalogue_index
            )
            for notice in due:
                push = prepare(desk, notice)
                if isinstance(push, NoAddress):
                    outbox.defer(attach(session, notice), "nowhere to write to")
                    continue
                outbox.mark_delivered(attach(session, notice), self.clock())
                if push is not None:
                    self.phone(push.identity.external, push.identity.channel).hear(push, session)
            return bool(due)


def furnish(session: Session, now: datetime, channel: Channel) -> None:
    """Goods on the shelves, accounts, and people with a phone on the channel."""
    home = Warehouse(name="总仓")
    session.add(home)
    stock_shelves(session, home, now)
    wang = _person(session, channel, now, "wang", "小王", Role.SALESPERSON)
    _person(session, channel, now, "zhao", "小赵", Role.SALESPERSON)
    for identity, name, role in (
        ("zhou", "老周", Role.WAREHOUSE),
        ("chen", "陈总", Role.ADMIN),
        ("sun", "小孙", Role.FINANCE),
        ("mei", "阿美", Role.CUSTOMER),
    ):
        _person(session, channel, now, identity, name, role)
    for account_name, language, identity, name, address in (
        ("李记便利店", "zh-CN", "li", "老李", "梧桐路18号"),
        ("Harbour Mart", "en", "ann", "Ann", "7 Quay Street"),
        ("陌生超市", "zh-CN", "mo", "老莫", "远方路1号"),
    ):
        account = Account(
            name=account_name, language=language, salesperson_id=wang.id if name != "老莫" else None, created_at=now
        )
        session.add(account)
        session.flush()
        session.add(Address(account_id=account.id, text=address, is_default=True))
        person = _person(session, channel, now, identity, name, Role.BUYER)
        person.account_id, person.language = account.id, language
    touch(session)


def _person(session: Session, channel: Channel, now: datetime, identity: str, name: str, role: Role) -> Person:
    person = Person(name=name, role=role, created_at=now, language="zh-CN")
    session.add(person)
    session.flush()
    session.add(Identity(channel=channel, external=identity, person_id=person.id, seen_at=now))
    return person


def stock_shelves(session: Session, home: Warehouse, now: datetime) -> None:
    """The test catalogue, with what is there of it."""
    session.flush()
    categories: dict[str, Category] = {}
    products: dict[str, Product] = {}
    for thing in THINGS:
        category = categories.setdefault(
            thing.category, Category(name=thing.category, name_en=thing.category_en, position=len(categories))
        )
        session.add(category)
        session.flush()
        key = thing.product or thing.code
        product = products.setdefault(
            key, Product(key=key, name=thing.name, name_en=thing.name_en, category_id=category.id)
        )
        session.add(product)
        session.flush()
        sku = _sku(thing, product)
        session.add(sku)
        session.flush()
        session.add(Pack(sku_id=sku.id, name=thing.pack, name_en=thing.pack_en, size=thing.size))
        session.add_all(Alias(sku_id=sku.id, text=alias) for alias in thing.aliases)
        session.add(StockLevel(warehouse_id=home.id, sku_id=sku.id, on_hand=Decimal(thing.stock)))
        if thing.stock:
            session.add(
                StockMove(
                    warehouse_id=home.id, sku_id=sku.id, quantity=Decimal(thing.stock), kind=MoveKind.RECEIVED, at=now
                )
            )


def _sku(thing: Thing, product: Product) -> Sku:
    return Sku(
        code=thing.code,
        product_id=product.id,
        barcode=thing.barcode,
        spec=thing.spec,
        spec_en=thing.spec_en,
        unit=thing.unit,
        unit_en=thing.unit_en,
        price=Decimal(thing.price),
        decimals=thing.decimals,
        minimum=Decimal(thing.minimum) if thing.multiple == "1" else Decimal(thing.multiple),
        multiple=Decimal(thing.multiple),
        backorder=thing.backorder,
    )


def build(database: Database, channel: Channel) -> None:
    """Fill an empty database, as a plan for the worlds of many tests."""
    migrate(database)
    with database.transaction() as session:
        furnish(session, MONDAY, channel)


def open_world(url: str, channel: Channel, wrap: Callable[[Database], Database] = lambda d: d) -> World:
    """The world in a database that was built."""
    return world_on(wrap(Database(url)), channel)


def world_on(database: Database, channel: Channel) -> World:
    """A world whose facts are there already."""
    clock = Clock()
    catalogue_index = CatalogueIndex()
    door = FrontDoor(database=database, supplier=SUPPLIER, now=clock, catalogue_index=catalogue_index)
    return World(
        database=database, channel=channel, clock=clock, supplier=SUPPLIER, catalogue_index=catalogue_index, door=door
    )
