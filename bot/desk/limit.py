"""How much one browser or address may ask of the desk in a minute, in each process."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from threading import Lock


class MinuteLimit:
    """Counts by key, and begins anew each minute."""

    def __init__(self, most: int, now: Callable[[], datetime]) -> None:
        self._most = most
        self._now = now
        self._minute: datetime | None = None
        self._counted: Counter[str] = Counter()
        self._lock = Lock()

    def allows(self, key: str) -> bool:
        """Count once more; whether that is not too much."""
        minute = self._now().replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counted = minute, Counter()
            self._counted[key] += 1
            return self._counted[key] <= self._most
