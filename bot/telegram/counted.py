"""Telegram's HTTP client, reporting each call: its status, or what became of it, and how long it took."""

import json
import time
from typing import Any

from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import HTTPXRequest

from bot.metrics import FINE, Called
from bot.telegram.errors import Trouble, trouble

_OK, _BAD_REQUEST = 200, 400
_HTTP_STATUS = range(100, 600)
#: Telegram says no, and all is well: the message shows this already, or the press was acknowledged too late.
_HARMLESS = (Trouble.SAME, Trouble.LATE)


class CountedRequest(HTTPXRequest):
    """The library's client with an ear on it."""

    def __init__(self, called: Called, **options: Any) -> None:
        super().__init__(**options)
        self._called = called

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """The call itself; whatever happens is reported and passed on."""
        began, code = time.perf_counter(), "other"
        try:
            status, body = await super().do_request(*args, **options)
            code = code_of(status, body)
        except NetworkError as error:
            code = "timeout" if isinstance(error, TimedOut) else "network"
            raise
        finally:
            self._called(code, time.perf_counter() - began)
        return status, body


def code_of(status: int, body: bytes) -> str:
    """By what an answer is counted."""
    if status == _OK or (status == _BAD_REQUEST and _said(body) in _HARMLESS):
        return FINE
    return str(status) if status in _HTTP_STATUS else "other"


def _said(body: bytes) -> Trouble | None:
    try:
        return trouble(BadRequest(str(json.loads(body)["description"])))
    except (ValueError, KeyError, TypeError):
        return None
