"""Photos that the visitor sends: kept as they are, to be shown in the chat, if a browser can draw them."""

from sqlmodel import Session

from storage import media

#: How the kinds of picture begin that every browser draws.
_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif"}
_WEBP = (b"RIFF", b"WEBP")


def keep_photo(session: Session, content: bytes) -> str | None:
    """The hash of the kept photo; nothing where it is none that can be shown."""
    mime = _mime(content)
    return media.keep(session, content, mime) if mime else None


def _mime(content: bytes) -> str | None:
    """Told from the bytes, never from what the sender says."""
    if (content[:4], content[8:12]) == _WEBP:
        return "image/webp"
    return next((mime for beginning, mime in _BEGINNINGS.items() if content.startswith(beginning)), None)
