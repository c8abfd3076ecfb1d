"""How the Bot API says no: code, words, and how long to wait."""

from __future__ import annotations

from typing import Any

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
POLL_REPLACED = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
WEBHOOK_CAME = "terminated by setWebhook request"


class RefusedError(Exception):
    """The call is refused; nothing of it was done."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def as_json(self) -> dict[str, Any]:
        """The body Telegram sends."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(words: str) -> RefusedError:
    """400: the call itself is wrong."""
    return RefusedError(400, f"Bad Request: {words}")


def unauthorized() -> RefusedError:
    """401: nobody knows this token."""
    return RefusedError(401, "Unauthorized")


def blocked() -> RefusedError:
    """403: the person does not want to hear from the bot."""
    return RefusedError(403, "Forbidden: bot was blocked by the user")


def not_found(words: str = "") -> RefusedError:
    """404: no such method, or the path is not of the API."""
    return RefusedError(404, f"Not Found: {words}" if words else "Not Found")


def conflict(words: str) -> RefusedError:
    """409: two ways of receiving updates at once."""
    return RefusedError(409, f"Conflict: {words}")


def too_large() -> RefusedError:
    """413: the upload is over the limit."""
    return RefusedError(413, "Request Entity Too Large")


def too_many(seconds: int) -> RefusedError:
    """429: too fast."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
