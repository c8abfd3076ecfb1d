"""The demo page's way out: a notice becomes a line of the chat, or takes the place of the card it is about."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.demo.chats import CHATS
from bot.demo.lines import Showing, packed
from bot.demo.stream import Bell
from bot.messenger import Delivered, Messenger, Outcome, Unreachable
from domain.tables.people import Channel
from handlers.turn import Reply
from storage.engine import Database
from storage.transcript import LineKind, ShownLine, add, holding


class DemoMessenger(Messenger):
    """Writes notices into the transcript and rings the bell for every open page."""

    channel = Channel.DEMO

    def __init__(self, database: Database, bell: Bell, now: Callable[[], datetime]) -> None:
        self._database = database
        self._bell = bell
        self._now = now

    async def push(
        self,
        external: str,
        reply: Reply,
        language: str,
        replacing: str | None,
        topic: str = "",  # noqa: ARG002
    ) -> Outcome:
        """Show a notice; where its card already stands in the chat, there."""
        return await self._show(external, LineKind.NOTICE, Showing(language=language, replies=(reply,)), replacing)

    async def redraw(self, external: str, reply: Reply, language: str, message: str) -> Outcome:
        """Redraw a card where it stands."""
        return await self._show(external, LineKind.REDRAW, Showing(language=language, replies=(reply,)), message)

    async def _show(self, external: str, kind: LineKind, showing: Showing, message: str | None) -> Outcome:
        if external not in CHATS:
            return Unreachable(reason="no such chat on the demo page")
        outcome = await asyncio.to_thread(self._write, external, kind, showing, message)
        self._bell.ring()
        return outcome

    def _write(self, external: str, kind: LineKind, showing: Showing, message: str | None) -> Outcome:
        with self._database.transaction() as session:
            known = message if message and holding(session, external, message) else None
            if known is None and kind is LineKind.REDRAW:
                return Delivered()
            line = ShownLine(chat=external, kind=kind, body=packed(showing), edits=known, at=self._now())
            return Delivered(message=add(session, line).message(0))
