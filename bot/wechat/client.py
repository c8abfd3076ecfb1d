"""WeChat's API: wechatpy's client with a stable token, timeouts, and one retry at most."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import requests
from wechatpy import WeChatClient as LibraryClient
from wechatpy.exceptions import WeChatException

from bot.monitoring.metrics import SUCCESS, ReportCall, unmeasured
from bot.settings import Settings
from bot.wechat.errors import SIZE_LIMIT, STALE_TOKEN, CallFailedError, reported

#: Seconds to connect, and to wait for an answer.
TIMEOUTS = (3, 5)
#: A token is renewed so long before it expires: WeChat issues the next one by then.
MARGIN = timedelta(minutes=5)

#: Loggers that print whole addresses, access tokens included, below WARNING.
_TALKATIVE = ("urllib3", "requests", "wechatpy")


class WeChatClient(LibraryClient):  # type: ignore[misc]  # the library has no types
    """Synchronous: call it in a thread. Every failure is a ``CallFailedError``."""

    def __init__(self, settings: Settings, now: Callable[[], datetime], called: ReportCall = unmeasured) -> None:
        self._called = called
        self._token_lock = threading.Lock()
        self._token = ""
        self._token_ends: datetime | None = None
        self._now = now
        secret = settings.wechat_app_secret.get_secret_value()
        super().__init__(settings.wechat_app_id, secret, timeout=TIMEOUTS, auto_retry=False)
        self.API_BASE_URL = settings.wechat_api_url.rstrip("/") + "/cgi-bin/"
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)

    @property
    def access_token(self) -> str:
        """The token that every process shares, fetched when the current one expires."""
        with self._token_lock:
            if self._token_ends is None or self._now() >= self._token_ends:
                self._fetch(force=False)
            return self._token

    def sent_picture(self, media_id: str, most: int) -> bytes:
        """A picture somebody sent, of at most ``most`` bytes. Raises CallFailedError: it is not there, or larger."""
        token = self.access_token
        try:
            return self._downloaded(media_id, token, most)
        except CallFailedError as failed:
            if failed.code not in STALE_TOKEN:
                raise
        return self._downloaded(media_id, self._renewed(token), most)

    def _downloaded(self, media_id: str, token: str, most: int) -> bytes:
        params = {"access_token": token, "media_id": media_id}
        return bytes(self._guarded(lambda: {"content": self._streamed(params, most)})["content"])

    def _streamed(self, params: dict[str, str], most: int) -> bytes:
        """An error comes as JSON. Redirects are not followed: they would lead elsewhere."""
        address = f"{self.API_BASE_URL}media/get"
        with self._http.get(address, params=params, timeout=TIMEOUTS, stream=True, allow_redirects=False) as response:
            response.raise_for_status()
            if not response.headers.get("Content-Type", "").startswith("image/"):
                self._handle_result(response)
                raise CallFailedError(None, "WeChat handed over something that is no picture")
            content = b""
            for piece in response.iter_content(1 << 16):
                content += piece
                if len(content) > most:
                    raise CallFailedError(SIZE_LIMIT, "the picture is too large")
            return content

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> dict[str, Any]:
        """One call; an invalid token is renewed once and the call repeated."""
        token = self.access_token
        try:
            return self._call(method, url_or_endpoint, token, kwargs)
        except CallFailedError as failed:
            if failed.code not in STALE_TOKEN:
                raise
        return self._call(method, url_or_endpoint, self._renewed(token), kwargs)

    def _call(self, method: str, endpoint: str, token: str, facts: dict[str, Any]) -> dict[str, Any]:
        params = {**facts.get("params", {}), "access_token": token}
        return self._guarded(
            lambda: super(WeChatClient, self)._request(method, endpoint, **{**facts, "params": params})
        )

    def _guarded(self, call: Callable[[], Any]) -> dict[str, Any]:
        """One call, reported with its result."""
        began, code = time.perf_counter(), SUCCESS
        try:
            return self._answered(call)
        except CallFailedError as failed:
            code = reported(failed)
            raise
        finally:
            self._called(code, time.perf_counter() - began)

    def _answered(self, call: Callable[[], Any]) -> dict[str, Any]:
        """Replace exceptions of requests: they quote the address, and so the token."""
        try:
            answer = call()
        except WeChatException as problem:
            said = str(problem.errmsg or "")
            raise CallFailedError(problem.errcode, "WeChat answered with an HTTP error", said) from None
        except requests.RequestException as problem:
            raise CallFailedError(None, f"no answer from WeChat ({type(problem).__name__})") from None
        if not isinstance(answer, dict):
            raise CallFailedError(None, "WeChat answered something that is not JSON")
        return answer

    def _renewed(self, stale: str) -> str:
        """A token other than the stale one: another thread or process may have renewed it already."""
        with self._token_lock:
            if self._token == stale:
                self._fetch(force=False)
            if self._token == stale:
                self._fetch(force=True)
            return self._token

    def _fetch(self, *, force: bool) -> None:
        facts = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret, "force_refresh": force}
        answer = self._guarded(lambda: self._fetched(facts))
        lifetime = timedelta(seconds=int(answer.get("expires_in", 7200)))
        self._token = str(answer["access_token"])
        self._token_ends = self._now() + max(lifetime - MARGIN, lifetime / 2)

    def _fetched(self, facts: dict[str, Any]) -> Any:
        response = self._http.post(f"{self.API_BASE_URL}stable_token", json=facts, timeout=TIMEOUTS)
        response.raise_for_status()
        answer = self._handle_result(response)
        return answer if isinstance(answer, dict) and "access_token" in answer else None
