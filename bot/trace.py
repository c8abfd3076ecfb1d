"""The id that everything about one turn has in common: its log lines, its notices, and the apology if it fails."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars, get_contextvars


def current_trace() -> str:
    """The id of the turn under way in this task or thread; empty where there is none."""
    return str(get_contextvars().get("trace", ""))


@contextmanager
def marked(trace: str = "", **facts: str | int) -> Iterator[str]:
    """What is logged inside carries the id, a new one where none is given, and these facts.

    Short enough to be read out on the telephone: it finds a turn together with the day, not among all turns ever.
    """
    trace = trace or secrets.token_hex(4)
    with bound_contextvars(trace=trace, **facts):
        yield trace
