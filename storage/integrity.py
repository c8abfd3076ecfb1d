"""``dinghuo check``: the file page by page, and then every rule about its content."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError, OperationalError

from domain.checks import Finding, check_all
from storage import schema as schema  # noqa: PLC0414 - the rules about values are about every table
from storage.engine import Database

#: Maximum number of faults of a file that are listed.
_FAULTS = 20


def examine(database: Database) -> list[Finding]:
    """Every finding, at one point in time; others go on writing. Raises OperationalError: the database is away."""
    with database.reading() as session:
        if not database.is_sqlite:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        try:
            return check_all(session)
        except OperationalError:
            raise
        except DatabaseError as error:
            return [_file(str(database.url.database), error.orig)]


def damage(url: str) -> list[Finding]:
    """What SQLite's own check says of the file; a server checks its own."""
    address = make_url(url)
    file = Path(str(address.database))
    if address.get_backend_name() != "sqlite" or not file.is_file():
        return []
    try:
        return list(_faults(file))
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise OperationalError("PRAGMA integrity_check", None, error) from None
        return [_file(str(file), error)]
    except sqlite3.DatabaseError as error:
        return [_file(str(file), error)]


def _faults(file: Path) -> Iterator[Finding]:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for (said,) in connection.execute(f"PRAGMA integrity_check({_FAULTS})"):
            if said != "ok":
                yield _file(str(file), said)


def _file(where: str, said: object) -> Finding:
    return Finding(what="file", where=where, expected="every page as written", found=str(said))
