"""Pictures for Telegram: uploaded once, then sent by the file id Telegram gave."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.short_transactions import in_thread
from domain.tables.people import Channel
from storage import media
from storage.engine import Database


class TelegramPictures:
    """Looks up stored pictures and Telegram's file ids."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def name_or_bytes(self, digest: str) -> str | bytes | None:
        """Telegram's file id, else the bytes, else None: we have no such picture."""
        return await in_thread(self._database, lambda session: self._find(session, digest))

    async def learn(self, digest: str, name: str) -> None:
        """Store the file id that Telegram gave to an uploaded picture."""
        copy = media.MediaCopy(hash=digest, channel=Channel.TELEGRAM, remote=name)
        await in_thread(self._database, lambda session: media.remember_remote(session, copy))

    async def forget(self, digest: str) -> None:
        """Telegram no longer knows the file id: upload again."""
        await in_thread(self._database, lambda session: media.forget_remote(session, digest, Channel.TELEGRAM))

    def _find(self, session: Session, digest: str) -> str | bytes | None:
        name = media.remote_name(session, digest, Channel.TELEGRAM, self._now())
        if name is not None:
            return name
        stored = media.load(session, digest)
        return stored.content if stored else None
