"""Migrations are in step with the tables, run twice without harm, several at once, and go back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from storage.engine import Database
from storage.schema import METADATA
from storage.schema_version import migrate
from tests.grounds import Ground


@pytest.fixture
def bare(ground: Ground) -> Iterator[Database]:
    """A database without a single table."""
    with ground.plan("bare", lambda _: None).copy() as url, closing(Database(url)) as database:
        yield database


def test_a_migrated_database_has_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, METADATA) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert migrate(database) == migrate(database)


def test_a_filled_database_keeps_what_it_holds(bare: Database) -> None:
    with bare.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO account VALUES (1, '李记便利店', NULL, '', true, NULL, '2026-11-23')")
    migrate(bare)
    with bare.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM account").scalars().all() == ["李记便利店"]
        assert connection.exec_driver_sql("SELECT * FROM nickname").all() == []


def test_a_migration_can_be_taken_back(database: Database) -> None:
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}


def test_processes_that_start_at_once_wait_for_one_another(bare: Database) -> None:
    def start() -> str:
        with closing(Database(bare.url.render_as_string(hide_password=False))) as own:
            return migrate(own)

    with ThreadPoolExecutor(4) as processes:
        revisions = {each.result() for each in [processes.submit(start) for _ in range(4)]}
    assert len(revisions) == 1
