"""A crowd on their phones: dealers who order, salespeople who decide, packers who send; each goes on for ever."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import NoSuchButtonError, TelegramPhone
from tests.servers.telegram.bot_api_screen import Shown

#: How long somebody waits before they begin anew; counted as unanswered.
PATIENCE = 15.0
#: Messages a phone keeps; more would slow down looking at it.
KEPT_MESSAGES = 30
WORDS = ("峰泡可乐 330 2箱, 雪璃 1箱", "矿泉水 3箱", "生抽 1箱", "可乐500 5箱 抽纸 1箱", "雪璃 10")
SEARCHES = ("可乐", "kele", "水", "米线", "红牛", "抽纸", "2000000000039", "330")

#: What somebody does next: words they write, or a button they press, which begins so.
Act = tuple[str, str]


def dealer(dice: random.Random) -> Iterator[Act]:
    """Looks, orders in words or by button, asks where it is, says that it came."""
    yield "write", "菜单"
    if dice.random() < 0.6:
        yield "write", dice.choice(SEARCHES)
        yield "press", "峰泡可乐"
        yield "press", "➕"
    yield "write", dice.choice(WORDS)
    yield "write", "购物车"
    if dice.random() < 0.2:
        yield "press", "❌"
        return
    yield "press", "✅ 去结算"
    yield "press", "✅ 提交订单"
    if dice.random() < 0.1:
        yield "write", "订单"
        yield "press", "📦"
        yield "press", "❌"
        yield "write", "下错了"
    yield "write", "我的货到哪了"
    yield "press", "✅ 收到"
    yield "press", "⭐5"


def salesperson(dice: random.Random) -> Iterator[Act]:
    """Opens what waits and decides."""
    yield "write", "菜单"
    yield "press", "📦"
    for _ in range(dice.randint(1, 4)):
        yield "press", "📦 1"
        if dice.random() < 0.1:
            yield "press", "❌"
            yield "write", "这个价做不了"
        else:
            yield "press", "✅ 通过"
        yield "write", "菜单"
        yield "press", "📦"


def warehouse(dice: random.Random) -> Iterator[Act]:
    """Takes the next order from the queue, packs it, sends it."""
    yield "write", "菜单"
    yield "press", "📦"
    yield "press", "📦 1"
    yield "press", "📦 开始备货"
    yield "press", "🚚 发货"
    yield "press", "🚚 顺丰"
    yield "write", f"SF{dice.randrange(10**12)}"


Habit = Callable[[random.Random], Iterator[Act]]


@dataclass(kw_only=True)
class Seen:
    """What the crowd lived through: seconds until each answer, counted from when they meant to act."""

    waited: list[float] = field(default_factory=list)
    unanswered: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> tuple[list[float], int]:
        """All since it was last taken."""
        with self.lock:
            waited, unanswered = self.waited, self.unanswered
            self.waited, self.unanswered = [], 0
        return waited, unanswered


class Somebody(threading.Thread):
    """One person, acting at a fixed interval however long the last answer took."""

    def __init__(
        self,
        server: BotApiServer,
        phone: TelegramPhone,
        habit: Habit,
        seen: Seen,
        enough: threading.Event,
        every: float,
    ) -> None:
        super().__init__(name=phone.person.first_name, daemon=True)
        self._server = server
        self._phone = phone
        self._habit = habit
        self._seen = seen
        self._enough = enough
        self._every = every
        self._dice = random.Random(phone.person.id)

    def run(self) -> None:
        """Until it is enough."""
        due = time.monotonic() + self._dice.random() * self._every
        while not self._enough.is_set():
            for how, what in self._habit(self._dice):
                if self._enough.wait(max(0.0, due - time.monotonic())):
                    return
                if not self._did(how, what, due):
                    break
                due += self._every * self._dice.uniform(0.5, 1.5)

    def _did(self, how: str, what: str, due: float) -> bool:
        """Whether there was such a button, and an answer."""
        try:
            if how == "press":
                self._phone.press(what, self._newest_with(what))
            else:
                self._phone.type(what)
            self._phone.reply(PATIENCE)
        except NoSuchButtonError:
            return False
        except AssertionError:
            with self._seen.lock:
                self._seen.unanswered += 1
            return False
        with self._seen.lock:
            self._seen.waited.append(time.monotonic() - due)
        self._forget()
        return True

    def _newest_with(self, label: str) -> Shown:
        for shown in reversed(self._phone.from_bot[-6:]):
            if shown.button(label):
                return shown
        raise NoSuchButtonError(label)

    def _forget(self) -> None:
        """Old messages and presses that were answered."""
        platform, chat = self._server.platform, self._phone._chat  # noqa: SLF001 - a phone keeps all for tests
        with platform.condition:
            for message in list(chat.messages)[:-KEPT_MESSAGES]:
                del chat.messages[message]
            for query, press in list(platform.presses.items())[:50]:
                if press.answered:
                    del platform.presses[query]
            del self._server.calls[:-500], self._server.deliveries[:-500]
