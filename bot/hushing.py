"""Keeps secrets out of what is written down: the ones of our settings by name, and all that looks like one."""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from pydantic import SecretStr
from sqlalchemy import make_url

from bot.settings import Settings
from domain.rules.invite_codes import LENGTH, LETTERS

GONE = "[hidden]"
#: Shorter ones would blank out half of every line, and protect nothing.
_SHORTEST = 6

#: What looks like a secret, wherever it comes from; what stands before the first group is kept.
_LOOKS = re.compile(
    "|".join(
        (
            r"(?<!\d)\d{5,}(?::|%3A)[A-Za-z0-9_-]{16,}",  # a bot's token
            r"(?<=://)[^/\s@\"']*:[^/\s\"']*(?=@)",  # name and password of a database or a proxy
            r"(?<=start=)[\w-]+",  # an invite's link
            r"(?<=qrscene_)[\w-]+",
            rf"\b[{LETTERS}]{{{LENGTH}}}\b",  # an invite's code
            r"\b[A-Za-z0-9]{43}\b",  # WeChat's EncodingAESKey
            r"\b[\w-]{80,}",  # an access token
            r"(?<=DETAIL:)(?:(?!\\n).)*",  # the row a database would not take
        )
    )
)
_NAMED = re.compile(
    r"(?i)(\b(?:access_?token|(?:app_?)?secret(?:_?token)?|pass(?:word|wd)?|api_?key|authorization|(?:msg_)?signature)"
    r"\\?[\"']?\s*[:=]\s*\\?[\"']?(?:bearer |basic )?)[^\s\"'&,;)}\\]+"
)


def secrets_of(settings: Settings) -> frozenset[str]:
    """Every secret of a process, by its settings."""
    given = (getattr(settings, name) for name in Settings.model_fields)
    secrets = {each.get_secret_value() for each in given if isinstance(each, SecretStr)}
    return frozenset(secrets | {make_url(settings.database_url).password or ""})


class Hush:
    """Takes secrets out of a line."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        written = {form for secret in secrets if len(secret) >= _SHORTEST for form in _forms(secret)}
        longest_first = sorted(written, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if written else None

    def __call__(self, text: str) -> str:
        """The line without them."""
        known = self._known.sub(GONE, text) if self._known else text
        return _LOOKS.sub(GONE, _NAMED.sub(rf"\g<1>{GONE}", known))

    def line(self, _logger: Any, _method: str, line: Any) -> str:
        """The same as the last step of structlog, on the line as it will be written."""
        return self(str(line))


def _forms(secret: str) -> Iterable[str]:
    """As it is, in an address, and in JSON. A bot's token is secret without its number, too."""
    for each in (secret, secret.partition(":")[2]):
        if len(each) >= _SHORTEST:
            yield from (each, quote(each, safe=""), json.dumps(each, ensure_ascii=False)[1:-1])
