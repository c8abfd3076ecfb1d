"""What a channel can do for us: show an answer, and bring a notice to somebody who did not just write."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from domain.tables.people import Channel
from handlers.turn import Reply


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """The platform took it; ``message`` is its name there, where it can be edited later."""

    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Later:
    """Not now: try again after so many seconds. The reason is for the log and holds no secret."""

    seconds: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The platform lets us write only after the person does: show it first at the next contact."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """The person blocked or left us on this channel."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """It will not be taken as it is, however often it is tried: a fault of ours, or of what is in it."""

    reason: str


Outcome: TypeAlias = Delivered | Later | Kept | Unreachable | Refused


class Messenger(Protocol):
    """One channel's way out. Answers to messages go by the channel's own reader; this is for notices."""

    channel: Channel

    async def push(
        self,
        external: str,
        reply: Reply,
        language: str,
        replacing: str | None,
        topic: str = "",
    ) -> Outcome:
        """Bring a notice to an identity; ``replacing`` names the message that showed the same card before.

        ``topic``: of the chat, where the person wrote last.

        A reply without ``buttons`` and text is never passed. Expected failures are outcomes, not exceptions.
        """
        ...

    async def redraw(self, external: str, reply: Reply, language: str, message: str) -> Outcome:
        """Redraw a card in place, silently, because it moved on; ``Delivered`` where the channel cannot edit."""
        ...
