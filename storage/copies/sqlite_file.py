"""Copies of an SQLite database: one file, taken while others write, and looked at page by page."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.copies.trouble import CopyError

MAGIC = b"SQLite format 3\x00"
_JOURNAL = ("-wal", "-shm")
#: How long to wait for others to let go of the file, in milliseconds.
_PATIENCE_MS = 500


def take(source: Path, file: Path) -> None:
    """A consistent copy, in one step that sees one moment and keeps no writer waiting."""
    if not source.is_file():
        raise CopyError(f"there is no database at {source}")
    file.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(file)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # a single file, which can be carried about


def verify(file: Path) -> None:
    """Read every page, and follow every reference.

    Raises:
        CopyError: something is not as it was written.
    """
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            said = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)")]
            loose = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise CopyError(f"{file} is damaged: {error}") from None
    if said != ["ok"]:
        raise CopyError(f"{file} is damaged: {said[0]}")
    if loose is not None:
        raise CopyError(f"{file} is damaged: rows of {loose[0]} point at nothing")


def need_nobody(target: Path) -> None:
    """Nobody else has the database open. Leaving its journal needs it alone, so that is tried.

    Raises:
        CopyError: somebody has.
    """
    if not target.is_file():
        return
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as alone:
            alone.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
            alone.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise CopyError(f"{target} is in use: stop dinghuo serve and every other dinghuo command first") from None
    except sqlite3.DatabaseError:
        return  # it is damaged, which may be why we are here


def swap(ready: Path, target: Path, suffix: str) -> Path | None:
    """Put a finished file in the database's place; where the one before went, with its journal.

    The one before gets its second name first: whatever happens in between, the place is never empty.
    """
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
    """The copy on the database's own disk, still under another name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(target.name + ".part")
    remove(beside)
    beside.touch(mode=0o600)
    shutil.copyfile(file, beside)
    return beside


def remove(file: Path) -> None:
    """A file that came to nothing, with its journal."""
    for each in ("", *_JOURNAL):
        Path(f"{file}{each}").unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make sure that a file or the names in a folder survive a power cut."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
