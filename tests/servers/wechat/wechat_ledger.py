"""How many customer-service messages an account may send, and until when."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from tests.servers.wechat.wechat_errors import ApiError


class Window(Enum):
    """What the person did, with how many messages it allows and for how long."""

    WROTE = (5, timedelta(hours=48))
    ACTED = (3, timedelta(minutes=1))
    """A click in the account's menu, a follow or a scan."""


@dataclass(kw_only=True)
class Allowance:
    """One open window."""

    ends: datetime
    left: int


@dataclass(kw_only=True)
class Ledger:
    """The windows of every person; a new act renews its window and never adds to it."""

    open: dict[tuple[str, Window], Allowance] = field(default_factory=dict)

    def grant(self, openid: str, window: Window, now: datetime) -> None:
        """Open or renew a window because the person did something."""
        count, duration = window.value
        self.open[openid, window] = Allowance(ends=now + duration, left=count)

    def left(self, openid: str, now: datetime) -> int:
        """How many messages could still be sent to this person now."""
        return sum(allowance.left for allowance in self._live(openid, now))

    def spend(self, openid: str, now: datetime) -> None:
        """Take one message from the window that closes first."""
        live = self._live(openid, now)
        if not live:
            raise ApiError(45015)
        usable = [allowance for allowance in live if allowance.left]
        if not usable:
            raise ApiError(45047)
        min(usable, key=lambda allowance: allowance.ends).left -= 1

    def close(self, openid: str) -> None:
        """Forget every window, as an unfollow does."""
        for window in Window:
            self.open.pop((openid, window), None)

    def _live(self, openid: str, now: datetime) -> list[Allowance]:
        windows = [self.open.get((openid, window)) for window in Window]
        return [allowance for allowance in windows if allowance and now < allowance.ends]
