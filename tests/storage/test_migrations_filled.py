"""Migrations on databases that are full: what earlier revisions stored is still there, and the house works on it."""

from pathlib import Path

import pytest

from domain.checks import check_all
from domain.tables.people import Channel
from storage.engine import Database
from storage.revisions import migrate
from tests.storage.busy_day import FOLDER, as_stored, live_through, open_shop
from tests.storage.conftest import NewDatabase
from tests.storage.rows import Row, Rows, read_rows
from tests.world import World, world_on

REVISIONS = sorted(FOLDER.glob("*.jsonl"))
#: Columns that a migration writes anew on purpose, as ``table.column``.
REWRITTEN: frozenset[str] = frozenset()


@pytest.fixture(params=REVISIONS, ids=lambda file: file.stem)
def earlier(request: pytest.FixtureRequest, new_database: NewDatabase) -> tuple[Database, Rows]:
    """A full database as an earlier revision left it."""
    file: Path = request.param
    database = new_database()
    return database, as_stored(database, file)


def test_every_row_is_kept_as_it_was(earlier: tuple[Database, Rows]) -> None:
    database, before = earlier
    migrate(database)
    after = read_rows(database.engine)
    assert {name: len(after[name]) for name in before} == {name: len(rows) for name, rows in before.items()}
    for name, rows in before.items():
        columns = {column for column in {*rows[0]} & {*after[name][0]} if f"{name}.{column}" not in REWRITTEN}
        assert _only(columns, after[name]) == _only(columns, rows), name


def test_the_books_still_agree(earlier: tuple[Database, Rows]) -> None:
    database, _ = earlier
    migrate(database)
    with database.transaction() as session:
        assert check_all(session) == []


def test_the_house_goes_on_where_it_stopped(earlier: tuple[Database, Rows]) -> None:
    database, _ = earlier
    migrate(database)
    world = world_on(database, Channel.TELEGRAM)
    world.clock.pass_(hours=50)
    world.deliver()
    world.salesperson.hears("Harbour Mart")
    world.dealer.types("购物车").sees("下午送", "火犇能量饮料").types("我的货到哪了").sees("部分发货")
    world.salesperson.types("菜单").sees("小王")
    world.warehouse.types("菜单").sees("老周")


def test_a_busy_day_leaves_no_table_empty(tmp_path: Path) -> None:
    """Else a migration might spoil a table without any of these tests seeing it."""
    world: World = open_shop(tmp_path)
    live_through(world)
    rows = read_rows(world.database.engine)
    world.database.close()
    assert [name for name, those in rows.items() if not those] == []


def _only(columns: set[str], rows: list[Row]) -> list[str]:
    return sorted(repr([row[column] for column in sorted(columns)]) for row in rows)
