"""Rows written at once are the rows that the class would have written."""

import pytest
from sqlmodel import col, select

from domain.db import bulk
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Account, Channel
from tests.world import MONDAY, World

SAID = {"kind": NoticeKind.ORDER_WAITING, "created_at": MONDAY, "due_at": MONDAY}


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


def test_what_a_row_does_not_say_is_what_its_class_says(world: World) -> None:
    with world.database.transaction() as session:
        bulk.insert_many(session, Notice, [SAID, {**SAID, "facts": {"who": "小王"}}])
    with world.session() as session:
        first, second = session.exec(select(Notice).order_by(col(Notice.id))).all()
        assert first.model_dump(exclude={"id"}) == Notice.model_validate(SAID).model_dump(exclude={"id"})
        assert (first.facts, second.facts) == ({}, {"who": "小王"})
        assert first.id < second.id


def test_a_row_that_was_put_belongs_to_the_session(world: World) -> None:
    with world.database.transaction() as session:
        account = bulk.insert_one(session, Account, {"name": "新店", "created_at": MONDAY})
        assert session.get(Account, account.id) is account
        assert account.active
        account.name = "新店二号"
    with world.session() as session:
        assert session.get_one(Account, account.id).name == "新店二号"


def test_what_waits_in_the_session_is_written_first(world: World) -> None:
    person = world.person("老李").model_copy(update={"id": 42, "name": "新人"})
    with world.database.transaction() as session:
        session.add(type(person)(**person.model_dump()))
        bulk.insert_many(session, Notice, [{**SAID, "person_id": 42}])
    with world.session() as session:
        assert session.exec(select(Notice.person_id)).one() == 42
