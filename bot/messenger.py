"""What a channel must offer: push a notice, redraw a card; and the possible outcomes."""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from domain.tables.people import Channel
from handlers.conversation.turn import Reply


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """The platform accepted it; ``message`` is its id there, where it can be edited later."""

    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class Later:
    """Not now: try again after ``seconds``. ``reason`` is for the log and holds no secret."""

    seconds: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The platform allows messages only after the person writes: show it first at the next contact."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """The person blocked or left us on this channel."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The platform will never accept it as it is: a bug of ours, or its content."""

    reason: str


Outcome: TypeAlias = Delivered | Later | Kept | Unreachable | Refused


class Messenger(Protocol):
    """One channel's messenger for notices. Answers to messages go out by the channel's own intake."""

    channel: Channel

    async def push(
        self,
        external: str,
        reply: Reply,
        language: str,
        replacing: str | None,
        topic: str = "",
    ) -> Outcome:
        """Send a notice to an identity; ``replacing`` is the message that showed the same card before.

        ``topic``: of the chat, where the person wrote last.

        A reply without ``buttons`` and text is never passed. Expected failures are outcomes, not exceptions.
        """
        ...

    async def redraw(self, external: str, reply: Reply, language: str, message: str) -> Outcome:
        """Redraw a card in place, silently; ``Delivered`` where the channel cannot edit."""
        ...
