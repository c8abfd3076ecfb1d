"""How fast a bot may speak: so many a second in all, and a token bucket for each chat."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


class Clock:
    """Real time that a test can push forward, so that nobody sleeps; a frozen one moves only when pushed."""

    def __init__(self, *, frozen_at: float | None = None) -> None:
        self._frozen_at = frozen_at
        self._pushed = 0.0

    def now(self) -> float:
        """Seconds; only differences mean anything."""
        base = time.monotonic() if self._frozen_at is None else self._frozen_at
        return base + self._pushed

    def advance(self, seconds: float) -> None:
        """Let that much time pass at once."""
        self._pushed += seconds


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The platform's numbers; edits count like messages because Telegram's flood control counts them too."""

    per_second: int = 30
    chat_burst: int = 5
    chat_refill: float = 1.0
    count_edits: bool = True


@dataclass(kw_only=True)
class Bucket:
    """What a chat may still receive now."""

    tokens: float
    at: float


class Limiter:
    """Counts what was sent; without limits everything passes."""

    def __init__(self, limits: Limits | None, now: Callable[[], float]) -> None:
        self.limits = limits
        self._real_now = now
        self._rested = 0.0
        self._recent: deque[float] = deque()
        self._buckets: dict[int, Bucket] = {}

    def rest(self, seconds: float) -> None:
        """Time passes for the limits alone: a person reads and thinks before the next press."""
        self._rested += seconds

    def wait_for(self, chat_id: int, count: int = 1) -> int:
        """Take `count` messages for this chat: 0 when they may go, else the whole seconds to wait (none are taken)."""
        if self.limits is None:
            return 0
        now = self._real_now() + self._rested
        bucket = self._refilled(chat_id, self.limits, now)
        # An album larger than the burst could never go otherwise.
        charge = min(count, self.limits.chat_burst)
        wait = max(self._bot_wait(self.limits, now, count), (charge - bucket.tokens) / self.limits.chat_refill)
        if wait > 0:
            return max(1, math.ceil(wait))
        bucket.tokens -= charge
        self._recent.extend([now] * count)
        return 0

    def _refilled(self, chat_id: int, limits: Limits, now: float) -> Bucket:
        bucket = self._buckets.setdefault(chat_id, Bucket(tokens=limits.chat_burst, at=now))
        gained = (now - bucket.at) * limits.chat_refill
        bucket.tokens = min(float(limits.chat_burst), bucket.tokens + gained)
        bucket.at = now
        return bucket

    def _bot_wait(self, limits: Limits, now: float, count: int) -> float:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) + count <= limits.per_second:
            return 0.0
        return self._recent[0] + 1 - now if self._recent else 0.0
