"""The house of the service sentences: drinks and snacks, a dealer with an order in each state, everybody's phone."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session, col, select, update

from domain.actor import Actor
from domain.carts import carts
from domain.catalogue.versions import touch
from domain.fulfilment import picking, shipments
from domain.imports import import_products
from domain.imports.products import PRODUCTS
from domain.orders import placing, rating, status_changes
from domain.people import invites
from domain.rules.rights import Role
from domain.tables.catalogue import Sku
from domain.tables.notices import Notice
from domain.tables.orders import Order
from domain.tables.people import Account, Address, Channel, Identity, Person
from domain.tables.stock import Warehouse
from storage.files.sheets import read_sheet
from storage.schema_version import migrate
from tests.world import World

_GOODS = Path(__file__).with_name("drinks.csv")
CASE = 24


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody with a phone; ``account``: the dealer they buy for."""

    phone: str
    name: str
    role: Role
    account: str = ""


DEALER, OTHER_DEALER = "兴隆便利店", "顺发超市"
BUYER = Member(phone="xing", name="王老板", role=Role.BUYER, account=DEALER)
PARTNER = Member(phone="niang", name="老板娘", role=Role.BUYER, account=DEALER)
OTHER_BUYER = Member(phone="shun", name="老顺", role=Role.BUYER, account=OTHER_DEALER)
SALESPERSON = Member(phone="li", name="小李", role=Role.SALESPERSON)
OTHER_SALESPERSON = Member(phone="laoli", name="老李", role=Role.SALESPERSON)
WAREHOUSE = Member(phone="zhou", name="老周", role=Role.WAREHOUSE)
FINANCE = Member(phone="sun", name="小孙", role=Role.FINANCE)
ADMIN = Member(phone="chen", name="陈总", role=Role.ADMIN)
CUSTOMER = Member(phone="mei", name="阿美", role=Role.CUSTOMER)
STAFF = (SALESPERSON, OTHER_SALESPERSON, WAREHOUSE, FINANCE, ADMIN)
BUYERS = (BUYER, PARTNER, OTHER_BUYER)
#: Who is meant by a role in the corpus.
PLAYED = {each.role.value: each for each in (BUYER, SALESPERSON, WAREHOUSE, FINANCE, ADMIN, CUSTOMER)}
TRACKING = "SF1234567890123"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The orders that every row may speak of: number by letter.

    D delivered and rated, R delivered and to rate, S on its way, P approved, K being picked, W waiting; X and Y are
    another dealer's, waiting and approved. ``at``: when all of that was done.
    """

    numbers: dict[str, str]
    at: datetime

    def letter(self, number: str) -> str:
        """How the corpus calls an order; a new one by its own number."""
        return next((letter for letter, each in self.numbers.items() if each == number), number)


def furnish(world: World) -> Standing:
    """Fill an empty database with the house and its standing orders."""
    migrate(world.database)
    with world.database.transaction() as session:
        session.add(Warehouse(name="总仓"))
        _bring_in_people(session, world, world.channel)
        import_products(world.actor(session), read_sheet(_GOODS, PRODUCTS).rows)
        touch(session)
    return _History(world).play()


def _bring_in_people(session: Session, world: World, channel: Channel) -> None:
    for member in (*STAFF, CUSTOMER):
        _bring_in(session, world, channel, member, None)
    salesperson = session.exec(select(Person).where(Person.name == SALESPERSON.name)).one()
    for name, address in ((DEALER, "梧桐路18号 王老板 13900001111"), (OTHER_DEALER, "建设路5号")):
        account = Account(name=name, language="zh-CN", salesperson_id=salesperson.id, created_at=world.clock())
        session.add(account)
        session.flush()
        session.add(Address(account_id=account.id, text=address, is_default=True))
        for member in BUYERS:
            if member.account == name:
                _bring_in(session, world, channel, member, account.id)


def _bring_in(session: Session, world: World, channel: Channel, member: Member, account_id: int | None) -> None:
    person = Person(
        name=member.name, role=member.role, account_id=account_id, language="zh-CN", created_at=world.clock()
    )
    session.add(person)
    session.flush()
    session.add(Identity(channel=channel, external=member.phone, person_id=person.id, seen_at=world.clock()))


class _History:
    """What happened today before anybody speaks."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._numbers: dict[str, str] = {}

    def play(self) -> Standing:
        self._deliver("D", ("P1033", 5 * CASE))
        self._rate("D")
        self._deliver("R", ("P1024", 4 * CASE))
        self._ship("S", ("P1022", 10 * CASE))
        self._approve("P", ("P1008", 6 * CASE))
        self._approve("K", ("P1018", 3 * CASE))
        self._pick("K")
        self._place("X", ("P1030", 60), buyer=OTHER_BUYER)
        self._place("W", ("P1001", 10 * CASE))
        self._approve("Y", ("P1024", 10 * CASE), buyer=OTHER_BUYER)
        self._share("S")
        with self._world.database.transaction() as session:  # everybody has heard of it
            session.exec(update(Notice).values(delivered_at=col(Notice.created_at)))
        return Standing(numbers=self._numbers, at=self._world.clock())

    def _by(self, session: Session, member: Member) -> Actor:
        return self._world.actor(session, member.name)

    def _order(self, session: Session, letter: str) -> Order:
        return session.exec(select(Order).where(Order.number == self._numbers[letter])).one()

    def _place(self, letter: str, line: tuple[str, int], buyer: Member = BUYER) -> None:
        self._world.clock.pass_(minutes=11)
        with self._world.database.transaction() as session:
            actor = self._by(session, buyer)
            sku_id = session.exec(select(Sku.id).where(Sku.code == line[0])).one()
            cart = carts.add(actor, [carts.CartWish(sku_id=sku_id, quantity=Decimal(line[1]))])
            placed = placing.submit(actor, cart_id=cart.cart.id, revision=cart.cart.revision, total_seen=cart.total)
            self._numbers[letter] = placed.order.number

    def _approve(self, letter: str, line: tuple[str, int], buyer: Member = BUYER) -> None:
        self._place(letter, line, buyer)
        with self._world.database.transaction() as session:
            status_changes.approve(self._by(session, SALESPERSON), self._order(session, letter).id, 1)

    def _pick(self, letter: str) -> tuple[int, int]:
        with self._world.database.transaction() as session:
            parcel = picking.pick(self._by(session, WAREHOUSE), self._order(session, letter).id)
            return parcel.id, parcel.revision

    def _ship(self, letter: str, line: tuple[str, int]) -> int:
        self._approve(letter, line)
        shipment, revision = self._pick(letter)
        self._world.clock.pass_(minutes=7)
        with self._world.database.transaction() as session:
            number = TRACKING if letter == "S" else f"SF55500000000{letter}"
            return shipments.ship(self._by(session, WAREHOUSE), shipment, revision, "sf", number).id

    def _deliver(self, letter: str, line: tuple[str, int]) -> None:
        shipment = self._ship(letter, line)
        self._world.clock.pass_(minutes=30)
        with self._world.database.transaction() as session:
            shipments.confirm_receipt(self._by(session, BUYER), shipment)

    def _rate(self, letter: str) -> None:
        with self._world.database.transaction() as session:
            rating.rate(self._by(session, BUYER), self._order(session, letter).id, 4)

    def _share(self, letter: str) -> None:
        with self._world.database.transaction() as session:
            issued = invites.share(self._by(session, BUYER), self._order(session, letter).id)
            identity = session.exec(select(Identity).where(Identity.external == CUSTOMER.phone)).one()
            invites.join(self._by(session, CUSTOMER), identity, issued.code, CUSTOMER.name)
