"""How a process logs: one JSON line an event, without secrets and without the values of variables."""

import logging
import sys
import threading
from types import TracebackType
from typing import TextIO

import structlog

from bot.hushing import Hush, HushedFormatter, secrets_of
from bot.settings import Settings

log = structlog.get_logger()


def write_logs(settings: Settings, to: TextIO | None = None) -> None:
    """One line an event, to standard error; libraries speak only when something is wrong."""
    hush, stream = Hush(secrets_of(settings)), to or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(HushedFormatter(hush, "%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
            hush.line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    sys.excepthook = _ended
    threading.excepthook = _thread_ended


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught would be printed as it is, secrets and all."""
    if isinstance(error, KeyboardInterrupt):
        return
    log.critical("the process ends", exc_info=(kind, error, trace))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    error = ended.exc_value
    log.critical("a thread ends", exc_info=(ended.exc_type, error, ended.exc_traceback) if error else None)
