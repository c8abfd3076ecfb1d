"""The body of a transcript line: what somebody said, or the replies shown to them."""

from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.demo.chats import PROFILES, Chat
from domain.tables.people import Channel
from handlers.conversation.turn import Body, Incoming, Reply, Sent, Started, Tapped, Typed


@dataclass(frozen=True, kw_only=True)
class SpokenLine:
    """One thing a person did in their chat.

    A tap has ``data`` and the ``message`` it stood under; a text has ``text``, and ``data`` if it came from a link;
    a file or picture is ``sent``, and ``text`` is what the chat shows of it, beside the ``picture`` itself;
    nothing: they came for the first time.
    ``text`` of a tap is what a platform without buttons would have sent;
    ``data`` alone was chosen on the page, outside the chat.
    """

    chat: Chat
    key: str
    text: str = ""
    data: str | None = None
    message: str | None = None
    language: str = ""
    sent: Sent | None = None
    picture: str | None = None

    @property
    def starts(self) -> bool:
        """Whether they have done nothing but come."""
        return not self.text and self.data is None and self.sent is None

    def incoming(self) -> Incoming:
        """The same for the conversation."""
        return Incoming(
            channel=Channel.DEMO,
            identity=self.chat.value,
            key=f"{self.chat.value}:{self.key}",
            body=self._body(),
            name=PROFILES.get(self.chat, ""),
            language=self.language,
            message=self.message,
        )

    def _body(self) -> Body:
        if self.sent is not None:
            return self.sent
        if self.data is not None and (self.message is not None or not self.text):
            return Tapped(data=self.data)
        return Typed(text=self.text, button=self.data) if self.text else Started()


@dataclass(frozen=True, kw_only=True)
class ShownReplies:
    """The replies of one answer, or one notice."""

    language: str
    replies: tuple[Reply, ...]


_SAID = TypeAdapter(SpokenLine)
_SHOWING = TypeAdapter(ShownReplies)


def packed(body: SpokenLine | ShownReplies) -> dict[str, Any]:
    """A body as stored in the transcript."""
    return asdict(body)


def read_said(body: dict[str, Any]) -> SpokenLine:
    """What somebody said, from a stored body."""
    return _SAID.validate_python(body)


def read_shown(body: dict[str, Any]) -> ShownReplies:
    """The replies shown, from a stored body."""
    return _SHOWING.validate_python(body)
