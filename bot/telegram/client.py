"""The HTTP client for the Bot API: one session per process; each call is reported with outcome and seconds.

The library's own client costs a millisecond of processor a call, which is as much as a whole turn of ours.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.monitoring.metrics import SUCCESS, ReportCall
from bot.telegram.errors import ErrorKind, classify
from storage.as_json import as_json

_OK, _BAD_REQUEST = 200, 400
_HTTP_STATUS = range(100, 600)
#: Telegram says no, and all is well: the message shows this already, or the press was acknowledged too late.
_HARMLESS = (ErrorKind.SAME, ErrorKind.LATE)
_JSON = {"Content-Type": "application/json"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plain:
    """The parameters of a call without files, ready for JSON; the library's own form inspects each value."""

    parameters: Mapping[str, Any]
    contains_files: bool = False


class Client(BaseRequest):
    """The request class of the library's ``Bot``. Times in seconds; at most ``connections`` at once."""

    def __init__(self, called: ReportCall, *, connections: int, connect: float, answer: float, queue: float) -> None:
        self._called = called
        self._connections = connections
        self._connect, self._answer, self._queue = connect, answer, queue
        self._session: aiohttp.ClientSession | None = None
        self._hung_up = False

    @property
    def read_timeout(self) -> float:
        """How long an answer may take."""
        return self._answer

    async def initialize(self) -> None:
        """Opens nothing; the session opens at the first call."""
        self._hung_up = False

    async def shutdown(self) -> None:
        """Close the session. Later calls raise ``NetworkError``."""
        self._hung_up = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - what is not taken gets no answer either
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call, reported; errors never quote the address, which holds the token. Raises TimedOut, NetworkError."""
        if self._hung_up:
            raise NetworkError("we have hung up")
        began, code = time.perf_counter(), "other"
        timeout = aiohttp.ClientTimeout(
            connect=_given(pool_timeout, self._queue),
            sock_connect=_given(connect_timeout, self._connect),
            sock_read=_given(read_timeout, self._answer),
        )
        try:
            body, kind = _body(request_data)
            async with self._open(url).request(method, url, data=body, headers=kind, timeout=timeout) as response:
                answer = await response.read()
            code = code_of(response.status, answer)
        except TimeoutError as error:
            code = "timeout"
            raise TimedOut(type(error).__name__) from None
        except aiohttp.ClientError as error:
            code = "network"
            raise NetworkError(type(error).__name__) from None
        finally:
            self._called(code, time.perf_counter() - began)
        return response.status, answer

    def _open(self, url: str) -> aiohttp.ClientSession:
        """The session of this process, through the machine's proxy where it has one for this host."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=_proxy_for(url),
            )
        return self._session


def code_of(status: int, body: bytes) -> str:
    """The code under which an answer is counted."""
    if status == _OK or (status == _BAD_REQUEST and _said(body) in _HARMLESS):
        return SUCCESS
    return str(status) if status in _HTTP_STATUS else "other"


def _said(body: bytes) -> ErrorKind | None:
    try:
        return classify(BadRequest(str(json.loads(body)["description"])))
    except (ValueError, KeyError, TypeError):
        return None


def _given(chosen: Any, usual: T) -> Any | T:
    return usual if chosen is BaseRequest.DEFAULT_NONE else chosen


def _body(data: RequestData | None) -> tuple[aiohttp.FormData | bytes | None, dict[str, str] | None]:
    """The request body and its header: JSON, or a multipart form where there are files."""
    if data is None:
        return None, None
    if not data.contains_files:
        return as_json(data.parameters).encode(), _JSON
    form = aiohttp.FormData()
    for name, text in data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, None


def _proxy_for(url: str) -> str | None:
    parts = urlsplit(url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
