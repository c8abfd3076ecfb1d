"""Brings what people do to the webhook, as WeChat does: sealed, within five seconds, again if dropped."""

import random
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from tests.servers.wechat.wechat_account import Account, Bubble, Way
from tests.servers.wechat.wechat_crypto import Seal, new_salt, signature
from tests.servers.wechat.wechat_reply import BadReplyError, Expectation, bubble_of, readable
from tests.servers.wechat.wechat_webhook import Answer, NoAnswerError, get, post
from tests.servers.wechat.wechat_xml import Value, write

OUTAGE: Final = "该公众号提供的服务出现故障，请稍后再试"
ACTS: Final = {"CLICK", "subscribe", "SCAN"}


class Mode(Enum):
    """How the account's settings page says that messages are delivered."""

    PLAIN = "明文模式"
    COMPATIBLE = "兼容模式"
    SAFE = "安全模式"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One thing that a person did; its repeats carry the same fields."""

    fields: Mapping[str, Value]

    @property
    def openid(self) -> str:
        """Who did it."""
        return str(self.fields["FromUserName"])


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One posting of a letter and what came of it."""

    answer: Answer | None = None
    problem: str = ""
    """Why it was no good; empty for an answer that WeChat takes."""
    bubble: Bubble | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A letter with all its attempts; only the last answer reaches the person."""

    letter: Letter
    attempts: tuple[Attempt, ...]


@dataclass(kw_only=True)
class Courier:
    """Delivers one letter after another; its fields may be changed by a test at any time."""

    account: Account
    webhook: str = ""
    mode: Mode = Mode.SAFE
    budget_seconds: float = 5.0
    tries: int = 3
    pause_seconds: float = 0.0
    """Between the tries of a letter that was not answered; WeChat waits out its five seconds."""
    copies: int = 1
    """How many times each letter is posted even though it was answered."""
    parallel: bool = False
    dice: random.Random | None = None
    """Throws, for each letter, how many copies up to that number."""
    pictures_at: str = ""
    """Where the webhook's owner can fetch what a person sent."""
    deliveries: list[Delivery] = field(default_factory=list)
    gave_up: threading.Event = field(default_factory=threading.Event)
    """A try was not answered in time, and there will be another."""
    _patience: threading.Event = field(default_factory=threading.Event)

    def verify(self) -> bool:
        """Ask the webhook to prove itself, as saving the settings page does."""
        echo = str(time.time_ns())
        try:
            answer = get(self.webhook, self.signed_query() | {"echostr": echo}, self.budget_seconds)
        except NoAnswerError:
            return False
        is_text = answer.content_type.partition(";")[0].strip() == "text/plain"
        return answer.status == 200 and is_text and answer.body == echo.encode()

    def deliver(self, letter: Letter) -> Delivery:
        """Post until answered, at most three times, and show the last answer."""
        attempts = self._copies(letter)
        while attempts[-1].answer is None and len(attempts) < self.tries:
            self.gave_up.set()
            self._patience.wait(self.pause_seconds)
            attempts.append(self._attempt(letter))
        delivery = Delivery(letter=letter, attempts=tuple(attempts))
        self.deliveries.append(delivery)
        self._conclude(delivery)
        return delivery

    @contextmanager
    def repeating(self, copies: int, *, parallel: bool = True) -> Iterator[None]:
        """Within this block every letter is delivered several times, at once or one after another."""
        before = self.copies, self.parallel
        self.copies, self.parallel = copies, parallel
        try:
            yield
        finally:
            self.copies, self.parallel = before

    def _copies(self, letter: Letter) -> list[Attempt]:
        copies = self.dice.randint(1, self.copies) if self.dice else self.copies
        if not self.parallel or copies == 1:
            return [self._attempt(letter) for _ in range(copies)]
        with ThreadPoolExecutor(copies) as threads:
            posted = [threads.submit(self._attempt, letter) for _ in range(copies)]
            return [attempt.result() for attempt in as_completed(posted)]

    def _attempt(self, letter: Letter) -> Attempt:
        query, body = self.parcel(letter.fields)
        try:
            answer = post(self.webhook, query, body.encode(), self.budget_seconds)
        except NoAnswerError as problem:
            return Attempt(problem=str(problem))
        if answer.status != 200:
            return Attempt(problem=f"status {answer.status}")
        try:
            return Attempt(answer=answer, bubble=bubble_of(self.account, answer.body, self._expected(letter)))
        except BadReplyError as problem:
            return Attempt(answer=answer, problem=str(problem))

    def _expected(self, letter: Letter) -> Expectation:
        return Expectation(
            openid=letter.openid,
            sealed=self.mode is Mode.SAFE,
            may_be_sealed=self.mode is not Mode.PLAIN,
            after_act=letter.fields.get("Event") in ACTS,
        )

    def _conclude(self, delivery: Delivery) -> None:
        openid, last = delivery.letter.openid, delivery.attempts[-1]
        for attempt in delivery.attempts:
            if attempt.problem and (attempt.answer or attempt is last):
                content = readable(self.account, attempt.answer.body) if attempt.answer else ""
                self.account.refuse(openid, attempt.problem, content)
        if not self.account.contacts[openid].following:
            return
        if last.problem:
            self.account.put_in_chat(openid, Bubble(way=Way.WECHAT, text=OUTAGE))
        elif last.bubble:
            self.account.put_in_chat(openid, last.bubble)

    def signed_query(self) -> dict[str, str]:
        """The query that proves, to whoever knows the token, that WeChat asks."""
        timestamp, nonce = str(int(self.account.now().timestamp())), new_salt()
        signed = signature(self.account.credentials.token, timestamp, nonce)
        return {"signature": signed, "timestamp": timestamp, "nonce": nonce}

    def parcel(self, fields: Mapping[str, Value]) -> tuple[dict[str, str], str]:
        """Query and body of a delivery in the account's mode; time and nonce are new in every attempt."""
        query = self.signed_query() | {"openid": str(fields["FromUserName"])}
        plain = write(fields)
        if self.mode is Mode.PLAIN:
            return query, plain
        return self.sealed_parcel(query, fields, plain)

    def sealed_parcel(
        self, query: Mapping[str, str], fields: Mapping[str, Value], plain: str
    ) -> tuple[dict[str, str], str]:
        """The same, encrypted; compatible mode shows the plain fields beside."""
        credentials = self.account.credentials
        sealed = Seal(encoding_aes_key=credentials.aes_key, app_id=credentials.app_id).close(plain)
        signed = signature(credentials.token, query["timestamp"], query["nonce"], sealed)
        beside = fields if self.mode is Mode.COMPATIBLE else {"ToUserName": credentials.original_id}
        return {**query, "encrypt_type": "aes", "msg_signature": signed}, write({**beside, "Encrypt": sealed})
