"""A disk that a test can cut the power of: what is left is what the files held when they were last synced."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session

from storage import wal_sync
from storage.engine import Database


@dataclass
class Disk:
    """Given to a database as its ``force``. ``gate``: each sync waits for it. ``syncs``: how many there were.

    What SQLite brings onto the disk by itself, at a checkpoint, is in the copies as well.
    """

    syncs: int = 0
    gate: threading.Event = field(default_factory=threading.Event)
    broken: bool = False
    _kept: Path = field(default_factory=lambda: Path(tempfile.mkdtemp()))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(self, log: Path) -> None:
        """Sync the log, and remember what there was of it and of the file."""
        self.gate.wait()
        with self._lock:
            self.syncs += 1
            if self.broken:
                raise OSError(5, "Input/output error")
            file = Path(str(log).removesuffix("-wal"))
            copy = self._kept / f"{self.syncs}.sqlite"
            shutil.copy(file, copy)
            if log.exists():
                shutil.copy(log, f"{copy}-wal")
            wal_sync.sync_file(log)

    @contextmanager
    def after_a_power_cut(self) -> Iterator[Session]:
        """The database as it would be found when the power is back."""
        with self._lock:
            copy = self._kept / f"{self.syncs}.sqlite"
            again = Path(tempfile.mkdtemp(dir=self._kept)) / "found.sqlite"
            for end in ("", "-wal"):
                if Path(f"{copy}{end}").exists():
                    shutil.copy(f"{copy}{end}", f"{again}{end}")
        with closing(Database(f"sqlite:///{again}")) as found, found.reading() as session:
            yield session

    def close(self) -> None:
        """Forget all of it."""
        shutil.rmtree(self._kept)
