"""Who is at the desk in a browser."""

from dataclasses import dataclass

from domain.actor import Actor
from domain.tables.desk import DeskSession
from handlers.conversation.request import Request


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Who is at the desk in this browser, in an open transaction. ``csrf``: what their forms carry."""

    request: Request
    session: DeskSession
    csrf: str

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.request.actor
