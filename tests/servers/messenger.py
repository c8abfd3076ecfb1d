"""A channel's way out that a test scripts: what comes of each notice is decided beforehand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.messenger import Delivered, Outcome
from domain.tables.people import Channel
from handlers.conversation.turn import Reply


@dataclass
class ScriptedMessenger:
    """Takes everything, unless the script says otherwise for the next ones. ``after``: what happens after each."""

    channel: Channel
    script: list[Outcome | Exception] = field(default_factory=list)
    brought: list[tuple[str, Reply]] = field(default_factory=list)
    redrawn: list[tuple[str, Reply]] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    after: Callable[[], None] = lambda: None

    def next_ones(self, outcomes: Iterable[Outcome | Exception]) -> None:
        """What comes of the next notices."""
        self.script.extend(outcomes)

    def titles(self, external: str) -> list[str]:
        """What one identity was brought, by headline."""
        return [reply.title for who, reply in self.brought if who == external]

    async def push(
        self,
        external: str,
        reply: Reply,
        language: str,  # noqa: ARG002
        replacing: str | None,  # noqa: ARG002
        topic: str = "",
    ) -> Outcome:
        """Bring a notice."""
        outcome = self.script.pop(0) if self.script else Delivered(message=str(len(self.brought) + 1))
        self.after()
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Delivered):
            self.brought.append((external, reply))
            self.topics.append(topic)
        return outcome

    async def redraw(self, external: str, reply: Reply, language: str, message: str) -> Outcome:  # noqa: ARG002
        """Redraw a card."""
        self.redrawn.append((external, reply))
        return Delivered(message=message)
