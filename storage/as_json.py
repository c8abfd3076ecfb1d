"""Values as JSON text, on the way of every message: for the database, the platforms and the log."""

import json
from collections.abc import Callable
from typing import Any

import orjson


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
