"""Every delivery comes one to three times, at the same moment, and chats overtake one another."""

import random
import threading
from dataclasses import dataclass

from tests.faults.channels import OnTelegram, OnWeChat, Street
from tests.faults.outcome import Outcome
from tests.faults.stage import Props, opened
from tests.grounds import Kind

NAME = "repeated, overtaken"
MOST_COPIES = 3
#: Updates of so many seconds are shuffled among the chats.
HELD = 0.05


@dataclass(kw_only=True)
class Postman:
    """Copies and shuffles until it is enough; nothing of this may bring a notice twice."""

    street: Street
    dice: random.Random
    times: int = 0
    bound: int = 0

    def run(self, done: threading.Event) -> None:
        """The copies are the platform's work, the shuffling is ours."""
        if self.street.wechat is not None:
            courier = self.street.wechat.courier
            courier.copies, courier.parallel, courier.dice = MOST_COPIES, True, self.dice
        if self.street.telegram is not None:
            self.street.telegram.repeat_updates(MOST_COPIES, parallel=True, dice=self.dice)
            while not done.is_set():
                with self.street.telegram.updates_held(shuffle=self.dice):
                    done.wait(HELD)
        done.wait()
        self.times = self._copies()

    def _copies(self) -> int:
        """How many deliveries came again."""
        if self.street.wechat is not None:
            return sum(len(delivery.attempts) - 1 for delivery in self.street.wechat.deliveries)
        assert self.street.telegram is not None
        came = [delivery.update_id for delivery in self.street.telegram.deliveries]
        return len(came) - len(set(came))


def play(props: Props, kind: Kind, street: Street, stories: int) -> Outcome:
    """On PostgreSQL the copies go to several processes."""
    processes = 1 if kind is Kind.SQLITE else 3
    with opened(props, props.grounds.of(kind), street, stories, processes=processes) as stage:
        return stage.play(NAME, Postman(street=street, dice=random.Random(f"{props.seed} {NAME}")))


def on_telegram(props: Props, kind: Kind, stories: int) -> Outcome:
    """By webhook."""
    return play(props, kind, OnTelegram(), stories)


def on_wechat(props: Props, kind: Kind, stories: int) -> Outcome:
    """Every act waits for the answer of all its copies."""
    return play(props, kind, OnWeChat(), stories)
