"""Phones in people's hands: they type, tap what they see, and show what they were sent. No platform in between."""

import itertools
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

from sqlmodel import Session

from bot.attachments import Attachment, kind_of, rejected, with_content
from domain.tables.people import Channel
from handlers.conversation.callback_data import read
from handlers.conversation.turn import Answer, Body, Button, Incoming, Reply, Sent, SentKind, Started, Tapped, Typed
from handlers.front_door import ACTIONS
from handlers.notices.prepare import PreparedNotice
from storage import card_messages
from storage.engine import Database


@dataclass
class Message:
    """A message in the chat; ``replaced`` on a platform that edits it in place."""

    name: str
    reply: Reply


class Phone:
    """One person's chat with us. On WeChat there are no buttons: a tap sends the link's words, without its id."""

    def __init__(
        self, answer: Callable[[Incoming], Answer], channel: Channel, identity: str, database: Database
    ) -> None:
        self._answer = answer
        self._database = database
        self._keys = itertools.count(1)
        self.channel = channel
        self.identity = identity
        self.chat: list[Message] = []
        self.heard: list[Reply] = []
        self.last: tuple[Reply, ...] = ()
        self.refused = ""

    def starts(self, code: str | None = None) -> "Phone":
        """Opens the chat, by an invite link where there is a code."""
        return self.send(Started(code=code))

    def types(self, text: str) -> "Phone":
        """Writes a message."""
        return self.send(Typed(text=text))

    def sends(self, kind: SentKind, text: str = "") -> "Phone":
        """Sends something that is not text."""
        return self.send(Sent(kind=kind, text=text))

    def sends_file(self, name: str, content: bytes, text: str = "", key: str = "") -> "Phone":
        """Sends a file or picture, opened as every channel opens it."""
        enclosed = Attachment(name=name, size=len(content))
        sent = Sent(kind=kind_of(enclosed), text=text, name=name)
        return self.send(rejected(sent, enclosed) or with_content(sent, content), key=key)

    def taps(self, words: str) -> "Phone":
        """Taps the newest button whose label contains the words."""
        message, button = self.find(words)
        return self.taps_button(button, message)

    def taps_button(self, button: Button, message: Message | None = None) -> "Phone":
        """Taps a button, perhaps one from long ago."""
        if self.channel is Channel.WECHAT:
            say = button.say or button.label
            shown = [each for reply in self.last for each in reply.choices()]
            alike = {each.data for each in shown if (each.say or each.label) == say}
            return self.send(Typed(text=say, button=None if alike == {button.data} else button.data))
        return self.send(Tapped(data=button.data), message.name if message else None)

    def presses(self, data: str) -> "Phone":
        """Presses a button by its data: one forged, copied from somebody else, or from a menu."""
        return self.send(Typed(text=data, button=data) if self.channel is Channel.WECHAT else Tapped(data=data))

    def send(self, body: Body, message: str | None = None, key: str = "") -> "Phone":
        """Sends anything, and sees the answer."""
        key = key or f"{self.identity}-{next(self._keys)}"
        answer = self._answer(
            Incoming(
                channel=self.channel, identity=self.identity, key=key, body=body, message=message, name=self.identity
            )
        )
        self.last, self.refused = answer.replies, answer.refused
        for position, reply in enumerate(answer.replies):
            self._show(reply, message if answer.replaces and position == 0 else None)
        return self

    def hear(self, push: PreparedNotice, session: Session) -> None:
        """A notice arrives. A card drawn anew makes no sound, and WeChat cannot do it at all."""
        if not push.redraw:
            self.heard.append(push.reply)
        if not (push.redraw and self.channel is Channel.WECHAT):
            self._show(push.reply, push.replacing if push.redraw else None, session)

    @property
    def text(self) -> str:
        """All words of the last answer, with its buttons."""
        return "\n".join(_words(reply) for reply in self.last)

    @property
    def labels(self) -> list[str]:
        """The buttons of the last answer."""
        return [button.label for reply in self.last for button in reply.choices()]

    def sees(self, *words: str) -> "Phone":
        """The last answer holds these words."""
        for word in words:
            assert word in self.text, f"{self.identity} does not see {word!r} in:\n{self.text}"
        return self

    def does_not_see(self, *words: str) -> "Phone":
        """The last answer holds none of these words."""
        for word in words:
            assert word not in self.text, f"{self.identity} sees {word!r} in:\n{self.text}"
        return self

    def hears(self, *words: str) -> "Phone":
        """A notice with all these words came."""
        texts = [_words(reply) for reply in self.heard]
        assert any(all(word in text for word in words) for text in texts), (
            f"{self.identity} heard only:\n" + "\n--\n".join(texts)
        )
        return self

    def find(self, words: str) -> tuple[Message, Button]:
        """The newest button whose label contains the words."""
        for message in reversed(self.chat):
            for button in message.reply.choices():
                if words in button.label:
                    return message, button
        raise AssertionError(f"{self.identity} has no button {words!r}; last seen:\n{self.text}")

    def _show(self, reply: Reply, replaced: str | None, session: Session | None = None) -> None:
        for button in reply.choices():
            pressed = read(button.data)  # whatever is drawn can be pressed
            ACTIONS[pressed.verb].arguments(pressed)
        if replaced is not None and self.channel is not Channel.WECHAT:
            for message in self.chat:
                if message.name == replaced:
                    message.reply = reply
                    return
        message = Message(f"m{next(self._keys)}", reply)
        self.chat.append(message)
        if reply.card and self.channel is not Channel.WECHAT:
            with nullcontext(session) if session is not None else self._database.transaction() as own:
                card_messages.remember(own, self.channel, self.identity, reply.card, message.name)


def _words(reply: Reply) -> str:
    labels = " | ".join(button.label for button in reply.choices())
    return f"{reply.text()}\n[{labels}]" if labels else reply.text()
