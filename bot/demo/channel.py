"""The demo page as a channel: start, stop, routes and messenger."""

from collections.abc import Callable
from datetime import datetime

from bot.attachments import AttachmentReader
from bot.demo.conversation import DemoConversation
from bot.demo.messenger import DemoMessenger
from bot.demo.routes import demo_router
from bot.turns import Ask
from storage.engine import Database


class DemoChannel:
    """The demo's chats, routes and messenger. ``on_reset`` ends the process, which then seeds the demo anew."""

    def __init__(
        self,
        database: Database,
        ask: Ask,
        attachments: AttachmentReader,
        now: Callable[[], datetime],
        on_reset: Callable[[], None] = lambda: None,
    ) -> None:
        conversation = DemoConversation(database, ask, attachments, now, on_reset)
        self.start, self.stop = conversation.start, conversation.stop
        self.messenger = DemoMessenger(database, conversation.signal, now)
        self.router = demo_router(conversation)
