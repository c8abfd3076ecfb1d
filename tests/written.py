"""All that a process writes down, as an operator reads it, while a test goes on."""

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.monitoring.logs import write_logs
from bot.settings import Settings


@contextmanager
def writing_logs(settings: Settings) -> Iterator[io.StringIO]:
    """Logs go here as they do in a process; afterwards all is as it was."""
    root, level, hooks = logging.getLogger(), logging.getLogger().level, (sys.excepthook, threading.excepthook)
    others, written, rendered = root.handlers[:], io.StringIO(), structlog.get_config()
    root.handlers.clear()
    write_logs(settings, to=written)
    root.handlers += others
    try:
        yield written
    finally:
        root.handlers[:] = others
        root.setLevel(level)
        sys.excepthook, threading.excepthook = hooks
        structlog.configure(**rendered)
