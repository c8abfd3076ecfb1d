"""Checks of this machine: versions, fonts, a running server, clocks."""

import platform
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version

import requests
from PIL import features

from bot.doctor.database import clock_diagnosis
from bot.doctor.diagnosis import Diagnosis, fail, look, none, ok
from bot.settings import Settings

_SECONDS = 5
#: Of earlier ones we know that they lack what our statements use.
_SQLITE = (3, 35, 0)


def check_machine(settings: Settings, now: Callable[[], datetime]) -> Iterator[Diagnosis]:
    """Everything that does not depend on our data."""
    yield _versions()
    yield _fonts()
    yield _server(settings)
    yield from _clocks(settings, now)


def _versions() -> Diagnosis:
    words = f"Dinghuo {version('dinghuo')}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < _SQLITE:
        return fail("versions", f"{words}: SQLite must be {'.'.join(map(str, _SQLITE))} or newer")
    return ok("versions", words)


def _fonts() -> Diagnosis:
    """Only the demo's pictures draw letters, with the font that comes with Pillow."""
    if features.check("freetype2"):
        return ok("fonts", "pictures are drawn with their own")
    return look("fonts", "Pillow lacks FreeType, so the demo draws no words: install it from PyPI")


def _server(settings: Settings) -> Diagnosis:
    url = f"http://{settings.host if settings.host != '0.0.0.0' else '127.0.0.1'}:{settings.port}/readyz"  # noqa: S104
    try:
        answer = requests.get(url, timeout=_SECONDS)
    except requests.RequestException:
        return none("server", f"none answers at {url}")
    words = answer.text[:60]
    return ok("server", words) if answer.ok else look("server", f"it runs and is not ready: {words}")


def _clocks(settings: Settings, now: Callable[[], datetime]) -> Iterator[Diagnosis]:
    """WeChat's deliveries are refused when our clock is five minutes off, and orders get the wrong date."""
    asked = {
        "telegram clock": (settings.telegram_token.get_secret_value(), settings.telegram_api_url),
        "wechat clock": (settings.wechat_app_id, settings.wechat_api_url),
    }
    for check, (configured, url) in asked.items():
        if configured:
            yield _clock(check, url, now)


def _clock(check: str, url: str, now: Callable[[], datetime]) -> Diagnosis:
    try:
        with requests.get(url, timeout=_SECONDS, allow_redirects=False, stream=True) as answer:
            said = parsedate_to_datetime(answer.headers["Date"])
    except requests.RequestException as error:
        return look(check, f"{url} cannot be asked: {type(error).__name__}")
    except (KeyError, ValueError):
        return none(check, f"{url} does not say what time it is")
    return clock_diagnosis(check, said - now())
