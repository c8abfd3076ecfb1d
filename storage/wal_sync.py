"""Group commit on SQLite: one sync of the write-ahead log covers every commit before it (decision 0021).

With ``synchronous=NORMAL`` a commit has been written to the log and may still be in the machine's memory. Whatever a
checkpoint has taken over from the log meanwhile was synced by SQLite itself.
"""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeAlias

#: Syncs a file to the disk.
Sync: TypeAlias = Callable[[Path], None]
#: Commits between two checkpoints; a turn's commit is about 30 KiB.
COMMITS_A_CHECKPOINT = 200


def sync_file(file: Path) -> None:
    """Sync a file to the disk; a log that is gone was written into the database file by its last user.

    Closing it takes no lock from SQLite, as closing the database's own file would: the log is never locked.
    """
    try:
        opened = os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        _FLUSH(opened)
    finally:
        os.close(opened)


def _flush_of_this_machine() -> Callable[[int], None]:
    """The system's sync call; on macOS only ``F_FULLFSYNC`` empties the disk's own cache."""
    import fcntl  # noqa: PLC0415 - not on every system

    full: int | None = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        return getattr(os, "fdatasync", os.fsync)

    def emptied(file: int) -> None:
        fcntl.fcntl(file, full)

    return emptied


_FLUSH = _flush_of_this_machine()


class LogSync:
    """Counts commits and syncs them for everyone who waits. Safe from any thread."""

    def __init__(self, log: Path, sync: Sync = sync_file) -> None:
        self._log = log
        self._sync = sync
        self._one_at_a_time = Lock()
        self._committed = 1  # the last commit of the process before this one may not be on the disk either
        self._synced = 0
        self._in_the_file = 0
        self._failed: OSError | None = None

    @property
    def committed(self) -> int:
        """The number of the newest commit."""
        return self._committed

    @property
    def failed(self) -> bool:
        """Whether a sync failed once, after which nothing can be promised."""
        return self._failed is not None

    def add(self) -> None:
        """Count a commit; called by the holder of the writer lock."""
        self._committed += 1

    def has(self, commit: int) -> bool:
        """Whether this commit is on the disk."""
        return self._synced >= commit

    def catch_up(self) -> None:
        """Return when everything committed before the call is on the disk. Waiting callers share a sync.

        Raises OSError: the disk did not take it. What it refused once may be lost although the next sync succeeds, so
        every later one fails too, until the process is started again.
        """
        wanted = self._committed
        with self._one_at_a_time:
            if self.has(wanted):
                return
            if self._failed is not None:
                raise self._failed
            covered = self._committed
            try:
                self._sync(self._log)
            except OSError as failed:
                self._failed = failed
                raise
            self._synced = covered

    @property
    def is_long(self) -> bool:
        """Whether a checkpoint is due. The size of the file tells nothing: it is reused from its start."""
        return self._committed - self._in_the_file >= COMMITS_A_CHECKPOINT

    def checkpointed(self) -> None:
        """All commits so far are in the database file; called by the holder of the writer lock."""
        self._in_the_file = self._committed
