"""Everything the platform knows about one bot, behind one lock that tells waiters of every change."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram.bot_api_chats import Chat, Content, Person, Posted
from tests.servers.telegram.bot_api_errors import bad_request, blocked, too_many
from tests.servers.telegram.bot_api_files import FileStore
from tests.servers.telegram.bot_api_keyboard import Markup
from tests.servers.telegram.bot_api_limits import Clock, Limiter
from tests.servers.telegram.bot_api_params import Params
from tests.servers.telegram.bot_api_updates import Mailbox


@dataclass(kw_only=True)
class Press:
    """A button was pressed; the little clock runs until the bot answers."""

    query_id: str
    person: Person
    data: str
    message_id: int
    at: float
    answered: bool = False
    answer: str = ""
    alert: bool = False


@dataclass(frozen=True, kw_only=True)
class WebhookSetting:
    """Where updates are to be posted."""

    url: str
    secret: str = ""
    max_connections: int = 40
    allowed_updates: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call the bot made, for tests to look at."""

    method: str
    chat_id: int | None
    params: dict[str, Any]
    status: int
    description: str = ""
    at: float = 0.0  # the server's clock, seconds
    by_fault: bool = False  # a test had asked for this failure
    in_webhook_reply: bool = False


@dataclass(kw_only=True)
class Platform:
    """State of the bot's side of Telegram."""

    bot: dict[str, Any]
    clock: Clock
    limiter: Limiter
    query_seconds: float
    condition: threading.Condition = field(default_factory=threading.Condition)
    files: FileStore = field(default_factory=FileStore)
    mailbox: Mailbox = field(default_factory=Mailbox)
    chats: dict[int, Chat] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)
    webhook: WebhookSetting | None = None
    webhook_error: tuple[int, str] | None = None
    webhook_changed: Callable[[], None] = lambda: None
    polls: int = 0  # rises with each getUpdates, so that an older one knows it was replaced
    closed: bool = False
    _message_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def chat_named(self, params: Params) -> Chat:
        """The chat of a call, if the bot may know it."""
        if not params.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.chats.get(params.integer("chat_id"))
        if chat is None or not chat.started:
            raise bad_request("chat not found")
        return chat

    def chat_to_write(self, params: Params) -> Chat:
        """The same, and the person has not blocked the bot."""
        chat = self.chat_named(params)
        if chat.blocked:
            raise blocked()
        return chat

    def spend(self, chat: Chat, count: int = 1) -> None:
        """Take from the rate limits, or refuse."""
        wait = self.limiter.wait_for(chat.person.id, count)
        if wait:
            raise too_many(wait)

    def post(
        self, chat: Chat, sender: dict[str, Any], content: Content, markup: Markup | None = None, topic: int = 0
    ) -> Posted:
        """Put a new message into a chat, or into one of its topics."""
        posted = Posted(
            message_id=next(self._message_ids),
            person=chat.person,
            sender=sender,
            date=int(time.time()),
            content=content,
            markup=markup,
            topic=topic,
        )
        chat.messages[posted.message_id] = posted
        if posted.from_bot:
            chat.bot_changes.append(posted.message_id)
            self._change_keyboard(chat, markup)
        return posted

    def updated(self, chat: Chat, kind: str, body: dict[str, Any]) -> None:
        """Something the bot should hear of."""
        self.mailbox.add(chat.person.id, kind, body)
        self.condition.notify_all()

    def _change_keyboard(self, chat: Chat, markup: Markup | None) -> None:
        if markup and "keyboard" in markup:
            chat.keyboard = markup["keyboard"]
        elif markup and markup.get("remove_keyboard"):
            chat.keyboard = []
