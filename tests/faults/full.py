"""The disk of the database is full for a while, again and again, and has room again."""

import contextlib
import random
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults import audit
from tests.faults.channels import OnTelegram
from tests.faults.outcome import Outcome
from tests.faults.stage import Props, Stage, opened
from tests.grounds import FileGround, Kind

NAME = "disk full"
#: Seconds between, and those for which there is no room.
BETWEEN, FULL = (0.5, 3.0), (0.2, 2.0)
_MIB = 1 << 20


class NoDiskError(Exception):
    """No small disk can be made here, and why."""


@dataclass(kw_only=True)
class Filler:
    """Fills the disk with a heap of zeros and takes it away."""

    stage: Stage
    disk: Path
    dice: random.Random
    times: int = 0
    bound: int = 0

    def run(self, done: threading.Event) -> None:
        """There is room when it returns."""
        self._strike(done)
        while not done.wait(self.dice.uniform(*BETWEEN)):
            self._strike(done)

    def _strike(self, done: threading.Event) -> None:
        heap = self.disk / "heap"
        _fill(heap)
        self.times += 1
        done.wait(self.dice.uniform(*FULL))
        self.bound += audit.claimed(self.stage.url)
        heap.unlink()


def _fill(heap: Path) -> None:
    """To the last byte, as far as others leave it."""
    with contextlib.suppress(OSError), heap.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk in memory of so many bytes.

    Raises:
        NoDiskError: nobody but root may make one, and root not everywhere.
    """
    disk = folder / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise NoDiskError(made.stderr.strip())
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def play(props: Props, kind: Kind, stories: int) -> Outcome:
    """SQLite on a small disk. PostgreSQL's own server ends when its log has no room, which is a restart."""
    assert kind is Kind.SQLITE
    with (
        small_disk(props.new_folder(), 24 * _MIB) as disk,
        opened(props, FileGround(disk), OnTelegram(), stories) as stage,
    ):
        return stage.play(NAME, Filler(stage=stage, disk=disk, dice=random.Random(f"{props.seed} {NAME}")))
