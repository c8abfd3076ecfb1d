"""The rate limit of an identity per minute: one warning, then silence."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from domain.refusals import Refusal
from handlers.conversation.turn import Incoming

WITHIN = timedelta(minutes=1)
#: How many identities are remembered; the least recently active is forgotten first.
REMEMBERED = 10_000


class TooFast(Refusal):
    """More messages in a minute than anybody reads answers to; for a minute, none is answered."""


class RateDecision(Enum):
    """What becomes of a message."""

    ANSWER = auto()
    """As every other."""
    TELL = auto()
    """It is not processed, and the person is told why, once."""
    SILENCE = auto()
    """Nothing at all: no word, and no work for the database."""


@dataclass(kw_only=True)
class _Lately:
    """When each message of an identity came in the last minute, by its key, and until when there is silence."""

    came: dict[str, datetime] = field(default_factory=dict)
    quiet_until: datetime | None = None
    told: str = ""
    """The key of the message that was one too many."""


class MessageLimit:
    """At most ``most`` answers an identity and minute. Counted in this process; safe from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lately: OrderedDict[tuple[str, str], _Lately] = OrderedDict()
        self._lock = threading.Lock()

    def verdict(self, incoming: Incoming, now: datetime) -> RateDecision:
        """Count a message and judge it. One that is delivered again is not counted again: it has its answer."""
        with self._lock:
            return self._judged(self._of(incoming), incoming.key, now)

    def rests(self, incoming: Incoming, now: datetime) -> bool:
        """Whether nothing of an identity is answered just now; for what would be costly to look at first."""
        with self._lock:
            until = self._of(incoming).quiet_until
        return until is not None and now < until

    def _of(self, incoming: Incoming) -> _Lately:
        name = (incoming.channel.value, incoming.identity)
        lately = self._lately.setdefault(name, _Lately())
        self._lately.move_to_end(name)
        if len(self._lately) > REMEMBERED:
            self._lately.popitem(last=False)
        return lately

    def _judged(self, lately: _Lately, key: str, now: datetime) -> RateDecision:
        if key in lately.came:
            return RateDecision.TELL if key == lately.told else RateDecision.ANSWER
        if lately.quiet_until is not None and now < lately.quiet_until:
            return RateDecision.SILENCE
        while lately.came and now - lately.came[oldest := next(iter(lately.came))] >= WITHIN:
            del lately.came[oldest]
        is_flood = len(lately.came) >= self._most
        lately.quiet_until = now + WITHIN if is_flood else None
        lately.came[key] = now
        if not is_flood:
            return RateDecision.ANSWER
        lately.told = key
        return RateDecision.TELL
