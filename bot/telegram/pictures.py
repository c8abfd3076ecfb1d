"""Pictures for Telegram: uploaded once, then named by the file id it gave."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from domain.tables.people import Channel
from storage import media
from storage.engine import Database


class Pictures:
    """Looks stored pictures up, and Telegram's names for them."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def name_or_bytes(self, digest: str) -> str | bytes | None:
        """Telegram's name for the picture, else the picture itself, else nothing: we have no such picture."""
        return await asyncio.to_thread(self._find, digest)

    async def learn(self, digest: str, name: str) -> None:
        """Note the name that Telegram gave to the picture it has just received."""
        await asyncio.to_thread(self._remember, digest, name)

    async def forget(self, digest: str) -> None:
        """Telegram no longer knows the name: upload again."""
        await asyncio.to_thread(self._forget, digest)

    def _find(self, digest: str) -> str | bytes | None:
        with self._database.transaction() as session:
            name = media.remote_name(session, digest, Channel.TELEGRAM, self._now())
            if name is not None:
                return name
            stored = media.load(session, digest)
            return stored.content if stored else None

    def _remember(self, digest: str, name: str) -> None:
        with self._database.transaction() as session:
            media.remember_remote(session, media.MediaCopy(hash=digest, channel=Channel.TELEGRAM, remote=name))

    def _forget(self, digest: str) -> None:
        with self._database.transaction() as session:
            media.forget_remote(session, digest, Channel.TELEGRAM)
