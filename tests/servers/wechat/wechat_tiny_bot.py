"""A webhook of a few lines, for testing the WeChat server itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from types import TracebackType
from typing import Self

from tests.servers.wechat.wechat_account import Credentials
from tests.servers.wechat.wechat_crypto import Seal, SealError, new_salt, signature
from tests.servers.wechat.wechat_http import LoopbackServer, Request, Response
from tests.servers.wechat.wechat_xml import XmlError, read, write

Fields = dict[str, str]
FORBIDDEN = Response(status=403, content_type="text/plain", body=b"")
MALFORMED = Response(status=400, content_type="text/plain", body=b"")


def text_reply(asked: Fields, content: str) -> str:
    """Word an answer to the person who asked."""
    address: dict[str, str | int] = {"ToUserName": asked["FromUserName"], "FromUserName": asked["ToUserName"]}
    return write(address | {"CreateTime": 1, "MsgType": "text", "Content": content})


class Clock:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time

    def passes(self, duration: timedelta) -> None:
        """Let time go by."""
        self.time += duration


class TinyBot:
    """Checks, opens, remembers what it heard, and answers what a test tells it to.

    `answer` gives the plain XML, the word success, nothing, or a Response of its own.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.answer: Callable[[Fields], str | Response] = lambda _: "success"
        self.clock = clock
        self.heard: list[Fields] = []
        self.credentials = Credentials()
        self._lock = Lock()
        self._http = LoopbackServer(self._serve)
        self.url = self._http.url + "/wechat"

    def __enter__(self) -> Self:
        self._http.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._http.stop()

    def says(self, content: str) -> None:
        """Answer everything with one text."""
        self.answer = lambda asked: text_reply(asked, content)

    def _serve(self, request: Request) -> Response | None:
        query = request.query
        signed = signature(self.credentials.token, query.get("timestamp", ""), query.get("nonce", ""))
        if signed != query.get("signature") or not self._fresh(query["timestamp"]):
            return FORBIDDEN
        if request.method == "GET":
            return Response(content_type="text/plain; charset=utf-8", body=query["echostr"].encode())
        if len(request.body) > 65536:
            return MALFORMED
        return self._post(request)

    def _post(self, request: Request) -> Response:
        try:
            fields = _fields(self._open(request))
        except (XmlError, SealError, UnicodeDecodeError):
            return MALFORMED
        if "FromUserName" not in fields:
            return MALFORMED
        with self._lock:
            self.heard.append(fields)
        said = self.answer(fields)
        if isinstance(said, Response):
            return said
        sealed = self._seal(said) if said not in {"", "success"} and "msg_signature" in request.query else said
        return Response(content_type="text/xml", body=sealed.encode())

    def _open(self, request: Request) -> str:
        text = request.body.decode()
        if "msg_signature" not in request.query:
            return text
        sealed = read(text.replace("\x1d", "")).findtext("Encrypt") or ""
        query = request.query
        signed = signature(self.credentials.token, query["timestamp"], query["nonce"], sealed)
        if signed != query["msg_signature"]:
            raise SealError("wrong signature")
        return self.seal.open(sealed)

    def _fresh(self, timestamp: str) -> bool:
        return timestamp.isdecimal() and abs(self.clock().timestamp() - int(timestamp)) <= 300

    @property
    def seal(self) -> Seal:
        """The account's key, as the bot knows it."""
        return Seal(encoding_aes_key=self.credentials.aes_key, app_id=self.credentials.app_id)

    def _seal(self, plain: str) -> str:
        sealed, nonce = self.seal.close(plain), new_salt()
        signed = signature(self.credentials.token, "1409735669", nonce, sealed)
        return write({"Encrypt": sealed, "MsgSignature": signed, "TimeStamp": 1409735669, "Nonce": nonce})


def _fields(text: str) -> Fields:
    return {child.tag: child.text or "" for child in read(text.replace("\x1d", "␝"))}
