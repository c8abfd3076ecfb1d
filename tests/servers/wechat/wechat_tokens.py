"""Access tokens: the stable one that every process shares, and the old kind that replaces itself."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tests.servers.wechat.wechat_errors import ApiError

OVERLAP: Final = timedelta(minutes=5)
"""For so long an old token and its successor are both accepted."""
FORCE_AT_MOST_EVERY: Final = timedelta(seconds=30)


@dataclass(kw_only=True)
class Token:
    """One issued token."""

    value: str
    issued: datetime
    expires: datetime
    refused_with: int = 42001
    """What a call with it is answered once it has expired."""


@dataclass(kw_only=True)
class Tokens:
    """Every token ever issued; the two kinds do not touch each other."""

    lifetime: timedelta = timedelta(hours=2)
    issued: dict[str, Token] = field(default_factory=dict)
    newest: dict[str, Token] = field(default_factory=dict)

    def stable(self, now: datetime, *, force: bool) -> Token:
        """Give the same token until its last five minutes, or a new one by force."""
        current = self.newest.get("stable")
        if current is None or now >= current.expires - min(OVERLAP, self.lifetime / 2):
            return self._issue("stable", now)
        if force and now - current.issued >= FORCE_AT_MOST_EVERY:
            self._refuse(current, now, 40001)
            return self._issue("stable", now)
        return current

    def plain(self, now: datetime) -> Token:
        """Give a new token each time; the one before it dies five minutes later."""
        if before := self.newest.get("plain"):
            self._refuse(before, now + OVERLAP, 40001)
        return self._issue("plain", now)

    def check(self, value: str | None, now: datetime) -> None:
        """Refuse a missing, unknown, replaced or expired token."""
        if not value:
            raise ApiError(41001)
        if value not in self.issued:
            raise ApiError(40014)
        token = self.issued[value]
        if now >= token.expires:
            raise ApiError(token.refused_with)

    def revoke(self, now: datetime, code: int = 40001) -> None:
        """End every token at once; calls with them are answered this code."""
        for token in self.issued.values():
            self._refuse(token, now, code)
        self.newest.clear()

    def _issue(self, kind: str, now: datetime) -> Token:
        token = Token(value=f"{kind}_{secrets.token_urlsafe(96)}", issued=now, expires=now + self.lifetime)
        self.issued[token.value] = self.newest[kind] = token
        return token

    @staticmethod
    def _refuse(token: Token, since: datetime, code: int) -> None:
        if since < token.expires:
            token.expires, token.refused_with = since, code
