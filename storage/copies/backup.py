"""``dinghuo backup``: a copy that was read through before it gets its name."""

from pathlib import Path

from storage.copies import postgres_dump, sqlite_file
from storage.copies.trouble import CopyError
from storage.engine import Database


def backup(database: Database, file: Path) -> int:
    """Take a copy while the house works; its bytes. An older file of this name stays until the new one is whole.

    Raises:
        CopyError: there is none; the words say why.
    """
    if not file.parent.is_dir():  # never made here: on a disk that is not mounted nobody would look for it
        raise CopyError(f"there is no folder {file.parent}: is its disk mounted?")
    part = file.with_name(file.name + ".part")
    sqlite_file.remove(part)
    try:
        if database.is_sqlite:
            sqlite_file.take(Path(str(database.url.database)), part)
            sqlite_file.verify(part)
        else:
            postgres_dump.take(database, part)
            postgres_dump.verify(part)
        sqlite_file.sync(part)
        part.replace(file)
    finally:
        sqlite_file.remove(part)
    sqlite_file.sync(file.parent)
    return file.stat().st_size
