"""From SQLite to PostgreSQL: all that was there is there, and everybody goes on as before."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import inspect, text
from typer.testing import CliRunner

from bot.cli import app
from domain.checks import check_all
from domain.tables.people import Channel
from storage import transfer
from storage.engine import Database
from storage.schema import METADATA
from storage.transcript import ShownKind, ShownLine, add
from storage.transfer import TargetNotEmptyError, move
from tests.grounds import Grounds, Kind
from tests.orders import approve, pick, place, ship
from tests.postgres import NoPostgresError
from tests.world import MONDAY, World, build, open_world


@pytest.fixture
def kind() -> Kind:
    """Where the house comes from."""
    return Kind.SQLITE


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


@pytest.fixture
def target(grounds: Grounds) -> Iterator[Database]:
    """An empty PostgreSQL."""
    try:
        plan = grounds.of(Kind.POSTGRESQL).plan("bare", lambda _: None)
    except NoPostgresError as missing:
        pytest.skip(f"not tried on PostgreSQL: {missing}")
    with plan.copy() as url, closing(Database(url)) as database:
        yield database


def lived_in(world: World) -> None:
    """Orders at every stage, notices on their way, a cart, and a line of the demo page."""
    for stage in range(4):
        order = place(world, {"KL330": 24 + stage, "MM5": 7})
        if stage > 0:
            approve(world, order)
        if stage > 1:
            ship(world, order) if stage > 2 else pick(world, order)
    world.dealer.types("雪璃 2箱")
    with world.database.transaction() as session:
        add(session, ShownLine(chat="buyer", kind=ShownKind.SAID, body={"text": "喂"}, at=MONDAY))


def rows_of(database: Database) -> dict[str, list[str]]:
    with database.engine.connect() as connection:
        return {table.name: sorted(map(str, connection.execute(table.select()))) for table in METADATA.sorted_tables}


def test_everything_arrives_and_life_goes_on(world: World, target: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lived_in(world)
    monkeypatch.setattr(transfer, "AT_ONCE", 3)
    moved = move(world.database, target)
    assert rows_of(target) == rows_of(world.database)
    assert moved["order"] == 4
    there = open_world(target.url.render_as_string(hide_password=False), world.channel)
    there.clock.at = world.clock()
    there.dealer.presses("cart").sees("雪璃")
    there.salesperson.presses("waiting").taps("1123-").taps("✅").sees("已通过")
    place(there, {"KL330": 24})
    with there.database.transaction() as session:
        assert check_all(session) == []
        assert add(session, ShownLine(chat="buyer", kind=ShownKind.SAID, body={}, at=MONDAY)).id == 2
    there.database.close()


def test_what_points_at_nothing_is_still_refused_there(world: World, target: Database) -> None:
    move(world.database, target)
    keys = [key for some in inspect(target.engine).get_multi_foreign_keys().values() for key in some]
    assert keys
    assert not [key for key in keys if key["options"].get("deferrable")]


def test_nobody_is_moved_in_with_somebody_else(world: World, target: Database) -> None:
    build(target, Channel.WECHAT)
    before = rows_of(target)
    with pytest.raises(TargetNotEmptyError, match="person"):
        move(world.database, target)
    assert rows_of(target) == before


def test_a_row_that_points_at_nothing_moves_nothing(world: World, target: Database) -> None:
    with world.session() as session:
        for spoil in ("COMMIT", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE", "UPDATE alias SET sku_id = 7"):
            session.connection().exec_driver_sql(spoil)
        session.commit()
    with pytest.raises(Exception, match="sku"):
        move(world.database, target)
    with target.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alias")).scalar_one() == 0


def test_by_the_command(world: World, target: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    place(world, {"KL330": 24})
    monkeypatch.setenv("DINGHUO_DATABASE_URL", str(world.database.url))
    url = target.url.render_as_string(hide_password=False)
    moved = CliRunner().invoke(app, ["move", url])
    assert (moved.exit_code, "rows moved and checked" in moved.output) == (0, True)
    again = CliRunner().invoke(app, ["move", url])
    assert (again.exit_code, "not empty" in again.output) == (2, True)
    assert CliRunner().invoke(app, ["move", "sqlite:///elsewhere.sqlite"]).exit_code == 2
    assert CliRunner().invoke(app, ["move", "nonsense"]).exit_code == 2
