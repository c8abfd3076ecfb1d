"""The server is killed at a random moment and started again: nothing is lost, nothing is done twice."""

import contextlib
import random
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.lengths import times
from tests.nursery import Nursery
from tests.platforms.conftest import Serve
from tests.platforms.hands import Hand
from tests.platforms.heard import SETTLED_SECONDS, Chats, assert_heard_once, chats, settled
from tests.platforms.serving import ServerProcess
from tests.platforms.shop import Facts, Shop
from tests.platforms.story import assert_all_is_well, played, steps
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_platform import Call
from tests.servers.wechat.wechat_api import WeChatServer

POINTS = times(1, long=50)
#: What is logged where something fails that should not; a database that is busy is tried again and is none of these.
OUR_FAULTS = ("message failed", "cannot be worded", "job failed", "notice failed")
#: WeChat's own five seconds are shortened to what a start takes here.
BACK_IN_SECONDS = 2.5


@dataclass(frozen=True, kw_only=True)
class Point:
    """When the server dies: so long after an act, or after so many calls that follow it."""

    act: int
    seconds: float | None
    calls: int

    @classmethod
    def chosen_by(cls, dice: random.Random, acts: int) -> "Point":
        by_time = dice.random() < 0.5
        return cls(
            act=dice.randrange(acts),
            seconds=dice.choice((0.0, 0.002, 0.01, 0.03, 0.08)) * dice.random() * 2 if by_time else None,
            calls=dice.randint(1, 4),
        )


class Killer(threading.Thread):
    """Waits for the point, kills, and lets the server start again."""

    def __init__(self, server: ServerProcess, platform: BotApiServer | WeChatServer, point: Point) -> None:
        super().__init__(name="killer", daemon=True)
        self._server, self._platform, self._point = server, platform, point
        self._since = len(platform.calls)

    def run(self) -> None:
        if self._point.seconds is None:
            with contextlib.suppress(AssertionError, TimeoutError):
                self._platform.wait_until(lambda: len(self._platform.calls) >= self._since + self._point.calls, 2.0)
        else:
            threading.Event().wait(self._point.seconds)
        self._server.kill()
        self._server.start()


def play_with_a_kill(
    people: Mapping[str, Hand], shop: Shop, server: ServerProcess, platform: BotApiServer | WeChatServer, seed: str
) -> Facts:
    """The story, with the server killed at a point that the seed chooses; the facts when all has settled."""
    story = steps(shop)
    point = Point.chosen_by(random.Random(seed), len(story))
    killers = {}
    for act in played(people, story):
        if act == point.act:
            killers[act] = Killer(server, platform, point)
            killers[act].start()
    killers[point.act].join()
    server.wait_until_ready()
    facts = settled(shop)
    assert_all_is_well(facts)
    assert not any(words in server.logs for words in OUR_FAULTS), server.logs
    return facts


@pytest.mark.parametrize("number", range(POINTS))
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_killed_and_started_again_loses_and_doubles_nothing(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    serve_process: Serve,
    nursery: Nursery,
    shop: Shop,
    undisturbed: tuple[Facts, Chats],
    number: int,
    *,
    webhook: bool,
) -> None:
    server = serve_process(telegram, webhook=webhook, nursery=nursery)
    facts = play_with_a_kill(on_telegram, shop, server, telegram, f"{number} {webhook}")
    telegram.wait_until(lambda: telegram.all_delivered and not telegram.unanswered, SETTLED_SECONDS)
    assert [call for call in telegram.refusals if not was_done_before_the_kill(call)] == []
    assert facts == undisturbed[0]
    assert_heard_once(chats(on_telegram), undisturbed[1])


@pytest.mark.parametrize("number", range(times(1, long=50)))
def test_killed_and_started_again_on_wechat(
    wechat: WeChatServer,
    on_wechat: dict[str, Hand],
    serve_process: Serve,
    nursery: Nursery,
    shop: Shop,
    undisturbed: tuple[Facts, Chats],
    number: int,
) -> None:
    """WeChat delivers three times at most, so the server has to be back in time for the last."""
    wechat.courier.pause_seconds = BACK_IN_SECONDS
    server = serve_process(wechat=wechat, nursery=nursery)
    facts = play_with_a_kill(on_wechat, shop, server, wechat, f"{number} wechat")
    assert wechat.refusals == ()
    assert facts["events"] == undisturbed[0]["events"]
    assert facts["notices"] == undisturbed[0]["notices"]


def was_done_before_the_kill(call: Call) -> bool:
    """The same edit or acknowledgement once more, by the server that came after, or a poll of the one that is gone."""
    harmless = "message is not modified", "query is too old", "terminated by other getUpdates request"
    return any(words in call.description for words in harmless)
