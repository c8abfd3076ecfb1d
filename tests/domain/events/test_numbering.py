"""Events get their numbers after the commit: without a gap, and none appears below one that was read."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, col, select

from domain.checks import check_all
from domain.events.journal import log_event
from domain.events.numbering import number_events
from domain.tables.columns import new_id
from domain.tables.orders import Event
from domain.tables.people import Place
from tests.grounds import Kind
from tests.orders import place
from tests.together import PATIENCE
from tests.world import World


def number(world: World) -> None:
    with world.database.transaction() as session:
        number_events(world.actor(session))


def numbers(world: World) -> dict[str, int | None]:
    """Of what was done to each subject."""
    with world.session() as session:
        return {event.subject: event.no for event in session.exec(select(Event).where(Event.kind == "tried"))}


def happens(world: World, session: Session, subject: str, event_id: int) -> None:
    log_event(world.actor(session), "tried", subject=subject).id = event_id
    session.flush()


def test_an_event_keeps_where_somebody_acted(world: World) -> None:
    place(world)
    with world.session() as session:
        assert {event.channel for event in session.exec(select(Event))} == {Place(world.channel.value)}


def test_events_are_numbered_by_their_ids_and_go_on_where_they_stopped(world: World) -> None:
    place(world)
    number(world)
    place(world)
    number(world)
    number(world)
    with world.session() as session:
        given = list(session.exec(select(Event.no).order_by(col(Event.id))))
        assert given == list(range(1, len(given) + 1))
        assert check_all(session) == []


def test_a_lower_id_that_is_committed_later_gets_the_higher_number(world: World) -> None:
    early, late = new_id(), new_id()
    with world.database.transaction() as session:
        happens(world, session, "late", late)
    number(world)
    with world.database.transaction() as session:
        happens(world, session, "early", early)
    assert numbers(world) == {"late": 1, "early": None}
    number(world)
    assert numbers(world) == {"late": 1, "early": 2}


@pytest.mark.parametrize("kind", [Kind.POSTGRESQL])
def test_what_is_not_committed_yet_is_numbered_afterwards(world: World) -> None:
    early, late = new_id(), new_id()

    def meanwhile() -> dict[str, int | None]:
        with world.database.transaction() as session:
            happens(world, session, "late", late)
        number(world)
        return numbers(world)

    with world.session() as slow, ThreadPoolExecutor(1) as another:
        happens(world, slow, "early", early)
        assert another.submit(meanwhile).result(PATIENCE) == {"late": 1}
        slow.commit()
    number(world)
    assert numbers(world) == {"late": 1, "early": 2}


def test_a_gap_is_found(world: World) -> None:
    place(world)
    place(world)
    number(world)
    with world.database.transaction() as session:
        event = session.exec(select(Event).where(Event.no == 1)).one()
        event.no = 100
        session.flush()
        assert [finding.what for finding in check_all(session)] == ["event_number"]
