"""Updates on their way to the bot: numbered, kept until confirmed, repeated and reordered when a test wants it."""

from __future__ import annotations

import itertools
import random
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

FIRST_UPDATE_ID = 710_000_001
#: An offset so far beyond the newest update means nothing to the platform, which then shows all that waits.
BEYOND = 10


@dataclass(kw_only=True, eq=False)
class Pending:
    """An update the bot has not confirmed yet."""

    update_id: int
    chat_id: int
    body: dict[str, Any]
    copies_left: int = 1
    shown: bool = False
    repeated: bool = False
    busy: bool = False
    tries: int = 0
    due: float = 0.0


@dataclass(kw_only=True)
class Mailbox:
    """At least once, in order within a chat."""

    copies: int = 1
    parallel: bool = False
    dice: random.Random | None = None  # throws, for each update, how many copies up to that number
    shuffle: random.Random | None = None
    allowed: Sequence[str] | None = None
    pending: dict[int, Pending] = field(default_factory=dict)  # by update id, oldest first
    _by_chat: dict[int, dict[int, Pending]] = field(default_factory=dict)
    _held: list[tuple[int, dict[str, Any]]] | None = None
    _next_id: int = FIRST_UPDATE_ID

    def add(self, chat_id: int, kind: str, body: dict[str, Any]) -> None:
        """Something happened on a phone."""
        if self.allowed and kind not in self.allowed:
            return
        if self._held is not None:
            self._held.append((chat_id, {kind: body}))
        else:
            self._number(chat_id, {kind: body})

    def hold(self) -> None:
        """Keep what comes from now on back."""
        self._held = [] if self._held is None else self._held

    def release(self) -> None:
        """Let go what was held; with a shuffle the chats change places, each keeping its own order."""
        held, self._held = self._held or [], None
        for chat_id, body in self._interleaved(held):
            self._number(chat_id, body)

    def begin_anew(self, update_id: int) -> None:
        """After a quiet week, numbers go on from anywhere, also from a lower one."""
        self._next_id = update_id

    def confirm_below(self, offset: int) -> None:
        """The bot has everything before `offset`; an update that is to come several times comes once more."""
        if self._is_beyond(offset):
            return
        for entry in list(itertools.takewhile(lambda entry: entry.update_id < offset, self.pending.values())):
            if entry.repeated and not entry.shown:
                continue
            entry.copies_left -= 1
            entry.shown, entry.repeated = False, True
            if entry.copies_left <= 0 or not entry.tries:
                self.done(entry)

    def keep_last(self, count: int) -> None:
        """A negative offset: only the newest stay."""
        for entry in list(self.pending.values())[:-count]:
            self.done(entry)

    def clear(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()
        self._by_chat.clear()

    def batch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """What getUpdates answers; showing counts as the first delivery."""
        offset = 0 if self._is_beyond(offset) else offset
        wanted = (entry for entry in self.pending.values() if entry.update_id >= offset or entry.repeated)
        answer: list[dict[str, Any]] = []
        for entry in itertools.islice(wanted, limit):
            times = entry.copies_left if self.parallel else 1
            answer += [entry.body] * times
            entry.copies_left -= times - 1
            entry.shown = True
            entry.tries += 1
        return answer[:limit]

    def next_due(self, now: float) -> Pending | None:
        """The next update a webhook may get: the oldest of its chat, not under way, not waiting after a failure."""
        return next((entry for entry in self._heads() if not entry.busy and entry.due <= now), None)

    def soonest(self, now: float) -> float | None:
        """Seconds until a waiting update is due."""
        return min((entry.due - now for entry in self._heads() if not entry.busy and entry.due > now), default=None)

    def done(self, entry: Pending) -> None:
        """Delivered as often as wanted."""
        self.pending.pop(entry.update_id, None)
        queue = self._by_chat.get(entry.chat_id, {})
        queue.pop(entry.update_id, None)
        if not queue:
            self._by_chat.pop(entry.chat_id, None)

    def _is_beyond(self, offset: int) -> bool:
        return offset >= self._next_id + BEYOND

    def _heads(self) -> Iterator[Pending]:
        """The oldest update of each chat."""
        return (next(iter(queue.values())) for queue in self._by_chat.values())

    def _number(self, chat_id: int, body: dict[str, Any]) -> None:
        numbered = {"update_id": self._next_id, **body}
        copies = self.dice.randint(1, self.copies) if self.dice else self.copies
        entry = Pending(update_id=self._next_id, chat_id=chat_id, body=numbered, copies_left=copies)
        self.pending[entry.update_id] = entry
        self._by_chat.setdefault(chat_id, {})[entry.update_id] = entry
        self._next_id += 1

    def _interleaved(self, held: list[tuple[int, dict[str, Any]]]) -> Iterable[tuple[int, dict[str, Any]]]:
        if self.shuffle is None:
            return held
        order = [chat_id for chat_id, _ in held]
        self.shuffle.shuffle(order)
        queues: dict[int, deque[dict[str, Any]]] = {}
        for chat_id, body in held:
            queues.setdefault(chat_id, deque()).append(body)
        return [(chat_id, queues[chat_id].popleft()) for chat_id in order]
