"""A person with a phone in their hand, on whichever platform: the story reads the same."""

import threading
from collections.abc import Callable
from typing import Protocol

from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import NoSuchButtonError, TelegramPhone
from tests.servers.telegram.bot_api_screen import Shown
from tests.servers.wechat.wechat_api import WeChatServer
from tests.servers.wechat.wechat_phone import Phone

#: How long somebody waits for an answer before the story has failed; a killed server has to start again meanwhile.
PATIENCE = 30.0
#: How far up the chat somebody looks for what they wait for.
LOOKS_BACK = 60


class Hand(Protocol):
    """What a story lets somebody do, and what it looks at."""

    def comes_in(self, code: str, *sees: str) -> None:
        """Open the chat by an invite."""

    def says(self, words: str, *sees: str) -> None:
        """Write, and see these words in what comes back."""

    def taps(self, label: str, *sees: str, about: str = "") -> None:
        """Tap the newest button that begins like this, and see these words in what comes back.

        ``about``: words that the message with the button must hold.
        """

    def hears(self, *fragments: str) -> None:
        """Wait until one message holds all these words."""

    @property
    def messages(self) -> list[str]:
        """Everything we wrote in this chat, oldest first, as it now stands."""

    @property
    def texts(self) -> list[str]:
        """The same with every look that an edited message had before."""


class TelegramHand:
    """Somebody on Telegram: buttons are pressed, messages change in place."""

    def __init__(self, server: BotApiServer, phone: TelegramPhone) -> None:
        self._server = server
        self._phone = phone

    def comes_in(self, code: str, *sees: str) -> None:
        self._act(lambda: self._phone.start(code), sees)

    def says(self, words: str, *sees: str) -> None:
        self._act(lambda: self._phone.type(words), sees)

    def taps(self, label: str, *sees: str, about: str = "") -> None:
        message = self._newest_with(label, about)
        self._act(lambda: self._phone.press(label, message), sees)

    def hears(self, *fragments: str) -> None:
        def heard() -> bool:
            return any(_holds(text, fragments) for text in self._phone.newest_texts(LOOKS_BACK))

        self._wait(heard, f"did not hear {fragments}")

    @property
    def messages(self) -> list[str]:
        return [shown.text for shown in self._phone.from_bot]

    @property
    def texts(self) -> list[str]:
        return [text for shown in self._phone.from_bot for text in (*shown.earlier, shown.text)]

    def _act(self, act: Callable[[], object], sees: tuple[str, ...]) -> None:
        act()
        self._wait(lambda: any(_holds(_words(shown), sees) for shown in self._phone._fresh()), f"does not see {sees}")

    def _wait(self, predicate: Callable[[], bool], failure: str) -> None:
        name = self._phone.person.first_name
        try:
            self._server.wait_until_or_say(predicate, PATIENCE, f"{name} {failure}")
        except AssertionError as error:
            raise AssertionError(f"{error}\non the screen:\n" + "\n--\n".join(self.messages[-4:])) from None

    def _newest_with(self, label: str, about: str) -> Shown:
        for shown in self._phone.newest(LOOKS_BACK):
            if shown.button(label) and about in shown.text:
                return shown
        labels = [shown.labels for shown in self._phone.from_bot[-4:]]
        raise NoSuchButtonError(f"{self._phone.person.first_name} has no button {label!r}: {labels}")


class WeChatHand:
    """Somebody on WeChat: every act has its answer at once, buttons are links in texts."""

    def __init__(self, server: WeChatServer, phone: Phone) -> None:
        self._server = server
        self._phone = phone
        self._busy = threading.RLock()

    def comes_in(self, code: str, *sees: str) -> None:
        self._act(lambda: self._phone.scan(code), sees)

    def says(self, words: str, *sees: str) -> None:
        self._act(lambda: self._phone.type(words), sees)

    def taps(self, label: str, *sees: str, about: str = "") -> None:
        self._act(lambda: self._phone.tap(label, about), sees)

    def hears(self, *fragments: str) -> None:
        if not self._heard(fragments, PATIENCE):
            raise AssertionError(
                f"{self._phone.openid} did not hear {fragments}; the last calls: {self._server.calls[-3:]}"
            )

    @property
    def messages(self) -> list[str]:
        return [bubble.text for bubble in self._phone.received]

    @property
    def texts(self) -> list[str]:
        return self.messages

    def _act(self, act: Callable[[], object], sees: tuple[str, ...]) -> None:
        """One act at a time, whoever wants it: the answer is looked for among what comes after it."""
        with self._busy:
            before = len(self._phone.received)
            act()
            answers = self.messages[before:]
        assert any(_holds(text, sees) for text in answers), f"no {sees} in:\n" + "\n--\n".join(answers)

    def _heard(self, fragments: tuple[str, ...], seconds: float) -> bool:
        def heard() -> bool:
            return any(_holds(text, fragments) for text in self.messages)

        try:
            self._server.wait_until(heard, seconds)
        except TimeoutError:
            return False
        return True


def _words(shown: Shown) -> str:
    return "\n".join((shown.text, *shown.labels))


def _holds(text: str, fragments: tuple[str, ...]) -> bool:
    return all(fragment in text for fragment in fragments)
