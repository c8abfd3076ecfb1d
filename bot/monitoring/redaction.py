"""Removes secrets from log lines: the values of our secret settings, and everything that looks like a secret."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from pydantic import SecretStr
from sqlalchemy import make_url

from bot.settings import Settings
from domain.rules.invite_codes import LENGTH, LETTERS
from storage.as_json import spellings

GONE = "[hidden]"
#: Shorter ones would blank out half of every line, and protect nothing.
_SHORTEST = 6

#: What looks like a secret, wherever it comes from, behind a sign without which it cannot be there. Most lines have
#: none of these signs, and to look for a sign is quick.
_LOOKS = (
    (
        re.compile("://"),
        re.compile(r"(?<=://)[^/\s@\"']*:[^/\s\"']*(?=@)"),  # name and password of a database or a proxy
    ),
    (
        re.compile(r"[\w-]{16}"),
        re.compile(
            r"(?<!\d)\d{5,}(?::|%3A)[A-Za-z0-9_-]{16,}"  # a bot's token
            r"|\b[A-Za-z0-9]{43}\b"  # WeChat's EncodingAESKey
            r"|\b[\w-]{80,}"  # an access token
        ),
    ),
    (re.compile("start=|qrscene_"), re.compile(r"(?:(?<=start=)|(?<=qrscene_))[\w-]+")),  # an invite's link
    (re.compile(rf"[{LETTERS}]{{{LENGTH}}}"), re.compile(rf"\b[{LETTERS}]{{{LENGTH}}}\b")),  # an invite's code
    (re.compile("DETAIL:"), re.compile(r"(?<=DETAIL:)(?:(?!\\n).)*")),  # the row a database would not take
)
#: What bears the name of a secret; the first group is kept.
_NAMED = re.compile(
    r"(?i)(\b(?:access_?token|(?:app_?)?secret(?:_?token)?|pass(?:word|wd)?|api_?key|authorization|(?:msg_)?signature)"
    r"\\?[\"']?\s*[:=]\s*\\?[\"']?(?:bearer |basic )?)[^\s\"'&,;)}\\]+"
)
_NAMES = ("token", "secret", "pass", "api", "authorization", "signature")


def secrets_of(settings: Settings) -> frozenset[str]:
    """The secret values of the settings."""
    given = (getattr(settings, name) for name in Settings.model_fields)
    secrets = {each.get_secret_value() for each in given if isinstance(each, SecretStr)}
    return frozenset(secrets | {make_url(settings.database_url).password or ""})


class Redaction:
    """Replaces secrets in a line."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        written = {form for secret in secrets if len(secret) >= _SHORTEST for form in _forms(secret)}
        longest_first = sorted(written, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if written else None

    def __call__(self, text: str) -> str:
        """The line without secrets."""
        text = self._known.sub(GONE, text) if self._known else text
        lower = text.lower()
        if any(name in lower for name in _NAMES):
            text = _NAMED.sub(rf"\g<1>{GONE}", text)
        for sign, secret in _LOOKS:
            if sign.search(text):
                text = secret.sub(GONE, text)
        return text

    def line(self, _logger: Any, _method: str, line: Any) -> str:
        """The same as structlog's last processor, on the finished line."""
        return self(str(line))


def _forms(secret: str) -> Iterable[str]:
    """A secret as it is, URL-encoded and in JSON. A bot token is secret without its number, too."""
    for each in (secret, secret.partition(":")[2]):
        if len(each) >= _SHORTEST:
            yield from (each, quote(each, safe=""), *spellings(each))
