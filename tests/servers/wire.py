"""A small HTTP/1.1 server on loopback: a thread for each connection, keep-alive, no framework in between."""

from __future__ import annotations

import contextlib
import socket
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from typing import BinaryIO

CHUNK = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Request:
    """What came over the wire; header names are lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    too_large: bool = False


@dataclass(frozen=True, kw_only=True)
class Response:
    """What goes back."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        """Head and body in one piece, so that one send does it."""
        extra = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        head = (
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\nDate: {formatdate(usegmt=True)}\r\n"
            f"Content-Type: {self.content_type}\r\nContent-Length: {len(self.body)}\r\n{extra}\r\n"
        )
        return head.encode("latin-1") + self.body


Answer = Callable[[Request], Response | None]
"""A handler; None means: close the connection without a word."""


class MalformedRequestError(Exception):
    """The bytes are not HTTP; the connection is closed."""


def read_request(stream: BinaryIO, *, max_body: int) -> Request | None:
    """The next request of a connection, or None when the other side has hung up."""
    line = stream.readline(CHUNK)
    if not line.strip():
        return None
    try:
        method, target, _version = line.decode("latin-1").split()
    except ValueError as error:
        raise MalformedRequestError(line) from error
    headers = dict(_read_headers(stream))
    body, too_large = _read_body(stream, headers, max_body)
    path, _, query = target.partition("?")
    return Request(method=method, path=path, query=query, headers=headers, body=body, too_large=too_large)


def _read_headers(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    while (line := stream.readline(CHUNK)) not in {b"\r\n", b"\n", b""}:
        name, _, value = line.decode("latin-1").partition(":")
        yield name.strip().lower(), value.strip()


def _read_body(stream: BinaryIO, headers: Mapping[str, str], max_body: int) -> tuple[bytes, bool]:
    """The body and whether it was over the limit; what is over is read and thrown away, so that the answer arrives."""
    kept = bytearray()
    total = 0
    for piece in _body_pieces(stream, headers):
        total += len(piece)
        if total <= max_body:
            kept += piece
    return (b"", True) if total > max_body else (bytes(kept), False)


def _body_pieces(stream: BinaryIO, headers: Mapping[str, str]) -> Iterator[bytes]:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        yield from _exactly(stream, int(headers.get("content-length", "0")))
        return
    while size := int(stream.readline(CHUNK).split(b";")[0] or b"0", 16):
        yield from _exactly(stream, size)
        stream.readline(CHUNK)
    stream.readline(CHUNK)


def _exactly(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while size:
        piece = stream.read(min(size, CHUNK))
        if not piece:
            raise MalformedRequestError("the body ended early")
        size -= len(piece)
        yield piece


class HttpServer:
    """Listens on 127.0.0.1, on a port the system chooses."""

    def __init__(self, answer: Answer, *, max_body: int) -> None:
        self.bugs: list[str] = []
        self.closing = threading.Event()
        self._answer = answer
        self._max_body = max_body
        self._open: dict[socket.socket, threading.Thread] = {}
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, name="loopback-accept", daemon=True)

    def start(self) -> None:
        """Begin to accept connections; returns at once."""
        self._acceptor.start()

    def stop(self) -> None:
        """Hang up on everyone and wait until every thread has ended."""
        self.closing.set()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        self._acceptor.join(timeout=5)
        self._listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """Close every connection there is, and wait for its thread."""
        with self._lock:
            connections = dict(self._open)
        for connection, thread in connections.items():
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            if self.closing.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._converse, args=(connection,), name="loopback", daemon=True)
            with self._lock:
                self._open[connection] = thread
            thread.start()

    def _converse(self, connection: socket.socket) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection.makefile("rb") as stream:
                while self._one_exchange(connection, stream):
                    pass
        except (OSError, MalformedRequestError, ValueError):
            pass  # the other side went away or spoke nonsense: as on the open net, just hang up
        finally:
            with self._lock:
                self._open.pop(connection, None)
            connection.close()

    def _one_exchange(self, connection: socket.socket, stream: BinaryIO) -> bool:
        request = read_request(stream, max_body=self._max_body)
        if request is None or self.closing.is_set():
            return False
        response = self._answer_or_report(request)
        if response is None:
            return False
        connection.sendall(response.as_bytes())
        return request.headers.get("connection", "").lower() != "close"

    def _answer_or_report(self, request: Request) -> Response | None:
        try:
            return self._answer(request)
        except Exception:  # noqa: BLE001 - a fault of this server must fail the test, not hide in a thread
            self.bugs.append(traceback.format_exc())
            return Response(status=500, body=b'{"ok":false,"error_code":500,"description":"loopback server bug"}')
