"""HTTP towards the webhook: one request on a fresh connection, dropped when the time is up."""

import http.client
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

PIECE: Final = 65536
MOST_BYTES: Final = 1024 * 1024


class NoAnswerError(Exception):
    """Nothing whole came back in time."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the webhook answered."""

    status: int
    content_type: str
    body: bytes

    @property
    def text(self) -> str:
        """The body, for a person who reads about a failure."""
        return self.body.decode(errors="replace")


def get(url: str, query: dict[str, str], budget_seconds: float) -> Answer:
    """Ask."""
    return _ask("GET", url, query, b"", budget_seconds)


def post(url: str, query: dict[str, str], body: bytes, budget_seconds: float) -> Answer:
    """Deliver."""
    return _ask("POST", url, query, body, budget_seconds)


def _ask(method: str, url: str, query: dict[str, str], body: bytes, budget_seconds: float) -> Answer:
    place = urlsplit(url)
    deadline = time.monotonic() + budget_seconds
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=budget_seconds)
    headers = {"Content-Type": "text/xml", "User-Agent": "Mozilla/4.0"}
    try:
        connection.connect()
        with suppress(BrokenPipeError):  # an answer may come before a huge body has been read
            connection.request(method, f"{place.path}?{urlencode(query)}", body=body, headers=headers)
        return _read(connection, deadline)
    except TimeoutError as problem:
        raise NoAnswerError("no answer in time") from problem
    except (OSError, http.client.HTTPException) as problem:
        raise NoAnswerError(f"the connection broke: {problem!r}") from problem
    finally:
        connection.close()


def _read(connection: http.client.HTTPConnection, deadline: float) -> Answer:
    """Read with what is left of the budget, so that a slow trickle is dropped too."""
    line: socket.socket = connection.sock
    _limit(line, deadline)
    with connection.getresponse() as response:
        body = b""
        while piece := response.read1(PIECE):
            body += piece
            if len(body) > MOST_BYTES:
                raise NoAnswerError("an endless answer")
            _limit(line, deadline)
        return Answer(status=response.status, content_type=response.headers.get("Content-Type", ""), body=body)


def _limit(line: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if line.fileno() >= 0:
        line.settimeout(left)
