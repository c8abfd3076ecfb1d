"""``dinghuo backup``: a copy is verified before it gets its final name."""

from pathlib import Path

from storage.backups import postgres_dump, sqlite_file
from storage.backups.errors import BackupError
from storage.engine import Database


def backup(database: Database, file: Path) -> int:
    """Copy a running database to a file, replaced when complete; returns its bytes. Raises CopyError: why not."""
    if not file.parent.is_dir():  # never made here: on a disk that is not mounted nobody would look for it
        raise BackupError(f"there is no folder {file.parent}: is its disk mounted?")
    part = file.with_name(file.name + ".part")
    sqlite_file.remove(part)
    try:
        if database.is_sqlite:
            sqlite_file.dump(Path(str(database.url.database)), part)
            sqlite_file.verify(part)
        else:
            postgres_dump.dump(database, part)
            postgres_dump.verify(part)
        sqlite_file.sync(part)
        part.replace(file)
    finally:
        sqlite_file.remove(part)
    sqlite_file.sync(file.parent)
    return file.stat().st_size
