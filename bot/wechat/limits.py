"""What WeChat lets us send just now: ways it denies, quotas that are used up, windows that are open."""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.messenger import Later, Outcome, Unreachable
from bot.wechat.errors import CallFailedError, Verdict, verdict
from storage import push_ledger
from storage.engine import Database
from storage.push_ledger import Contact

log = logging.getLogger(__name__)

#: Seconds until the next try where WeChat has trouble.
BUSY_SECONDS = 30
#: Somebody is rung with a template at most this often; what comes in between waits for them in the chat.
RING_GAP = timedelta(minutes=3)
#: WeChat counts its days in this zone.
_BEIJING = ZoneInfo("Asia/Shanghai")

Taken: TypeAlias = tuple[Contact, ...]


class Way(StrEnum):
    """How a notice can come to somebody."""

    CUSTOMER_SERVICE = "customer service"
    TEMPLATE = "template"


class Limits:
    """One account's limits. A way that WeChat denies us is not tried again until the next start."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._denied: set[Way] = set()
        self._spent_until: dict[Way, datetime] = {}

    def allows(self, way: Way) -> bool:
        """Whether the account has the right at all."""
        return way not in self._denied

    def deny(self, way: Way) -> None:
        """The account has no such right, or no template."""
        self._denied.add(way)

    def spent(self, way: Way) -> Later | None:
        """Whether the day's calls are used up, and for how long."""
        until = self._spent_until.get(way)
        if until is None or until <= self._now():
            return None
        return Later(seconds=(until - self._now()).total_seconds(), reason=f"WeChat's quota for {way} is used up")

    def claim(self, external: str, count: int, spare: int = 0) -> Taken:
        """So many customer-service messages to somebody, or none where the window is shut or too small."""
        with self._database.transaction() as session:
            return push_ledger.claim(session, external, count, self._now(), spare)

    def claim_ring(self, external: str) -> bool:
        """A template message, unless there was one a moment ago."""
        with self._database.transaction() as session:
            return push_ledger.claim_ring(session, external, self._now(), RING_GAP)

    def forget_ring(self, external: str) -> None:
        """The template message did not go out: the next notice may ring."""
        with self._database.transaction() as session:
            push_ledger.forget_ring(session, external)

    def after(self, failed: CallFailedError, way: Way, external: str, unsent: Taken = ()) -> Outcome | None:
        """What becomes of a notice whose sending failed; nothing: try the next way."""
        match verdict(failed):
            case Verdict.UNREACHABLE:
                return Unreachable(reason=str(failed))
            case Verdict.SPENT:
                self._give_back(external, unsent)
                self._spent_until[way] = _next_midnight(self._now())
                return self.spent(way)
            case Verdict.BUSY:
                if failed.code is not None:
                    self._give_back(external, unsent)
                return Later(seconds=BUSY_SECONDS, reason=str(failed))
            case Verdict.NO_WINDOW:
                self._shut(external)
            case Verdict.NO_RIGHT:
                self.deny(way)
                log.warning(
                    "WeChat denies this account %s messages (%s): none are sent until the next start", way, failed
                )
            case Verdict.TOO_OFTEN | Verdict.MEDIA_GONE | Verdict.REFUSED:
                log.warning("WeChat refused a %s message: %s", way, failed)
        return None

    def _give_back(self, external: str, unsent: Taken) -> None:
        with self._database.transaction() as session:
            push_ledger.give_back(session, external, unsent)

    def _shut(self, external: str) -> None:
        with self._database.transaction() as session:
            push_ledger.shut(session, external)


def _next_midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(_BEIJING).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(minute=1), _BEIJING)
