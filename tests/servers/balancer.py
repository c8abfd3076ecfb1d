"""A load balancer on loopback: one address for several servers, each in turn, the next where one has shut its door."""

from __future__ import annotations

import http.client
import itertools
from typing import Self

from tests.servers.wire import HttpServer, Request, Response

MAX_BODY = 1 << 20
SECONDS = 60.0
#: What belongs to one connection and is not passed on.
_OWN = {"connection", "content-length", "transfer-encoding", "host"}


class Balancer:
    """``ports`` are the servers it knows; a test may change them at any time."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self._turn = itertools.count()
        self._http = HttpServer(self._answer, max_body=MAX_BODY)

    def __enter__(self) -> Self:
        self._http.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.stop()
        assert not self._http.bugs, self._http.bugs[0]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.port}"

    def _answer(self, request: Request) -> Response:
        ports, first = list(self.ports), next(self._turn)
        for place in range(len(ports)):
            try:
                return _passed_on(request, ports[(first + place) % len(ports)])
            except ConnectionRefusedError:
                continue
            except (OSError, http.client.HTTPException):  # it may have been done or not: the platform must ask again
                return Response(status=502)
        return Response(status=503)


def _passed_on(request: Request, port: int) -> Response:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    headers = {name: value for name, value in request.headers.items() if name not in _OWN}
    path = f"{request.path}?{request.query}" if request.query else request.path
    try:
        connection.request(request.method, path, request.body, headers)
        answered = connection.getresponse()
        kind = answered.headers.get("Content-Type", "")
        return Response(status=answered.status, body=answered.read(), content_type=kind)
    finally:
        connection.close()
