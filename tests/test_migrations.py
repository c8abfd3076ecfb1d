"""Migrations are in step with the tables, run twice without harm, and go back."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from storage.engine import Database
from storage.schema import METADATA, migrate


def test_a_migrated_database_has_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new.sqlite")
    migrate(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, METADATA) == []
    database.close()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/twice.sqlite")
    assert migrate(database) == migrate(database)
    database.close()


def test_a_filled_database_keeps_what_it_holds(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/filled.sqlite")
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO account VALUES (1, '李记便利店', NULL, '', 1, NULL, '2026-11-23')")
    migrate(database)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM account").scalars().all() == ["李记便利店"]
        assert connection.exec_driver_sql("SELECT * FROM nickname").all() == []
    database.close()


def test_a_migration_can_be_taken_back(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/back.sqlite")
    migrate(database)
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
    database.close()
