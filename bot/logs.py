"""How a process logs: one JSON line an event, without the values of variables, which may be secret."""

import logging
import sys
from collections.abc import Sequence

import structlog
from structlog.types import Processor

#: What every line carries: the turn it belongs to, how grave it is, when it was.
_SHARED: Sequence[Processor] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
_WRITTEN: Sequence[Processor] = (
    structlog.processors.format_exc_info,
    structlog.processors.JSONRenderer(ensure_ascii=False),
)


def write_logs(level: int = logging.INFO) -> None:
    """One line an event, to standard error; libraries speak only when something is wrong."""
    logging.basicConfig(handlers=[log_handler()], level=logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    structlog.configure(
        processors=[*_SHARED, *_WRITTEN],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )


def log_handler() -> logging.Handler:
    """Lines written with the standard library's logging, ours and the libraries', in the same form."""
    named = (structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder())
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=[*_SHARED, *named], processors=[remove, *_WRITTEN])
    )
    return handler
