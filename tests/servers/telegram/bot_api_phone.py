"""The person's side: a phone that a test drives in plain words and looks at as a person would."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.servers.telegram.bot_api_chats import Chat, Content, Person, Posted
from tests.servers.telegram.bot_api_markup import commands_in
from tests.servers.telegram.bot_api_platform import Platform, Press
from tests.servers.telegram.bot_api_screen import Shown, shown_now
from tests.servers.telegram.bot_api_settings import commands_seen_by

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
#: Nobody waits so long but in vain, or on a machine that stands still.
PATIENT_SECONDS = 30.0
_QUERY_NUMBERS = itertools.count(4_382_000_000_000)


class NoSuchButtonError(AssertionError):
    """The person looks for a button that is not there; says which are."""


class TelegramPhone:
    """One person's Telegram, open on the chat with the bot."""

    def __init__(
        self, platform: Platform, chat: Chat, wait: Callable[[Callable[[], bool], float, str], None], pace: float
    ) -> None:
        self._platform = platform
        self._chat = chat
        self._wait = wait
        self._pace = pace
        self._seen = 0
        self._query_numbers = _QUERY_NUMBERS

    # What the person does

    def start(self, code: str | None = None) -> Shown:
        """Open the bot, perhaps by a link with a code; also takes a block back."""
        if not PAYLOAD.fullmatch(code or ""):
            raise ValueError(f"no deep link can carry {code!r}")
        if self._chat.blocked:
            self.unblock_bot()
        return self.type(f"/start {code}" if code else "/start")

    def type(self, text: str, topic: int = 0) -> Shown:
        """Send a text, perhaps into a topic of the chat."""
        return self._send(Content(text=text, entities=commands_in(text)), topic)

    def open_topic(self) -> int:
        """Begin a topic in the chat; its number."""
        with self._platform.condition:
            topic = max(self._chat.topics, default=100) + 1
            self._chat.topics.add(topic)
            return topic

    def delete_topic(self, topic: int) -> None:
        """Take a topic away with all that is in it."""
        with self._platform.condition:
            self._chat.topics.discard(topic)
            for posted in self._chat.messages.values():
                posted.deleted |= posted.topic == topic

    def press(self, wanted: str, message: Shown | int | None = None) -> Press:
        """Press the button with this label or data on the newest message that has it, or on the given one."""
        with self._platform.condition:
            for shown in reversed(self._places(message)):
                if found := shown.button(wanted):
                    return self.press_stale(shown, found.data)
            raise NoSuchButtonError(f"no button {wanted!r}; on the screen are: {self._visible(message)}")

    def press_stale(self, message: Shown | int, data: str) -> Press:
        """Press a button that may no longer be there, as an old screen or a forger would."""
        message_id = message if isinstance(message, int) else message.message_id
        with self._acting():
            press = self._new_press(message_id, data)
            posted = self._chat.messages.get(message_id) or self._stranger(message_id)
            body = posted.as_inaccessible() if posted.deleted else posted.as_json()
            query = {"id": press.query_id, "from": self.person.as_sender(), "message": body, "data": data}
            query["chat_instance"] = str(-1000 - self.person.id)
            self._platform.updated(self._chat, "callback_query", query)
            return press

    def tap(self, label: str) -> Shown:
        """Press a key of the keyboard below the text field: it sends its own words."""
        keys = [key["text"] for row in self.keyboard for key in row]
        if label not in keys:
            raise NoSuchButtonError(f"no key {label!r}; below are: {keys}")
        return self.type(label)

    def send_photo(self, picture: bytes, caption: str = "") -> Shown:
        """Send a picture."""
        with self._platform.condition:
            stored = self._platform.files.add("photo", "photo.jpg", picture)
        return self._send(Content(text=caption, photo=stored))

    def send_document(self, name: str, content: bytes, caption: str = "") -> Shown:
        """Send a file."""
        with self._platform.condition:
            stored = self._platform.files.add("document", name, content)
        return self._send(Content(text=caption, document=stored))

    def send_other(self, kind: str, told: dict[str, Any], caption: str = "") -> Shown:
        """Send something of another kind, as Telegram tells of it: a video, a voice message, a sticker, a checklist."""
        return self._send(Content(text=caption, other=(kind, told)))

    def send_location(self, latitude: float, longitude: float) -> Shown:
        """Send a place."""
        return self._send(Content(location=(latitude, longitude)))

    def send_contact(self, number: str) -> Shown:
        """Send the own telephone number."""
        return self._send(Content(contact=number))

    def block_bot(self) -> None:
        """Not a word more from this bot."""
        self._membership(blocked=True)

    def unblock_bot(self) -> None:
        """Hear from it again."""
        self._membership(blocked=False)

    # What the person sees

    @property
    def person(self) -> Person:
        """Whose phone it is."""
        return self._chat.person

    @property
    def chat(self) -> list[Shown]:
        """The messages as displayed now, oldest first."""
        with self._platform.condition:
            return [shown_now(posted) for posted in self._chat.shown]

    @property
    def from_bot(self) -> list[Shown]:
        """Only what the bot wrote."""
        return [shown for shown in self.chat if not shown.mine]

    def newest(self, count: int) -> list[Shown]:
        """So many of the bot's messages, the newest first."""
        with self._platform.condition:
            return [shown_now(posted) for posted in self._newest(count)]

    def newest_texts(self, count: int) -> list[str]:
        """What they say and said before each edit; quicker than looking at all of them."""
        with self._platform.condition:
            return [each.text for posted in self._newest(count) for each in (posted.content, *posted.history)]

    def _newest(self, count: int) -> Iterator[Posted]:
        from_bot = (posted for posted in reversed(self._chat.messages.values()) if posted.from_bot)
        return itertools.islice((posted for posted in from_bot if not posted.deleted), count)

    @property
    def last(self) -> Shown:
        """The bot's newest message."""
        return self.from_bot[-1]

    @property
    def text(self) -> str:
        """Everything the bot has on the screen, for a search."""
        return "\n".join(shown.text for shown in self.from_bot)

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        """The keyboard below the text field."""
        return self._chat.keyboard

    @property
    def commands(self) -> list[str]:
        """The commands in the menu of this chat, in this person's language."""
        with self._platform.condition:
            return [command["command"] for command in commands_seen_by(self._platform, self.person)]

    @property
    def presses(self) -> list[Press]:
        """Every press so far, with the bot's answer to it."""
        with self._platform.condition:
            return [press for press in self._platform.presses.values() if press.person == self.person]

    def reply(self, timeout: float = PATIENT_SECONDS) -> Shown:
        """Wait until the bot has written or edited something since the person's last act; the newest of it."""
        self._wait(lambda: bool(self._fresh()), timeout, f"{self.person.first_name} got no reply")
        return self._fresh()[-1]

    def wait_for(self, fragment: str, timeout: float = PATIENT_SECONDS) -> Shown:
        """Wait until a message of the bot shows these words; the newest one."""
        failure = f"{self.person.first_name} never saw {fragment!r}"
        self._wait(lambda: any(fragment in shown.text for shown in self.from_bot), timeout, failure)
        return [shown for shown in self.from_bot if fragment in shown.text][-1]

    def _fresh(self) -> list[Shown]:
        with self._platform.condition:
            changed = (self._chat.find(message_id) for message_id in self._chat.bot_changes[self._seen :])
            return [shown_now(posted) for posted in changed if posted is not None]

    def _send(self, content: Content, topic: int = 0) -> Shown:
        with self._acting():
            if self._chat.blocked:
                raise AssertionError("a person who has blocked the bot cannot write to it")
            self._chat.started = True
            posted = self._platform.post(self._chat, self.person.as_sender(), content, topic=topic)
            self._platform.updated(self._chat, "message", posted.as_json())
            return shown_now(posted)

    def _acting(self) -> _Act:
        return _Act(self._platform, self._remember)

    def _remember(self) -> None:
        self._seen = len(self._chat.bot_changes)
        self._platform.limiter.rest(self._pace)

    def _new_press(self, message_id: int, data: str) -> Press:
        query_id = str(next(self._query_numbers))
        at = self._platform.clock.now()
        press = Press(query_id=query_id, person=self.person, data=data, message_id=message_id, at=at)
        self._platform.presses[query_id] = press
        return press

    def _stranger(self, message_id: int) -> Posted:
        """A message this chat never had: what a forged press would point at."""
        sender = self._platform.bot
        return Posted(message_id=message_id, person=self.person, sender=sender, date=0, content=Content(), deleted=True)

    def _membership(self, *, blocked: bool) -> None:
        with self._acting():
            words = ("member", "kicked") if blocked else ("kicked", "member")
            old, new = (dict[str, Any](status=word, user=self._platform.bot) for word in words)
            if blocked:
                new |= {"until_date": 0}
            self._chat.blocked = blocked
            head = {"chat": self.person.as_chat(), "from": self.person.as_sender(), "date": 0}
            update = {**head, "old_chat_member": old, "new_chat_member": new}
            self._platform.updated(self._chat, "my_chat_member", update)

    def _places(self, message: Shown | int | None) -> list[Shown]:
        if message is None:
            return self.chat
        message_id = message if isinstance(message, int) else message.message_id
        return [shown for shown in self.chat if shown.message_id == message_id]

    def _visible(self, message: Shown | int | None) -> str:
        lines = [f"  #{shown.message_id} {list(shown.labels)}" for shown in self._places(message) if shown.buttons]
        return "\n" + "\n".join(lines) if lines else "none"


class _Act:
    """Holds the lock while a person does something."""

    def __init__(self, platform: Platform, remember: Callable[[], None]) -> None:
        self._platform = platform
        self._remember = remember

    def __enter__(self) -> None:
        self._platform.condition.acquire()
        self._remember()

    def __exit__(self, *_: object) -> None:
        self._platform.condition.release()
