"""What WeChat lets us send now: denied methods, used-up quotas, open windows."""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.messenger import Later, Outcome, Unreachable
from bot.wechat.errors import CallFailedError, Remedy, remedy_for
from storage import wechat_quota
from storage.engine import Database
from storage.wechat_quota import Contact

log = logging.getLogger(__name__)

#: Seconds until the next try where WeChat has trouble.
BUSY_SECONDS = 30
#: The least time between template messages to somebody; notices in between are kept.
RING_GAP = timedelta(minutes=3)
#: WeChat counts its days in this zone.
_BEIJING = ZoneInfo("Asia/Shanghai")

ClaimedMessages: TypeAlias = tuple[Contact, ...]


class PushMethod(StrEnum):
    """How a notice can reach somebody."""

    CUSTOMER_SERVICE = "customer service"
    TEMPLATE = "template"


class SendLimits:
    """One account's limits. A method that WeChat denies is not tried again until the next start."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._denied: set[PushMethod] = set()
        self._spent_until: dict[PushMethod, datetime] = {}

    def allows(self, method: PushMethod) -> bool:
        """Whether the account has the right at all."""
        return method not in self._denied

    def deny(self, method: PushMethod) -> None:
        """The account has no such right, or no template."""
        self._denied.add(method)

    def spent(self, method: PushMethod) -> Later | None:
        """Whether the day's quota is used up, and for how long."""
        until = self._spent_until.get(method)
        if until is None or until <= self._now():
            return None
        return Later(seconds=(until - self._now()).total_seconds(), reason=f"WeChat's quota for {method} is used up")

    def claim(self, external: str, count: int, spare: int = 0) -> ClaimedMessages:
        """Claim this number of customer-service messages, or none where the window is closed or too small."""
        with self._database.transaction() as session:
            return wechat_quota.claim(session, external, count, self._now(), spare)

    def claim_ring(self, external: str) -> bool:
        """Claim a template message, unless one was sent a moment ago."""
        with self._database.transaction() as session:
            return wechat_quota.claim_ring(session, external, self._now(), RING_GAP)

    def forget_ring(self, external: str) -> None:
        """The template message was not sent: the next notice may send one."""
        with self._database.transaction() as session:
            wechat_quota.forget_ring(session, external)

    def after(
        self, failed: CallFailedError, method: PushMethod, external: str, unsent: ClaimedMessages = ()
    ) -> Outcome | None:
        """The outcome of a notice whose sending failed; None: try the next method."""
        match remedy_for(failed):
            case Remedy.UNREACHABLE:
                return Unreachable(reason=str(failed))
            case Remedy.SPENT:
                self._give_back(external, unsent)
                self._spent_until[method] = _next_midnight(self._now())
                return self.spent(method)
            case Remedy.BUSY:
                if failed.code is not None:
                    self._give_back(external, unsent)
                return Later(seconds=BUSY_SECONDS, reason=str(failed))
            case Remedy.NO_WINDOW:
                self._shut(external)
            case Remedy.NO_RIGHT:
                self.deny(method)
                log.warning(
                    "WeChat denies this account %s messages (%s): none are sent until the next start", method, failed
                )
            case Remedy.TOO_OFTEN | Remedy.MEDIA_GONE | Remedy.REFUSED:
                log.warning("WeChat refused a %s message: %s", method, failed)
        return None

    def _give_back(self, external: str, unsent: ClaimedMessages) -> None:
        with self._database.transaction() as session:
            wechat_quota.refund(session, external, unsent)

    def _shut(self, external: str) -> None:
        with self._database.transaction() as session:
            wechat_quota.close_windows(session, external)


def _next_midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(_BEIJING).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(minute=1), _BEIJING)
