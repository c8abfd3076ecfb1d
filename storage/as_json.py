"""JSON encoding on the hot path: for the database, the platforms and the log."""

import json
from collections.abc import Callable
from typing import Any

import orjson


def spellings(text: str) -> tuple[str, str]:
    """How a text may appear inside JSON: plain, or with characters beyond ASCII escaped."""
    return json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1]


def as_json(value: Any, default: Callable[[Any], Any] | None = None) -> str:
    """A value as JSON, by orjson; what that refuses (half characters, huge numbers, other keys) by Python's json.

    ``default``: what to write of something that JSON does not know. Raises TypeError: it holds such a thing, and
    nothing is said of it.
    """
    try:
        return orjson.dumps(value, default, orjson.OPT_PASSTHROUGH_DATACLASS).decode()
    except TypeError:
        return json.dumps(value, default=default)
