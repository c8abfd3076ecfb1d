"""Processes that may run only a share of the time each, as though there were a core for each of them somewhere else.

Two processes, their database and the crowd want more than two cores; on two cores they tell how busy the machine is,
not whether a second process helps. Each is stopped and let go on again, many times a second and one after another.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

#: Seconds in which each process has its turn.
ROUND = 0.04


@contextmanager
def shared(pids: Sequence[int], share: float) -> Iterator[None]:
    """Inside, each runs a share of the time (0 to 1; 1 is no limit); at the end all run."""
    if share >= 1:
        yield
        return
    enough = threading.Event()
    holders = [
        threading.Thread(target=_hold, args=(pid, share, number / len(pids), enough)) for number, pid in enumerate(pids)
    ]
    for holder in holders:
        holder.start()
    try:
        yield
    finally:
        enough.set()
        for holder in holders:
            holder.join()


def _hold(pid: int, share: float, offset: float, enough: threading.Event) -> None:
    begins = time.monotonic() + ROUND * offset
    try:
        while not enough.is_set():
            os.kill(pid, signal.SIGSTOP)
            enough.wait(max(0.0, begins - time.monotonic()))
            os.kill(pid, signal.SIGCONT)
            enough.wait(max(0.0, begins + ROUND * share - time.monotonic()))
            begins += ROUND
    finally:
        os.kill(pid, signal.SIGCONT)
