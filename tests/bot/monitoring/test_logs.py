"""Lines of the standard library's logging, ours and the libraries', look like all the others."""

import json
import logging
import sys
from typing import Any

from bot.monitoring.logs import LONGEST, log_handler
from bot.monitoring.redaction import Redaction
from bot.monitoring.trace import current_trace, trace_context


def written(**more: Any) -> dict[str, Any]:
    """A line as it would be written."""
    given = {"name": "bot.telegram.send", "levelno": logging.WARNING, "levelname": "WARNING", "msg": "%s stays"}
    record = logging.makeLogRecord({**given, "args": ("老",), **more})
    line: dict[str, Any] = json.loads(log_handler(Redaction(), sys.stderr).format(record))
    return line


def stumble(secret: str) -> None:
    raise KeyError(len(secret))


def test_a_line_bears_the_id_of_the_turn_and_what_else_is_known() -> None:
    with trace_context("3f9c02ab", channel="telegram"):
        line = written(to="1001")
    assert (line["event"], line["level"], line["logger"]) == ("老 stays", "warning", "bot.telegram.send")
    assert (line["trace"], line["channel"], line["to"]) == ("3f9c02ab", "telegram", "1001")
    assert line["timestamp"].endswith("Z")


def test_outside_a_turn_there_is_no_id() -> None:
    assert "trace" not in written()
    assert current_trace() == ""


def test_an_error_comes_with_its_way_and_without_the_values_of_variables() -> None:
    try:
        stumble("very-" + "secret")
    except KeyError:
        line = written(exc_info=sys.exc_info())
    assert "KeyError: 11" in line["exception"]
    assert "very-secret" not in line["exception"]


def test_a_line_does_not_grow_with_what_went_wrong() -> None:
    line = written(msg="OR " * 100_000, args=(), sql="SELECT " + "1, " * 100_000)
    assert len(line["event"]) < LONGEST + 100
    assert line["sql"].startswith("SELECT 1, 1")
    assert "characters" in line["sql"]
    assert len(json.dumps(line)) < 3 * LONGEST


def test_a_turn_within_a_turn_keeps_its_own_id() -> None:
    with trace_context() as outer:
        with trace_context() as inner:
            assert current_trace() == inner
        assert current_trace() == outer
    assert inner != outer


def test_an_id_is_short_enough_to_be_read_out() -> None:
    with trace_context() as trace:
        assert len(trace) == 8
