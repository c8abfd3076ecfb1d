"""The trace id that everything about one turn shares: its log lines, its notices, and the apology if it fails."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from structlog.contextvars import bound_contextvars, get_contextvars


def current_trace() -> str:
    """The trace id of this task or thread; empty where there is none."""
    return str(get_contextvars().get("trace", ""))


@contextmanager
def trace_context(trace: str = "", **facts: str | int) -> Iterator[str]:
    """Log lines inside carry the trace id (a new one if none is given, short enough to read out) and these facts."""
    trace = trace or secrets.token_hex(4)
    with bound_contextvars(trace=trace, **facts):
        yield trace
