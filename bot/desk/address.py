"""Where the desk is: its address from the settings, whether cookies can be secure, and who may call it there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, kw_only=True)
class DeskAddress:
    """The desk's address, without a path. On plain http it is on this machine, and only called from it."""

    url: str

    @property
    def is_secure(self) -> bool:
        """Whether it is https."""
        return self.url.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; the prefix binds it to this host and to https."""
        return "__Host-desk" if self.is_secure else "desk"

    @property
    def login_cookie(self) -> str:
        """The name of the cookie of a browser that shows a code."""
        return "__Host-desk-login" if self.is_secure else "desk-login"

    def serves(self, request: "Request") -> bool:
        """Whether a request came to the desk as it should: a desk on plain http is for this machine alone."""
        if self.is_secure:
            return True
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
        caller = request.client.host if request.client else "127.0.0.1"
        return host in _LOOPBACK and caller in _LOOPBACK

    def is_from_here(self, request: "Request") -> bool:
        """Whether a form was sent by a page of ours, as far as the browser says."""
        origin = request.headers.get("origin")
        if origin is None:
            return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
        parts = urlsplit(origin)
        return origin == _origin(self.url) or (not self.is_secure and parts.netloc == request.headers.get("host"))


def address_of(settings: Settings) -> DeskAddress:
    """From the settings, else on this machine. Raises ValueError: plain http elsewhere."""
    url = (settings.desk_url or settings.public_url or f"http://127.0.0.1:{settings.port}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return DeskAddress(url=url)
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        raise ValueError(
            "DINGHUO_DESK_URL (or DINGHUO_PUBLIC_URL) must begin with https:// unless it is http://127.0.0.1:PORT"
        )
    return DeskAddress(url=url)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
