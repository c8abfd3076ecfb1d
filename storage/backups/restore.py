"""``dinghuo restore``: a backup is verified, migrated and checked before it replaces the database."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from domain.checks import Finding, check_all
from storage.backups import postgres_dump, sqlite_file
from storage.backups.contents import is_empty, require_known_version
from storage.backups.errors import BackupError
from storage.engine import Database
from storage.schema_version import migrate

_FORCE = "; --force puts it aside and takes the backup"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """The result. ``aside``: where the old database is now; ``findings``: what the checks say about the backup."""

    revision: str
    aside: str
    findings: list[Finding]


class InconsistentBackupError(BackupError):
    """The checks disagree with the backup's data; with force it would be restored all the same."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"the books in the backup do not agree, {len(findings)} findings; --force takes it as it is")
        self.findings = findings


def restore(url: str, file: Path, at: datetime, *, force: bool = False) -> Restored:
    """Replace the database by a backup. Raises CopyError: it was not done, and the database is as it was."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    _need_kind(file, is_sqlite=is_sqlite)
    way = _into_file if is_sqlite else _into_server
    return way(url, file, at, force)


def _need_kind(file: Path, *, is_sqlite: bool) -> None:
    if not file.is_file():
        raise BackupError(f"there is no {file}")
    with file.open("rb") as opened:
        begins = opened.read(16)
    kinds = {sqlite_file.MAGIC: "SQLite", postgres_dump.MAGIC: "PostgreSQL"}
    kind = next((name for magic, name in kinds.items() if begins.startswith(magic)), None)
    if kind is None:
        raise BackupError(f"{file} is no backup of ours")
    wanted = "SQLite" if is_sqlite else "PostgreSQL"
    if kind != wanted:
        raise BackupError(f"{file} is a backup of {kind}, and DINGHUO_DATABASE_URL names {wanted}")


def _into_file(url: str, file: Path, at: datetime, force: bool) -> Restored:  # noqa: FBT001 - one of two like it
    """Work on a copy beside the database; then rename."""
    target = Path(str(make_url(url).database))
    if target.resolve() == file.resolve():
        raise BackupError(f"{file} is the database itself")
    holds = target.is_file() and not _is_empty(url)
    if holds and not force:
        raise BackupError(f"{target} is not empty{_FORCE}")
    sqlite_file.require_unused(target)
    beside = sqlite_file.copy_beside(file, target)
    try:
        sqlite_file.verify(beside)
        revision, findings = _proved(f"sqlite:///{beside}", force=force)
        sqlite_file.sync(beside)
        sqlite_file.require_unused(target)  # still
        aside = sqlite_file.replace_database(beside, target, f".replaced-{at:%Y%m%dT%H%M%S}")
    finally:
        sqlite_file.remove(beside)
    if aside is not None and not holds:
        sqlite_file.remove(aside)
    return Restored(revision=revision, aside=str(aside) if holds else "", findings=findings)


def _into_server(url: str, file: Path, at: datetime, force: bool) -> Restored:  # noqa: FBT001 - one of two like it
    """Rename the existing tables, and rename them back where anything fails."""
    postgres_dump.verify(file)
    with closing(Database(url)) as database:
        holds = not is_empty(database)
        if holds and not force:
            raise BackupError(f"the database is not empty{_FORCE}")
        database.close()  # only others count
        postgres_dump.require_unused(database)
        name = f"{postgres_dump.REPLACED_PREFIX}{at:%Y%m%d_%H%M%S}"
        postgres_dump.move_aside(database, name)
        revision, findings = _or_back(
            lambda: postgres_dump.move_back(database, name), lambda: _filled(database, file, force=force)
        )
        if not holds:
            postgres_dump.forget_aside(database, name)
    return Restored(revision=revision, aside=f"schema {name}" if holds else "", findings=findings)


def _filled(database: Database, file: Path, *, force: bool) -> tuple[str, list[Finding]]:
    postgres_dump.load(database, file)
    return _proved(database.url.render_as_string(hide_password=False), force=force)


def _proved(url: str, *, force: bool) -> tuple[str, list[Finding]]:
    """Migrate and check the restored data."""
    with closing(Database(url)) as database:
        require_known_version(database)
        revision = migrate(database)
        with database.transaction() as session:
            findings = check_all(session)
    if findings and not force:
        raise InconsistentBackupError(findings)
    return revision, findings


def _or_back(back: Callable[[], None], act: Callable[[], tuple[str, list[Finding]]]) -> tuple[str, list[Finding]]:
    try:
        return act()
    except BaseException:
        back()
        raise


def _is_empty(url: str) -> bool:
    with closing(Database(url)) as database:
        return is_empty(database)
