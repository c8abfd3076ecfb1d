"""The process that leads stands still in the middle of its work, another takes over, and then it wakes."""

import json
import random
import threading
from dataclasses import dataclass

from tests.faults.channels import OnTelegram
from tests.faults.outcome import Outcome
from tests.faults.stage import Props, Stage, opened
from tests.grounds import Kind
from tests.platforms.fleet import LEADS, LEADS_NO_LONGER, until
from tests.platforms.serving import ServerProcess

NAME = "paused beyond its lease"
#: A lead lapses after three seconds of silence.
TAKEN_OVER_SECONDS = 30.0
BETWEEN = (0.2, 1.5)


@dataclass(kw_only=True)
class Pauser:
    """Stops whoever leads, waits until somebody else does, and lets it go on."""

    stage: Stage
    dice: random.Random
    times: int = 0

    def run(self, done: threading.Event) -> None:
        """Everybody goes on when it returns."""
        while not done.wait(self.dice.uniform(*BETWEEN)):
            self._pause()
            self.times += 1

    def _pause(self) -> None:
        fleet = self.stage.fleet
        frozen = fleet.leader
        before = frozen.logs.count(LEADS_NO_LONGER)
        self.stage.street.wait_for_calls(1, 1.0)
        fleet.pause(frozen)
        others = [each for each in fleet.servers if each is not frozen]
        led = _times_led(others)
        try:
            until(lambda: _times_led(others) > led, "nobody took over", TAKEN_OVER_SECONDS)
        finally:
            fleet.resume(frozen)
        until(lambda: frozen.logs.count(LEADS_NO_LONGER) > before, "it still leads", TAKEN_OVER_SECONDS)

    @property
    def bound(self) -> int:
        """What those who took over say was claimed by one who might still be at it."""
        return sum(map(_taken_over, self.stage.fleet.servers))


def _times_led(servers: list[ServerProcess]) -> int:
    return sum(each.logs.count(LEADS) for each in servers)


def _taken_over(server: ServerProcess) -> int:
    lines = (json.loads(line) for line in server.logs.splitlines() if '"notices taken over' in line)
    return sum(int(line["count"]) for line in lines)


def play(props: Props, kind: Kind, stories: int) -> Outcome:
    """Of three processes; on SQLite there is one, and nobody to take over."""
    assert kind is Kind.POSTGRESQL
    with opened(props, props.grounds.of(kind), OnTelegram(), stories, processes=3) as stage:
        return stage.play(NAME, Pauser(stage=stage, dice=random.Random(f"{props.seed} {NAME}")))
