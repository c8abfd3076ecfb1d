"""`dinghuo serve` is killed at random points while a town orders, and started again each time."""

import random
import threading
from dataclasses import dataclass

from tests.faults import audit
from tests.faults.channels import OnTelegram, OnWeChat, Street
from tests.faults.outcome import Outcome
from tests.faults.stage import Props, Stage, opened
from tests.grounds import Kind

NAME = "killed at random points"
#: A server that is killed before it can begin teaches little: only some of the kills come while it starts.
IN_THE_START = 0.1
LONGEST_LIFE = 2.0
#: After so many kills it is let live for some seconds: on a busy machine it may have brought nothing meanwhile.
KILLS, BREATH = 8, 4.0
#: WeChat asks three times only. A server has to live longer than from one try to the next.
WECHAT_PAUSE, WECHAT_REST = 1.5, 3.5


@dataclass(kw_only=True)
class Killer:
    """Kills, counts what was under way, and starts again. ``rest``: seconds a server is let live at least."""

    stage: Stage
    dice: random.Random
    rest: float
    times: int = 0
    bound: int = 0

    def run(self, done: threading.Event) -> None:
        """Until it is enough."""
        while not done.is_set():
            self._wait(done)
            self.stage.server.kill()
            self.times += 1
            self.bound += audit.claimed(self.stage.url)
            self.stage.server.start()

    def _wait(self, done: threading.Event) -> None:
        """So long, or so many calls, after it is ready; now and then while it still starts."""
        if self.times % KILLS == KILLS - 1:
            self.stage.server.wait_until_ready()
            done.wait(BREATH)
            return
        if not self.rest and self.dice.random() < IN_THE_START:
            done.wait(self.dice.random())
            return
        self.stage.server.wait_until_ready()
        done.wait(self.rest)
        if self.dice.random() < 0.5:
            done.wait(self.dice.uniform(0.0, LONGEST_LIFE))
        else:
            self.stage.street.wait_for_calls(self.dice.randint(1, 60), LONGEST_LIFE)


def play(props: Props, kind: Kind, street: Street, stories: int) -> Outcome:
    """So many stories; the kills go on until the last has ended."""
    with opened(props, props.grounds.of(kind), street, stories) as stage:
        rest = WECHAT_REST if street.wechat else 0.0
        return stage.play(NAME, Killer(stage=stage, dice=random.Random(f"{props.seed} {NAME}"), rest=rest))


def on_telegram(props: Props, kind: Kind, stories: int) -> Outcome:
    """By webhook."""
    return play(props, kind, OnTelegram(), stories)


def by_polling(props: Props, kind: Kind, stories: int) -> Outcome:
    """Updates are fetched."""
    return play(props, kind, OnTelegram(webhook=False), stories)


def on_wechat(props: Props, kind: Kind, stories: int) -> Outcome:
    """Fewer kills, or people would be told that the service is out of order, and begin anew."""
    return play(props, kind, OnWeChat(pause=WECHAT_PAUSE), stories)
