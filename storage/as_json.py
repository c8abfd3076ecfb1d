"""Values as JSON text, on the way of every message: for the database, the platforms and the log."""

import json
from collections.abc import Callable
from typing import Any

import orjson


def spellings(text: str) -> tuple[str, str]:
    """How a text may stand inside JSON: with all letters as they are, or those beyond ASCII as numbers."""
    return json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(text)[1:-1]


def as_json(value: Any, default: Callable[[Any], Any] | None = None) -> str:
    """Quickly; what the quick way refuses (half characters, huge numbers, keys that are no text) as Python's own does.

    ``default``: what to write of something that JSON does not know.

    Raises:
        TypeError: it holds such a thing, and nothing is said of it.
    """
    try:
        return orjson.dumps(value, default, orjson.OPT_PASSTHROUGH_DATACLASS).decode()
    except TypeError:
        return json.dumps(value, default=default)
