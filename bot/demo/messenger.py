"""The demo page's messenger: a notice becomes a line of the chat, or replaces the card it is about."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.demo.chats import CHATS, language_of
from bot.demo.lines import ShownReplies, packed
from bot.demo.stream import Signal
from bot.messenger import Delivered, Kept, Later, Messenger, Outcome, Unreachable
from domain.tables.people import Channel
from handlers.conversation.turn import Reply
from storage.engine import Database
from storage.transcript import ShownKind, ShownLine, add, is_used, line_showing


class DemoMessenger(Messenger):
    """Writes notices into the transcript and signals every page; kept until a page tells the language."""

    channel = Channel.DEMO

    def __init__(self, database: Database, signal: Signal, now: Callable[[], datetime]) -> None:
        self._database = database
        self._signal = signal
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
        return await self._show(
            external, ShownKind.NOTICE, ShownReplies(language=language, replies=(reply,)), replacing
        )

    async def redraw(self, external: str, reply: Reply, language: str, message: str) -> Outcome:
        """Redraw a card where it stands."""
        return await self._show(external, ShownKind.REDRAW, ShownReplies(language=language, replies=(reply,)), message)

    async def _show(self, external: str, kind: ShownKind, showing: ShownReplies, message: str | None) -> Outcome:
        if external not in CHATS:
            return Unreachable(reason="no such chat on the demo page")
        outcome = await asyncio.to_thread(self._write, external, kind, showing, message)
        self._signal.ring()
        return outcome

    def _write(self, external: str, kind: ShownKind, showing: ShownReplies, message: str | None) -> Outcome:
        with self._database.transaction() as session:
            if kind is ShownKind.NOTICE and not is_used(session):
                return Kept(reason="nobody has opened the page yet")
            if kind is ShownKind.NOTICE and language_of(session, external) not in ("", showing.language):
                return Later(seconds=0, reason="the page was opened in another language meanwhile")
            known = message if message and line_showing(session, external, message) else None
            if known is None and kind is ShownKind.REDRAW:
                return Delivered()
            line = ShownLine(chat=external, kind=kind, body=packed(showing), edits=known, at=self._now())
            return Delivered(message=add(session, line).message(0))
