"""Every act is run the same way: committed, undone by a refusal, run again where others stood in its way."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from domain.events.journal import notify
from domain.refusals import NotAllowed
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Account
from storage.perform import TRIES, perform
from tests.world import World


def accounts(world: World) -> set[str]:
    with world.session() as session:
        return set(session.exec(select(Account.name)))


def add_account(world: World, session: Session, name: str) -> None:
    session.add(Account(name=name, created_at=world.clock()))
    session.flush()


def test_what_an_act_changes_is_kept_and_its_result_handed_back(world: World) -> None:
    def act(session: Session) -> str:
        add_account(world, session, "新店")
        return "made"

    performed = perform(world.database, act)
    assert (performed.result, performed.notices_left) == ("made", False)
    assert "新店" in accounts(world)


def test_whoever_calls_learns_that_notices_were_left(world: World) -> None:
    dealer = world.person("老李")
    performed = perform(
        world.database, lambda session: notify(world.actor(session), [dealer.id], NoticeKind.SWITCHED_ON)
    )
    assert performed.notices_left
    with world.session() as session:
        assert session.exec(select(Notice).where(Notice.kind == NoticeKind.SWITCHED_ON)).one().person_id == dealer.id


def test_a_refusal_undoes_the_act_and_is_raised(world: World) -> None:
    def act(session: Session) -> None:
        add_account(world, session, "新店")
        raise NotAllowed

    with pytest.raises(NotAllowed):
        perform(world.database, act)
    assert "新店" not in accounts(world)


def test_whoever_comes_second_is_run_again_and_finds_the_row_of_the_first(world: World) -> None:
    seen: list[bool] = []
    rests: list[float] = []

    def act(session: Session) -> None:
        seen.append(session.exec(select(Account).where(Account.name == "新店")).first() is not None)
        if len(seen) == 1:
            add_account(world, session, "李记便利店")  # as if somebody had written it meanwhile
        add_account(world, session, "新店")

    perform(world.database, act, rest=rests.append)
    assert (seen, len(rests)) == ([False, False], 1)
    assert "新店" in accounts(world)


@pytest.mark.parametrize(("waits", "tries"), [(True, TRIES), (False, 1)])
def test_what_is_in_the_way_each_time_is_raised(world: World, *, waits: bool, tries: int) -> None:
    rests: list[float] = []
    with pytest.raises(IntegrityError):
        perform(
            world.database,
            lambda session: add_account(world, session, "李记便利店"),
            waits=waits,
            rest=rests.append,
        )
    assert len(rests) == tries - 1
