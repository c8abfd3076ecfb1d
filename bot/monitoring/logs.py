"""Structured logging: one JSON line per event, without secrets and without the values of variables."""

import logging
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor

from bot.monitoring.redaction import Redaction, secrets_of
from bot.settings import Settings
from storage.as_json import as_json

log = structlog.get_logger()

#: Characters of one value; of a longer one the beginning and the end are written, and how much is missing.
LONGEST = 8_000

#: What every line carries: the turn it belongs to, how grave it is, when it was.
_SHARED: Sequence[Processor] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def write_logs(settings: Settings, level: int = logging.INFO, to: TextIO | None = None) -> None:
    """Log to standard error, one line per event; libraries log from WARNING on."""
    redaction, stream = Redaction(secrets_of(settings)), to or sys.stderr
    logging.basicConfig(handlers=[log_handler(redaction, stream)], level=logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    # A job that still runs when it is due again is no news: what is due is found in the database at its next run.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*_SHARED, *_written(redaction)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
    )
    sys.excepthook = _ended
    threading.excepthook = _thread_ended


def log_handler(redaction: Redaction, stream: TextIO) -> logging.Handler:
    """A handler that writes standard-library log records in the same form."""
    named = (structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder())
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler, processors = logging.StreamHandler(stream), [remove, *_written(redaction)]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=[*_SHARED, *named], processors=processors)
    )
    return handler


def _written(redaction: Redaction) -> Sequence[Processor]:
    """The processors that turn an event into a line; secrets are removed from the finished line."""
    return (
        structlog.processors.format_exc_info,
        _bounded,
        structlog.processors.JSONRenderer(as_json),
        redaction.line,
    )


def _bounded(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Shorten long values: no line grows with what was sent to us or to the database."""
    return {name: _cut(value) if isinstance(value, str) else value for name, value in event.items()}


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    half = LONGEST // 2
    return f"{words[:half]} … {len(words) - LONGEST} characters … {words[-half:]}"


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an uncaught exception: printed as it is, it would show secrets."""
    if isinstance(error, KeyboardInterrupt):
        return
    log.critical("the process ends", exc_info=(kind, error, trace))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    error = ended.exc_value
    log.critical("a thread ends", exc_info=(ended.exc_type, error, ended.exc_traceback) if error else None)
