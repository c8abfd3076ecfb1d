"""Memory that is free again goes back to the system."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Let go of what the C library keeps for later; nothing where it keeps nothing (other systems than glibc).

    Building an index of 100,000 goods leaves a third of the process's memory free but not given back.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
