"""The Official Account as WeChat knows it: followers, chats, media, menu, codes, templates."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Final

from tests.servers.wechat.wechat_errors import ApiError
from tests.servers.wechat.wechat_ledger import Ledger
from tests.servers.wechat.wechat_text import Link
from tests.servers.wechat.wechat_tokens import Tokens

MEDIA_KEPT: Final = timedelta(days=3)


class Way(Enum):
    """How a message came into a chat."""

    PERSON = "typed or sent by the person"
    REPLY = "a passive reply"
    CUSTOMER_SERVICE = "a customer-service message"
    TEMPLATE = "a template message"
    WECHAT = "words of WeChat itself"


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article of a news message."""

    title: str
    description: str
    picture_url: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """One message in a chat, as the phone shows it."""

    way: Way
    text: str = ""
    links: tuple[Link, ...] = ()
    picture: bytes | None = None
    articles: tuple[Article, ...] = ()
    url: str = ""
    """Where a tap on a template message leads."""
    template: dict[str, str] = field(default_factory=dict)
    """The fields of a template message."""


@dataclass(kw_only=True)
class Contact:
    """One person, seen from the account."""

    openid: str
    following: bool = False
    since: datetime | None = None
    chat: list[Bubble] = field(default_factory=list)
    last_second: int = 0


@dataclass(frozen=True, kw_only=True)
class Media:
    """A stored file."""

    content: bytes
    stored: datetime


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A QR code with a scene."""

    scene: str
    expires: datetime | None


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Something the account sent that a phone could not show, or an answer that came too late."""

    reason: str
    openid: str
    content: str


@dataclass(kw_only=True)
class Credentials:
    """What the account's settings page shows; tests change it to rotate a key."""

    app_id: str = "wx2c2769f8efd9abc2"
    secret: str = "0123456789abcdef0123456789abcdef"
    token: str = "spamtest"
    aes_key: str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    previous_aes_key: str | None = None
    original_id: str = "gh_10f6c3c3ac5a"


@dataclass(kw_only=True)
class Account:
    """Everything that is remembered; `changed` guards it and wakes those who wait."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    credentials: Credentials = field(default_factory=Credentials)
    changed: threading.Condition = field(default_factory=threading.Condition)
    tokens: Tokens = field(default_factory=Tokens)
    ledger: Ledger = field(default_factory=Ledger)
    contacts: dict[str, Contact] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    menu: list[dict[str, Any]] | None = None
    tickets: dict[str, Ticket] = field(default_factory=dict)
    templates: dict[str, frozenset[str]] = field(default_factory=dict)
    template_gap: timedelta = timedelta(0)
    """The same template sooner than this to the same person is 43117."""
    template_sent: dict[tuple[str, str], datetime] = field(default_factory=dict)
    unreported_templates: list[tuple[str, int]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    without_right: set[str] = field(default_factory=set)
    """Endpoints such as message/custom/send that answer 48001."""
    whitelisted: bool = True
    """Whether the account's page lists the address that asks; else every token is refused with 40164."""
    out_of_quota: set[str] = field(default_factory=set)
    """Endpoints that answer 45009."""

    def now(self) -> datetime:
        """The time, as WeChat sees it."""
        return self.clock()

    def contact(self, openid: str) -> Contact:
        """Find a person; a stranger to the account is 40003."""
        if openid not in self.contacts:
            raise ApiError(40003)
        return self.contacts[openid]

    def store(self, content: bytes) -> str:
        """Keep a file for three days."""
        media_id = secrets.token_urlsafe(48)
        self.media[media_id] = Media(content=content, stored=self.now())
        return media_id

    def fetch(self, media_id: str) -> bytes:
        """Read a file; unknown or older than three days is 40007."""
        media = self.media.get(media_id)
        if media is None or self.now() - media.stored >= MEDIA_KEPT:
            raise ApiError(40007)
        return media.content

    def put_in_chat(self, openid: str, bubble: Bubble) -> None:
        """Show a message and wake whoever waits for it."""
        with self.changed:
            self.contacts[openid].chat.append(bubble)
            self.changed.notify_all()

    def refuse(self, openid: str, reason: str, content: str) -> None:
        """Remember something that could not be shown."""
        with self.changed:
            self.refusals.append(Refusal(openid=openid, reason=reason, content=content))
            self.changed.notify_all()
