"""The API's front: failures on request, tokens, rights and quotas; every call is recorded."""

import io
import json
import threading
from dataclasses import dataclass, field
from typing import Any, Final

import segno

from tests.servers.wechat.wechat_account import Account
from tests.servers.wechat.wechat_endpoints import ENDPOINTS, Endpoint
from tests.servers.wechat.wechat_errors import ApiError
from tests.servers.wechat.wechat_http import API_ROOT, Fault, Faults, Request, Response, json_response

PICTURES: Final = "/mmbiz_pic/"
NOT_FOUND: Final = Response(status=404, content_type="text/plain", body=b"")
SERVER_ERROR: Final = Response(status=500, content_type="text/html", body=b"<html>500</html>")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of the API, recorded."""

    endpoint: str
    query: dict[str, str]
    body: Any
    """The JSON that was sent, or None."""
    answer: dict[str, Any] | None
    """None where the call failed below the API or answered with a file."""
    fault: Fault | None = None

    @property
    def errcode(self) -> int:
        """The code it was answered; 0 is success."""
        return int((self.answer or {}).get("errcode", 0))


@dataclass(kw_only=True)
class Gateway:
    """Answers every request to the server."""

    account: Account
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: Request) -> Response | None:
        """Answer one request, or fail as a test has asked."""
        with self.account.changed:
            fault = self.faults.next_for(request.endpoint)
        if fault is Fault.HANG:
            self._record(request, None, fault)
            self.stopping.wait()
            return None
        return self._answer(request, fault)

    def _answer(self, request: Request, fault: Fault | None) -> Response | None:
        if fault in {Fault.CLOSE, Fault.SERVER_ERROR}:
            self._record(request, None, fault)
            return SERVER_ERROR if fault is Fault.SERVER_ERROR else None
        if file := self._file(request):
            self._record(request, None, fault)
            return file
        endpoint = ENDPOINTS.get(request.endpoint) if request.path.startswith(API_ROOT) else None
        if endpoint is None:
            self._record(request, None, fault)
            return NOT_FOUND
        answer = self._call(endpoint, request, fault)
        return None if fault is Fault.LOST_ANSWER else answer

    def _call(self, endpoint: Endpoint, request: Request, fault: Fault | None) -> Response:
        with self.account.changed:
            try:
                self._admit(endpoint, request, fault)
                answer = endpoint.run(self.account, request)
            except ApiError as problem:
                answer = {"errcode": problem.code, "errmsg": problem.words}
            if isinstance(answer, Response):
                self._record(request, None, fault)
                return answer
            self._record(request, answer, fault)
            return json_response(answer)

    def _admit(self, endpoint: Endpoint, request: Request, fault: Fault | None) -> None:
        if request.method != endpoint.method:
            raise ApiError(43001 if endpoint.method == "GET" else 43002)
        if fault is Fault.BUSY:
            raise ApiError(-1)
        if endpoint.needs_token:
            self.account.tokens.check(request.query.get("access_token"), self.account.now())
        if request.endpoint in self.account.without_right:
            raise ApiError(48001)
        if request.endpoint in self.account.out_of_quota:
            raise ApiError(45009)

    def _record(self, request: Request, answer: dict[str, Any] | None, fault: Fault | None) -> None:
        call = Call(
            endpoint=request.endpoint, query=request.query, body=_json(request.body), answer=answer, fault=fault
        )
        with self.account.changed:
            self.calls.append(call)
            self.account.changed.notify_all()

    def _file(self, request: Request) -> Response | None:
        """What is answered with bytes: a QR code's picture and the photos people sent."""
        if request.endpoint == "showqrcode":
            return self._code(request.query.get("ticket", ""))
        if not request.path.startswith(PICTURES):
            return None
        media = self.account.media.get(request.path.removeprefix(PICTURES))
        return Response(content_type="image/jpeg", body=media.content) if media else NOT_FOUND

    def _code(self, ticket: str) -> Response:
        if ticket not in self.account.tickets:
            return NOT_FOUND
        picture = io.BytesIO()
        segno.make_qr(f"http://weixin.qq.com/q/{ticket[2:11]}").save(picture, kind="png", scale=4)
        return Response(content_type="image/png", body=picture.getvalue())


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
