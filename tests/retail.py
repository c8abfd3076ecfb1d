"""A shop with its door for retail open, and strangers who come in by it."""

from sqlmodel import col, select

from domain import settings
from domain.tables.people import Account, Identity, Person
from tests.phones import Phone
from tests.prices import Said, give
from tests.world import World

GROUP = "零售"
#: What a consumer pays for a bottle; nobody else does.
OWN_PRICE = "3.1500"


def set_up(world: World, name: str, value: str) -> None:
    """A business setting, as the command line sets it."""
    with world.database.transaction() as session:
        settings.change(world.actor(session), name, value)


def open_door(world: World, most: int = 200) -> None:
    """Open it, with a price list of the retail group."""
    give(world, "零售价", [Said("KL500", OWN_PRICE)], group=GROUP)
    set_up(world, "retail", "open")
    set_up(world, "retail_daily", str(most))


def come_in(world: World, identity: str, name: str = "张三", phone: str = "13800000000") -> Phone:
    """A stranger comes in by the door."""
    return world.phone(identity).types("你好").types(f"{name} {phone}").taps("✅ 同意")


def account_of(world: World, identity: str) -> Account | None:
    """The account of whoever has this chat; none for a stranger."""
    with world.session() as session:
        query = select(Account).join(Person, col(Person.account_id) == Account.id)
        query = query.join(Identity, col(Identity.person_id) == Person.id).where(Identity.external == identity)
        return session.exec(query).first()
