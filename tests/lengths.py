"""How long the long tests run: a short form every time, the whole of it with DINGHUO_TESTS=long."""

import os

LONG = os.environ.get("DINGHUO_TESTS") == "long"


def times(usual: int, *, long: int) -> int:
    """So many times today."""
    return long if LONG else usual
