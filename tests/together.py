"""Several people who act in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from threading import Barrier, Event

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from domain.rules.rights import Role
from domain.tables.people import Account, Identity, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.phones import Phone
from tests.world import World

#: Longer than any of this takes; a test that hangs fails instead.
PATIENCE = 60
TRIES = 5


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Everybody begins in the same moment; what each of them got."""
    start = Barrier(len(acts))

    def begin(act: Callable[[], object]) -> object:
        start.wait(PATIENCE)
        return delivered(act)

    with ThreadPoolExecutor(len(acts)) as people:
        return [each.result(PATIENCE) for each in [people.submit(begin, act) for act in acts]]


def delivered(act: Callable[[], object]) -> object:
    """Where the database was too busy nothing was done, and the platform delivers again."""
    for _ in range(TRIES):
        with suppress(OperationalError):
            return act()
    return act()


def is_waiting(world: World) -> bool:
    """Whether somebody waits for somebody else's lock, on PostgreSQL: asked from outside, whoever has one open here."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    outside = create_engine(world.database.engine.url, poolclass=NullPool)
    with outside.connect() as connection:
        return connection.execute(text(waiting)).first() is not None


def wait_until(predicate: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 50):
        if predicate():
            return
        Event().wait(0.02)
    raise AssertionError("waited in vain")


def newcomer(world: World, identity: str, role: Role, account: str = "") -> Phone:
    """One more person with a phone; ``account``: the new account they buy for."""
    with world.database.transaction() as session:
        person = Person(name=identity, role=role, created_at=world.clock(), language="zh-CN")
        if account:
            buying = Account(name=account, created_at=world.clock())
            session.add(buying)
            session.flush()
            person.account_id = buying.id
        session.add(person)
        session.flush()
        session.add(Identity(channel=world.channel, external=identity, person_id=person.id, seen_at=world.clock()))
    return world.phone(identity)


def presses(phone: Phone, verb: Verb, *args: int | Decimal | str) -> Callable[[], Phone]:
    """A press that waits for its moment."""
    return lambda: phone.presses(data_of(verb, *args))
