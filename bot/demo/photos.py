"""Photos that the visitor sends: stored unchanged and shown in the chat, if a browser can display them."""

from sqlmodel import Session

from storage import media

#: How the kinds of picture begin that every browser draws.
_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif"}
_WEBP = (b"RIFF", b"WEBP")


def keep_photo(session: Session, content: bytes) -> str | None:
    """Store a photo; returns its hash, or None where browsers cannot display it."""
    mime = _mime(content)
    return media.store(session, content, mime) if mime else None


def _mime(content: bytes) -> str | None:
    """Told from the bytes, never from what the sender says."""
    if (content[:4], content[8:12]) == _WEBP:
        return "image/webp"
    return next((mime for beginning, mime in _BEGINNINGS.items() if content.startswith(beginning)), None)
