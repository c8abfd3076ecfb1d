"""A Telegram Bot API server on loopback, for tests: refuses what Telegram refuses, and gives people phones."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from tests.servers.telegram.bot_api_chats import Chat, Person
from tests.servers.telegram.bot_api_door import Door
from tests.servers.telegram.bot_api_faults import Fault
from tests.servers.telegram.bot_api_files import DOWNLOAD_LIMIT, UPLOAD_LIMIT, FileStore
from tests.servers.telegram.bot_api_limits import Clock, Limiter, Limits
from tests.servers.telegram.bot_api_phone import PATIENT_SECONDS, TelegramPhone
from tests.servers.telegram.bot_api_platform import Call, Platform, Press
from tests.servers.telegram.bot_api_updates import Mailbox
from tests.servers.telegram.bot_api_webhook import Backoff, Deliverer, Delivery, quick_backoff
from tests.servers.wire import HttpServer

TOKEN = "7000000001:AAF-loopback-token_for-tests-0123456789"
FORM_OVERHEAD = 1 << 20


class BotApiServer:
    """Use it as a context manager, point the bot at `base_url`, and hand out phones with `person`."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "dinghuo_test_bot",
        limits: Limits | None = Limits(),  # noqa: B008 - frozen
        clock: Clock | None = None,
        pace: float = 0.0,  # seconds a person takes before each act, for the rate limits alone
        query_seconds: float = 15.0,  # how long a press waits for its answer
        webhook_origin: str | None = None,  # e.g. http://127.0.0.1:8000, standing in for the public address
        webhook_backoff: Backoff = quick_backoff,
        webhook_timeout: float = 60.0,
        upload_limit: int = UPLOAD_LIMIT,
        download_limit: int = DOWNLOAD_LIMIT,
    ) -> None:
        self.token = token
        self.clock = clock or Clock()
        self.pace = pace
        self.webhook_origin = webhook_origin
        self.deliveries: list[Delivery] = []
        self._webhook_backoff = webhook_backoff
        self._webhook_timeout = webhook_timeout
        self._deliverers: list[Deliverer] = []
        bot_id = int(token.partition(":")[0])
        self.platform = Platform(
            bot={"id": bot_id, "is_bot": True, "first_name": "Dinghuo", "username": username},
            clock=self.clock,
            limiter=Limiter(limits, self.clock.now),
            query_seconds=query_seconds,
            files=FileStore(upload_limit=upload_limit, download_limit=download_limit),
            webhook_changed=self._webhook_changed,
        )
        self._door = Door(platform=self.platform, token=token)
        self.calls = self._door.calls
        self._http = HttpServer(self._door.answer, max_body=upload_limit + FORM_OVERHEAD)

    # Life

    def start(self) -> Self:
        """Listen; returns at once."""
        self._http.start()
        return self

    def stop(self) -> None:
        """Hang up on everyone; fails when the server itself had a fault."""
        with self.platform.condition:
            self.platform.closed = True
            self.platform.condition.notify_all()
        for deliverer in self._deliverers:
            deliverer.join()
        self._http.stop()
        assert not self._http.bugs, self._http.bugs[0]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def origin(self) -> str:
        """For DINGHUO_TELEGRAM_API_URL: `/bot` is appended by the reader."""
        return f"http://127.0.0.1:{self._http.port}"

    @property
    def base_url(self) -> str:
        """What a client puts before the token."""
        return f"{self.origin}/bot"

    @property
    def base_file_url(self) -> str:
        """The same for downloads."""
        return f"{self.origin}/file/bot"

    # People

    def person(
        self,
        *,
        id: int,  # noqa: A002 - Telegram's word
        first_name: str,
        language_code: str = "zh-hans",
        last_name: str = "",
        username: str = "",
    ) -> TelegramPhone:
        """The phone of a person; asked again, another phone of the same person."""
        person = Person(
            id=id, first_name=first_name, last_name=last_name, username=username, language_code=language_code
        )
        with self.platform.condition:
            chat = self.platform.chats.setdefault(id, Chat(person=person))
        return TelegramPhone(self.platform, chat, self.wait_until_or_say, self.pace)

    # What the bot did

    @property
    def refusals(self) -> list[Call]:
        """Every 4xx the bot brought upon itself."""
        return [call for call in list(self.calls) if 400 <= call.status < 500 and not call.by_fault]

    @property
    def unanswered(self) -> list[Press]:
        """Presses whose little clock still runs."""
        with self.platform.condition:
            return [press for press in self.platform.presses.values() if not press.answered]

    @property
    def all_delivered(self) -> bool:
        """No update waits for the bot any more."""
        with self.platform.condition:
            return not self.platform.mailbox.pending

    def calls_of(self, *methods: str, chat_id: int | None = None) -> list[Call]:
        """The calls of these methods, perhaps for one chat."""
        return [call for call in list(self.calls) if call.method in methods and chat_id in {None, call.chat_id}]

    def wait_until(self, predicate: Callable[[], bool], timeout: float = PATIENT_SECONDS) -> None:
        """Wait until it is true; looked at again after every call, delivery and act."""
        self.wait_until_or_say(predicate, timeout, "waited in vain")

    def wait_until_or_say(self, predicate: Callable[[], bool], timeout: float, failure: str) -> None:
        """The same, with the words of the failure."""
        until = time.monotonic() + timeout
        condition = self.platform.condition
        with condition:
            while not predicate():
                left = until - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{failure} for {timeout} s; the last calls: {self._last_calls()}")
                condition.wait(left)

    def _last_calls(self) -> str:
        lines = [f"  {call.method} {call.params} → {call.status} {call.description}" for call in self.calls[-8:]]
        return "\n" + "\n".join(lines) if lines else "none"

    # What a test lets happen

    def repeat_updates(self, copies: int, *, parallel: bool = False, dice: random.Random | None = None) -> None:
        """Deliver each coming update that many times, one after another or at the same moment; dice: up to that many.

        They go on as long as the server, or until the next call.
        """
        with self.platform.condition:
            self._mailbox.copies, self._mailbox.parallel, self._mailbox.dice = copies, parallel, dice

    def begin_anew(self, update_id: int) -> None:
        """From now on updates are numbered from here."""
        with self.platform.condition:
            self._mailbox.begin_anew(update_id)

    @contextmanager
    def updates_held(self, *, shuffle: random.Random | None = None) -> Iterator[None]:
        """Keep updates back inside the block; then let them go, chats in another order when shuffled."""
        with self.platform.condition:
            self._mailbox.hold()
        try:
            yield
        finally:
            with self.platform.condition:
                self._mailbox.shuffle = shuffle
                self._mailbox.release()
                self.platform.condition.notify_all()

    def fail(
        self,
        method: str,
        *,
        status: int = 500,
        times: int = 1,
        retry_after: int | None = None,
        after_doing: bool = False,
    ) -> None:
        """The next calls of a method (`*`: any) get this error; 429 wants `retry_after`."""
        self._add_fault(
            Fault(method=method, times=times, status=status, retry_after=retry_after, after_doing=after_doing)
        )

    def drop(self, method: str, *, times: int = 1, after_doing: bool = False) -> None:
        """The connection is closed without an answer, before or after the call took effect."""
        self._add_fault(Fault(method=method, times=times, after_doing=after_doing))

    def hang(self, method: str, *, seconds: float, times: int = 1, after_doing: bool = False) -> None:
        """Nothing for that long, or until all is healed; then the connection is closed."""
        self._add_fault(Fault(method=method, times=times, hang=seconds, after_doing=after_doing))

    def delay(self, method: str, *, seconds: float, times: int = 1) -> None:
        """The call is made and answered, only late."""
        self._add_fault(Fault(method=method, times=times, slow=seconds))

    def heal(self) -> int:
        """Switch every fault off; how many calls took effect although the bot was told nothing, or something else."""
        with self.platform.condition:
            done = sum(fault.met for fault in self._door.faults.waiting if fault.after_doing)
            self._door.faults.waiting.clear()
            self.platform.condition.notify_all()
        return done

    @property
    def faults_left(self) -> int:
        """How many calls are still to go wrong."""
        with self.platform.condition:
            return sum(fault.times for fault in self._door.faults.waiting)

    def _add_fault(self, fault: Fault) -> None:
        with self.platform.condition:
            self._door.faults.waiting.append(fault)

    @property
    def _mailbox(self) -> Mailbox:
        return self.platform.mailbox

    # The webhook

    def _webhook_changed(self) -> None:
        for deliverer in self._deliverers:
            deliverer.end()
        setting = self.platform.webhook
        if setting is None:
            return
        deliverer = Deliverer(
            self.platform,
            setting,
            origin=self.webhook_origin,
            execute=self._door.execute,
            backoff=self._webhook_backoff,
            timeout=self._webhook_timeout,
            record=self._delivered,
        )
        self._deliverers.append(deliverer)
        deliverer.start()

    def _delivered(self, delivery: Delivery) -> None:
        with self.platform.condition:
            self.deliveries.append(delivery)
            self.platform.condition.notify_all()
