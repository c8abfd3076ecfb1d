"""Posts updates to the bot's webhook until it says 2xx: in order within a chat, chats side by side."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.servers.telegram.bot_api_platform import Platform, WebhookSetting
from tests.servers.telegram.bot_api_receiving import LOOPBACK
from tests.servers.telegram.bot_api_updates import Pending

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Backoff = Callable[[int], float]
Execute = Callable[[dict[str, Any]], None]


def quick_backoff(tries: int) -> float:
    """Seconds to the next try: short, because a test waits for it."""
    return min(0.02 * 2.0**tries, 0.5)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One attempt to hand an update over; status 0 when nobody answered."""

    update_id: int
    status: int
    error: str = ""


class Deliverer:
    """Works through the mailbox for one webhook setting."""

    def __init__(
        self,
        platform: Platform,
        setting: WebhookSetting,
        *,
        origin: str | None,
        execute: Execute,
        backoff: Backoff,
        timeout: float,
        record: Callable[[Delivery], None],
    ) -> None:
        self._platform = platform
        self._setting = setting
        self._address = urlsplit(setting.url)
        self._target = urlsplit(origin) if origin else self._address
        self._execute = execute
        self._backoff = backoff
        self._timeout = timeout
        self._record = record
        self._ended = False
        self._mine = threading.local()
        self._live: set[http.client.HTTPConnection] = set()
        self._pool = ThreadPoolExecutor(setting.max_connections, thread_name_prefix="webhook")
        self._thread = threading.Thread(target=self._dispatch, name="webhook-dispatch", daemon=True)

    def start(self) -> None:
        """Begin with whatever is waiting."""
        self._thread.start()

    def end(self) -> None:
        """Take no further update; what is under way finishes by itself."""
        with self._platform.condition:
            self._ended = True
            self._platform.condition.notify_all()

    def join(self) -> None:
        """End, hang up and wait for the threads."""
        self.end()
        self._thread.join(timeout=5)
        for connection in list(self._live):
            _hang_up(connection)
        self._pool.shutdown(wait=True, cancel_futures=True)
        for connection in list(self._live):
            connection.close()

    def _dispatch(self) -> None:
        condition = self._platform.condition
        with condition:
            while not self._ended:
                now = time.monotonic()
                entry = self._platform.mailbox.next_due(now)
                if entry is None:
                    condition.wait(self._platform.mailbox.soonest(now))
                    continue
                entry.busy = True
                self._pool.submit(self._deliver, entry)
        self._pool.shutdown(wait=False)  # a bot that starts a hundred times leaves no crowd of idle threads

    def _deliver(self, entry: Pending) -> None:
        """All copies still wanted, side by side or one after another; then done, or due again later."""
        accepted = 0
        try:
            accepted = self._copies(entry)
        finally:
            with self._platform.condition:
                self._settle(entry, accepted)
                self._platform.condition.notify_all()

    def _settle(self, entry: Pending, accepted: int) -> None:
        entry.busy = False
        entry.copies_left -= accepted
        if entry.copies_left <= 0:
            self._platform.mailbox.done(entry)
        else:
            entry.due = time.monotonic() + self._backoff(entry.tries)
            entry.tries += 1

    def _copies(self, entry: Pending) -> int:
        body = json.dumps(entry.body).encode()
        wanted = entry.copies_left
        if wanted > 1 and self._platform.mailbox.parallel:
            return self._side_by_side(entry.update_id, body, wanted)
        accepted = 0
        while accepted < wanted and self._post(entry.update_id, body):
            accepted += 1
        return accepted

    def _side_by_side(self, update_id: int, body: bytes, wanted: int) -> int:
        results: list[bool] = []

        def one_copy() -> None:
            results.append(self._post(update_id, body))
            self._forget()

        threads = [threading.Thread(target=one_copy, name="webhook-copy", daemon=True) for _ in range(wanted)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(results)

    def _post(self, update_id: int, body: bytes) -> bool:
        try:
            status, reply, kind = self._exchange(body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._failed(update_id, 0, f"{type(error).__name__}: {error}")
            return False
        if not 200 <= status < 300:
            self._failed(update_id, status, f"Wrong response from the webhook: {status}")
            return False
        self._record(Delivery(update_id=update_id, status=status))
        if kind.startswith("application/json"):
            self._execute_reply(reply)
        return True

    def _failed(self, update_id: int, status: int, words: str) -> None:
        with self._platform.condition:
            self._platform.webhook_error = (int(time.time()), words)
        self._record(Delivery(update_id=update_id, status=status, error=words))

    def _execute_reply(self, reply: bytes) -> None:
        """The answer to an update may itself be a call of a method."""
        with contextlib.suppress(ValueError):
            body = json.loads(reply or b"{}")
            if isinstance(body, dict) and body.get("method"):
                self._execute(body)

    def _exchange(self, body: bytes) -> tuple[int, bytes, str]:
        kept: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        try:
            return self._ask(kept or self._connect(), body)
        except ConnectionError:
            self._forget()
            if kept is None:
                raise
        except BaseException:
            self._forget()
            raise
        # The bot had closed an idle connection: that is no answer of its own.
        return self._exchange(body)

    def _ask(self, connection: http.client.HTTPConnection, body: bytes) -> tuple[int, bytes, str]:
        headers = {"Content-Type": "application/json", "Host": self._address.netloc}
        if self._setting.secret:
            headers[SECRET_HEADER] = self._setting.secret
        path = self._address.path or "/"
        target = f"{path}?{self._address.query}" if self._address.query else path
        connection.request("POST", target, body, headers)
        response = connection.getresponse()
        return response.status, response.read(), response.headers.get("Content-Type", "")

    def _connect(self) -> http.client.HTTPConnection:
        if self._ended:
            raise OSError("the webhook was changed")
        if self._target.hostname not in LOOPBACK:
            raise OSError("only loopback is reachable from here: give the server a webhook_origin")
        connection = http.client.HTTPConnection(self._target.hostname, self._target.port or 80, timeout=self._timeout)
        self._mine.connection = connection
        self._live.add(connection)
        return connection

    def _forget(self) -> None:
        connection: http.client.HTTPConnection | None = getattr(self._mine, "connection", None)
        if connection is not None:
            connection.close()
            self._live.discard(connection)
            self._mine.connection = None


def _hang_up(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
