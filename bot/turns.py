"""The bridge from the async outside to the plain core: each message is answered in a worker thread."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from handlers.turn import Answer, Incoming

#: What a channel calls for each message it read; never raises for what a person did.
Ask: TypeAlias = Callable[[Incoming], Awaitable[Answer]]
