"""Checks of the settings: valid each by itself and wrong together, or unknown names."""

import difflib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.doctor.diagnosis import Diagnosis, fail, look, none, ok
from bot.settings import Settings

_PREFIX = "DINGHUO_"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
#: Where Telegram posts to, and how many messages a second it takes from a bot.
_PORTS, _PER_SECOND = frozenset({None, 443, 80, 88, 8443}), 30
_SECRET_LETTERS = 32


def check_settings(given: Settings, env_file: Path) -> Iterator[Diagnosis]:
    """Everything that can be checked without asking anybody."""
    yield from _names({**os.environ, **_in_file(env_file)})
    yield from _readers(env_file)
    yield _channels(given)
    yield _public_url(given.public_url)
    yield _secret_key(given)
    yield from _risks(given)


def _in_file(env_file: Path) -> Mapping[str, str]:
    return {name: value or "" for name, value in dotenv_values(env_file).items()} if env_file.is_file() else {}


def _names(found: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Unknown names: a misspelt setting silently keeps its default."""
    known = [_PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(each.upper() for each in found if each.upper().startswith(_PREFIX)):
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            yield look("settings", f"{name} is no setting" + (f"; is {near[0]} meant?" if near else ""))


def _readers(env_file: Path) -> Iterator[Diagnosis]:
    if not env_file.is_file():
        yield none("settings file", f"there is no {env_file}: settings come from the environment")
    elif env_file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        yield look("settings file", f"others on this machine can read {env_file}: chmod 600 {env_file}")
    else:
        yield ok("settings file", f"{env_file} is for its owner alone")


def _channels(given: Settings) -> Diagnosis:
    names = (("Telegram", given.telegram_token.get_secret_value()), ("WeChat", given.wechat_app_id))
    found = [name for name, value in names if value]
    if not found:
        return fail("channels", "none: set DINGHUO_TELEGRAM_TOKEN or DINGHUO_WECHAT_APP_ID")
    return ok("channels", " and ".join(found))


def _public_url(url: str) -> Diagnosis:
    if not url:
        return ok("public address", "none: Telegram is polled")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return fail("public address", f"{url} is no address")
    if parts.hostname in _LOOPBACK:
        return look("public address", f"{url} is this machine: no platform reaches it")
    if parts.scheme != "https" or port not in _PORTS or not parts.hostname:
        return fail("public address", f"{url}: it must be https, on port 443, 80, 88 or 8443")
    if parts.path.strip("/") or parts.query:
        return fail("public address", f"{url}: only scheme and name; /telegram/webhook and /wechat are added")
    return ok("public address", url)


def _secret_key(given: Settings) -> Diagnosis:
    letters = len(given.secret_key.get_secret_value())
    if not letters:
        return ok("secret key", "made once and kept in the database")
    if letters < _SECRET_LETTERS:
        return look(
            "secret key", f"{letters} characters are few: take {_SECRET_LETTERS}; open invites end with the old one"
        )
    return ok("secret key", f"{letters} characters")


def _risks(given: Settings) -> Iterator[Diagnosis]:
    if given.host not in _LOOPBACK:
        yield look("listening", f"on {given.host}: /metrics and /readyz need no password, so keep the port closed")
    if given.wechat_app_id and given.wechat_plain_mode:
        yield look("wechat plain mode", "is on: a plain message's signature does not cover its body")
    if given.telegram_messages_per_second > _PER_SECOND:
        yield look("telegram pace", f"{given.telegram_messages_per_second:g} a second: Telegram takes {_PER_SECOND}")
