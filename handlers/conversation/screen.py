"""The screen as the last message left it: what the readings of a typed text look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from handlers.conversation import callback_data
from handlers.conversation.callback_data import Callback
from handlers.conversation.serialisation import load_reply
from handlers.conversation.turn import Reply
from handlers.conversation.typed_choices import Choice, remember

#: Numbers refer to the list shown last; they stay valid this long.
OPEN_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What was shown last, and when; each part is read once, when it is first asked for.

    ``shown``: the replies as they are kept; ``pushed``: the choices of cards that were pushed meanwhile.
    """

    shown: Sequence[dict[str, Any]] = ()
    pushed: Sequence[Choice] = ()
    at: datetime | None = None

    @cached_property
    def replies(self) -> tuple[Reply, ...]:
        """The replies shown last."""
        return tuple(map(load_reply, self.shown))

    @cached_property
    def choices(self) -> list[Choice]:
        """Their choices."""
        return remember(self.replies)

    @cached_property
    def callbacks(self) -> tuple[Callback, ...]:
        """What their buttons do; one of another version of ours does nothing any more."""
        shown = (each.data for reply in self.replies for each in reply.choices())
        return tuple(callback_data.read(data) for data in shown if callback_data.is_ours(data))

    def takes_numbers(self, now: datetime) -> bool:
        """Whether the numbers of the list shown last are still valid."""
        return self.at is not None and now - self.at < OPEN_FOR


NOTHING_SHOWN = Screen()
