"""A small HTTP server in a thread on 127.0.0.1, which can be told to fail."""

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

LOOPBACK: Final = "127.0.0.1"
API_ROOT: Final = "/cgi-bin/"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    query: dict[str, str]
    content_type: str
    body: bytes

    @property
    def endpoint(self) -> str:
        """The path without /cgi-bin/, such as menu/create."""
        return self.path.removeprefix(API_ROOT)


@dataclass(frozen=True, kw_only=True)
class Response:
    """What it is answered."""

    body: bytes
    content_type: str = "application/json; encoding=utf-8"
    status: int = 200


def json_response(answer: dict[str, Any]) -> Response:
    """Answer with JSON in real UTF-8, as WeChat does."""
    return Response(body=json.dumps(answer, ensure_ascii=False).encode())


class Fault(Enum):
    """A way in which a call fails."""

    BUSY = auto()
    """Errcode -1."""
    SERVER_ERROR = auto()
    """HTTP status 500."""
    CLOSE = auto()
    """The connection ends without an answer and nothing was done."""
    LOST_ANSWER = auto()
    """The connection ends without an answer although the call was done."""
    HANG = auto()
    """No answer comes until the client gives up or the server stops."""


@dataclass(kw_only=True)
class Faults:
    """The failures still to happen, in order, each for one call."""

    waiting: list[tuple[Fault, str | None]] = field(default_factory=list)

    def add(self, fault: Fault, *, times: int, endpoint: str | None) -> None:
        """Let the next calls fail; with an endpoint only those to it."""
        self.waiting.extend([(fault, endpoint)] * times)

    def next_for(self, endpoint: str) -> Fault | None:
        """Take the failure that this call meets, if any."""
        for place, (fault, only) in enumerate(self.waiting):
            if only in {None, endpoint}:
                del self.waiting[place]
                return fault
        return None


Answerer = Callable[[Request], Response | None]
"""None closes the connection without an answer."""


class LoopbackServer:
    """Serves one answerer on an ephemeral port until it is stopped."""

    def __init__(self, answer: Answerer) -> None:
        self._server = _Server(answer)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="wechat-api")

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://{LOOPBACK}:{self._server.server_address[1]}"

    def start(self) -> None:
        """Begin to serve; the socket already listens."""
        self._thread.start()

    def stop(self) -> None:
        """End every connection and wait for the threads."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, answer: Answerer) -> None:
        self.answer = answer
        self._open: set[socket.socket] = set()
        super().__init__((LOOPBACK, 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet about clients that went away."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        response = self.server.answer(self._request())
        if response is None:
            self.close_connection = True
            return
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(response.body)
        self.wfile.flush()

    def _request(self) -> Request:
        url = urlsplit(self.path)
        return Request(
            method=self.command,
            path=url.path,
            query=dict(parse_qsl(url.query, keep_blank_values=True)),
            content_type=self.headers.get("Content-Type", ""),
            body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
        )

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        """Keep quiet."""
