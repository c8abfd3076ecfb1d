"""Statements made ready once: they read what SQLAlchemy would read, and what they read is for looking at."""

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import bindparam, event, insert
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from domain.catalogue.catalogue import goods_by_id
from domain.db.bulk import table_of
from domain.db.statements import Prepared, any_of, attach
from domain.rules.finance.credit import OnLimit
from domain.rules.rights import Role
from domain.tables.catalogue import Counter, Pack, Product, Sku
from domain.tables.people import Account, Person
from domain.tables.stock import StockLevel
from tests.grounds import Kind
from tests.world import MONDAY, World

_KEEPER = aliased(Person)
_THERE = (
    sqlalchemy.select(Account, Person, _KEEPER, col(Account.name), StockLevel)
    .join(Person, col(Person.account_id) == Account.id)
    .join(_KEEPER, col(_KEEPER.id) == Account.salesperson_id, isouter=True)
    .join(StockLevel, col(StockLevel.sku_id) == -1, isouter=True)
    .where(any_of(col(Person.role), (Role.BUYER, Role.CUSTOMER)), col(Account.name) != bindparam("but"))
    .order_by(col(Person.id))
)
_GOODS = select(Sku, Product, Pack, StockLevel).join(Product).join(Pack).join(StockLevel).order_by(col(Pack.id))
_PERSON = Prepared(select(Person).where(col(Person.name) == bindparam("name")))


def told(row: Any) -> list[Any]:
    """A row as plain values."""
    return [each.model_dump() if hasattr(each, "model_dump") else each for each in row]


@pytest.mark.parametrize("query", [_THERE, _GOODS], ids=["people", "goods"])
def test_it_reads_what_sqlalchemy_reads(world: World, query: Any) -> None:
    with world.database.reading() as session:
        usual = [told(row) for row in session.execute(query, {"but": "nobody"})]
        ready = [told(row) for row in Prepared(query).all(session, {"but": "nobody"})]
    assert usual
    assert ready == usual


def test_it_reads_the_same_while_somebody_listens(world: World) -> None:
    heard: list[str] = []

    def listen(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        heard.append(sql)

    ready = Prepared(_GOODS)
    with world.database.reading() as session:
        alone = [told(row) for row in ready.all(session)]
    event.listen(world.database.engine, "before_cursor_execute", listen)
    with world.database.reading() as session:
        assert [told(row) for row in ready.all(session)] == alone
    event.remove(world.database.engine, "before_cursor_execute", listen)
    assert any("FROM sku" in sql for sql in heard)


def test_what_was_read_for_looking_at_cannot_be_changed_by_mistake(world: World) -> None:
    with world.database.transaction() as session:
        (li,) = _PERSON.scalars(session, {"name": "老李"})
        with pytest.raises(TypeError, match="language was read"):
            li.language = "en"


def test_what_is_held_is_written(world: World) -> None:
    with world.database.transaction() as session:
        (li,) = _PERSON.scalars(session, {"name": "老李"})
        attach(session, li).language = "en"
        assert li.language == "en"
    with world.database.reading() as session:
        assert session.exec(select(Person).where(Person.name == "老李")).one().language == "en"


def test_what_is_held_already_is_the_one_that_is_changed(world: World) -> None:
    with world.database.transaction() as session:
        mine = session.exec(select(Person).where(Person.name == "老李")).one()
        (seen,) = _PERSON.scalars(session, {"name": "老李"})
        assert attach(session, seen) is mine
        assert attach(session, mine) is mine


def test_it_sees_what_was_changed_in_the_same_message(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "老李")).one().language = "en"
        assert _PERSON.first(session, {"name": "老李"})[0].language == "en"
        assert _PERSON.first(session, {"name": "谁"}) is None


def test_what_the_database_refuses_is_told_as_always(world: World) -> None:
    add = Prepared(insert(table_of(Counter)))
    add_account = Prepared(insert(table_of(Account)))
    with world.database.transaction() as session:
        add.run(session, {"name": "a", "value": 1}, {"name": "b", "value": 2})
    with pytest.raises(IntegrityError), world.database.transaction() as session:
        add.run(session, {"name": "a", "value": 3})
    facts = {
        "language": "",
        "area": "",
        "delivery_days": "",
        "priority": 0,
        "active": True,
        "credit_limit": Decimal("1.5"),
        "on_limit": OnLimit.WARN,
        "terms": "",
        "minimum_order": None,
        "group_id": None,
        "closed_until": None,
        "retail": False,
        "created_at": MONDAY,
    }
    with pytest.raises(IntegrityError), world.database.transaction() as session:
        add_account.run(session, {"id": 1, "name": "x", "salesperson_id": 12345, **facts})


def test_a_list_of_values_is_not_made_ready_by_mistake(world: World) -> None:
    asked = Prepared(select(Sku.id).where(col(Sku.id).in_([1, 2])))
    with world.database.reading() as session, pytest.raises(TypeError, match="any_of"):
        asked.all(session)


def test_more_goods_than_a_statement_takes_alternatives(world: World) -> None:
    with world.database.reading() as session:
        known = [sku.id for sku in session.exec(select(Sku))]
        found = goods_by_id(session, [*known, *range(1, 1_200)])
    assert sorted(found) == sorted(known)


@pytest.mark.parametrize("kind", [Kind.SQLITE])
def test_nothing_of_a_turn_is_kept_when_the_disk_is_full(world: World) -> None:
    add = Prepared(insert(table_of(Counter)))
    with world.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def fills(session: Session) -> None:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
        for number in range(20_000):
            add.run(session, {"name": f"{number:0200}", "value": number})

    with pytest.raises(OperationalError, match="full"), world.database.transaction(waits=False) as session:
        fills(session)
    with world.database.transaction(waits=False) as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count=1000000")
        assert session.exec(select(Counter).where(col(Counter.name).startswith("0"))).all() == []
