"""Backups of PostgreSQL, by its own pg_dump and pg_restore."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import text

from storage.backups.errors import BackupError
from storage.engine import Database

MAGIC = b"PGDMP"
#: The prefix of the schema that holds the replaced tables. Never part of a backup.
REPLACED_PREFIX = "replaced_"
#: How often to check for other connections, ten times a second.
_LOOKS = 20


def dump(database: Database, file: Path) -> None:
    """Write a consistent copy; pg_dump blocks no writer."""
    file.touch(mode=0o600)
    plain = ("--format=custom", "--no-owner", "--no-acl", f"--exclude-schema={REPLACED_PREFIX}*")
    _run(database, "pg_dump", *plain, f"--file={file}", f"--dbname={_address(database)}")


def verify(file: Path) -> None:
    """Read the whole copy. Raises CopyError: it is not whole."""
    done = subprocess.run(  # noqa: S603 - our own words
        [_command("pg_restore"), f"--file={os.devnull}", str(file)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{file} is damaged: {_first_line(done.stderr)}")


def load(database: Database, file: Path) -> None:
    """Fill an empty schema, completely or not at all."""
    plain = ("--no-owner", "--no-acl", "--single-transaction")
    _run(database, "pg_restore", *plain, f"--dbname={_address(database)}", str(file))


def require_unused(database: Database) -> None:
    """Check that nobody else is connected. Raises CopyError: somebody is."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid != pg_backend_pid()"
    )
    alone = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        others = connection.execute(query).scalar_one()
        for _ in range(_LOOKS):  # one that has just hung up is still seen for a moment
            if not others:
                break
            connection.execute(text("SELECT pg_sleep(0.1)"))
            others = connection.execute(query).scalar_one()
    if others:
        raise BackupError(f"{others} other connections are open: stop every dinghuo serve and command first")


def move_aside(database: Database, name: str) -> None:
    """Rename the schema with the tables, and create an empty one in its place."""
    _statements(database, f'ALTER SCHEMA public RENAME TO "{name}"', "CREATE SCHEMA public")


def move_back(database: Database, name: str) -> None:
    """Undo ``move_aside``."""
    _statements(database, "DROP SCHEMA public CASCADE", f'ALTER SCHEMA "{name}" RENAME TO public')


def forget_aside(database: Database, name: str) -> None:
    """Drop the renamed schema, which was empty."""
    _statements(database, f'DROP SCHEMA "{name}" CASCADE')


def _statements(database: Database, *statements: str) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _run(database: Database, name: str, *words: str) -> None:
    """Run a client program. The password goes through the environment: arguments are visible to every user."""
    _, options = database.engine.dialect.create_connect_args(database.url)
    secret = {"PGPASSWORD": str(options["password"])} if options.get("password") else {}
    done = subprocess.run(  # noqa: S603 - our own words
        [_command(name), *words], env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{name} failed: {_first_line(done.stderr)}")


def _command(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not on PATH: install PostgreSQL's client programs, as new as the server or newer")
    return found


def _address(database: Database) -> str:
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - copies of SQLite do without it

    _, options = database.engine.dialect.create_connect_args(database.url)
    return make_conninfo(**{name: value for name, value in options.items() if name not in ("password", "context")})


def _first_line(words: str) -> str:
    return next(iter(words.strip().splitlines()), "no reason given")
