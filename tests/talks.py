"""Talks with a person, for stories of them: time passes, and what was said is read from the database."""

from sqlmodel import col, select

from domain import scheduled
from domain.checks import check_all
from domain.tables.people import Person
from domain.tables.threads import Thread, ThreadMessage
from tests.world import World


def pass_minutes(world: World, minutes: int, *, runs: int = 1) -> int:
    """The clock goes on, the job runs, and its news arrives. How much was due."""
    world.clock.pass_(minutes=minutes)
    found = 0
    for _ in range(runs):
        with world.database.transaction() as session:
            found += scheduled.follow_up_talks(world.actor(session))
    world.deliver()
    return found


def said(world: World) -> list[tuple[str, str]]:
    """Who said what, in its order; what is held is not said."""
    with world.session() as session:
        query = select(Person.name, ThreadMessage.words).join(Person, col(Person.id) == ThreadMessage.person_id)
        return list(session.exec(query.where(col(ThreadMessage.held).is_(False)).order_by(col(ThreadMessage.id))))


def the_talk(world: World) -> Thread:
    """The only talk there is, with everything else as it should be."""
    with world.session() as session:
        assert check_all(session) == []
        return session.exec(select(Thread)).one()
