"""How much is on its way: due, later, kept, and how old the oldest is."""

from datetime import timedelta

from sqlmodel import col, select

from domain.tables.notices import Notice
from storage import outbox
from storage.outbox import Depth
from tests.orders import place
from tests.world import MONDAY, World


def depth(world: World) -> Depth:
    with world.session() as session:
        return outbox.depth(session, world.clock())


def test_nothing_on_its_way_has_no_age(world: World) -> None:
    assert depth(world) == Depth(due=0, later=0, kept=0, set_aside=0, oldest=None)


def test_what_is_due_what_waits_and_what_is_kept_are_told_apart(world: World) -> None:
    for name in ("老李", "老莫", "Ann"):
        place(world, who=name)
        world.clock.pass_(minutes=1)
    with world.database.transaction() as session:
        first, second, *_ = session.exec(select(Notice).order_by(col(Notice.id)))
        outbox.defer(first, "no window")
        outbox.postpone(second, world.clock(), timedelta(minutes=5), "429")
    found = depth(world)
    assert (found.later, found.kept) == (1, 1)
    assert found.due >= 1
    assert found.oldest == MONDAY + timedelta(minutes=1)


def test_what_has_arrived_no_longer_counts(world: World) -> None:
    place(world)
    world.deliver()
    assert depth(world) == Depth(due=0, later=0, kept=0, set_aside=0, oldest=None)
