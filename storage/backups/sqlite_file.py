"""Backups of SQLite: one file, copied while others write, and verified page by page."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.backups.errors import BackupError

MAGIC = b"SQLite format 3\x00"
_JOURNAL = ("-wal", "-shm")
#: How long to wait for others to close the file, in milliseconds.
_PATIENCE_MS = 500


def dump(source: Path, file: Path) -> None:
    """Write a consistent copy in one step; it blocks no writer."""
    if not source.is_file():
        raise BackupError(f"there is no database at {source}")
    file.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(file)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # a single file, which can be carried about


def verify(file: Path) -> None:
    """Read every page and check every foreign key. Raises CopyError: something is not as it was written."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            said = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)")]
            loose = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file} is damaged: {error}") from None
    if said != ["ok"]:
        raise BackupError(f"{file} is damaged: {said[0]}")
    if loose is not None:
        raise BackupError(f"{file} is damaged: rows of {loose[0]} point at nothing")


def require_unused(target: Path) -> None:
    """Check that nobody else has the database open, as leaving WAL mode needs. Raises CopyError: somebody has."""
    if not target.is_file():
        return
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as alone:
            alone.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            alone.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise BackupError(f"{target} is in use: stop dinghuo serve and every other dinghuo command first") from None
    except sqlite3.DatabaseError:
        return  # it is damaged, which may be why we are here


def replace_database(ready: Path, target: Path, suffix: str) -> Path | None:
    """Put a finished file in the database's place, which is never empty; returns where the old one went."""
    aside, existed = target.with_name(target.name + suffix), target.exists()
    for each in _JOURNAL:
        if Path(f"{target}{each}").exists():
            Path(f"{target}{each}").rename(f"{aside}{each}")
    if existed:
        try:
            os.link(target, aside)
        except OSError:  # a disk without second names
            shutil.copyfile(target, aside)
            sync(aside)
    ready.replace(target)
    sync(target.parent)
    return aside if existed else None


def copy_beside(file: Path, target: Path) -> Path:
    """Copy the backup to the database's disk, under another name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".part")
    remove(beside)
    beside.touch(mode=0o600)
    shutil.copyfile(file, beside)
    return beside


def remove(file: Path) -> None:
    """Delete a file and its journal."""
    for each in ("", *_JOURNAL):
        Path(f"{file}{each}").unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
