"""A town orders while something goes wrong; then it is counted, the same wherever it is played."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from tests.faults import audit
from tests.faults.outcome import CLEAN, Outcome
from tests.faults.town import Town

#: What everybody was told, by who they are.
Told = Mapping[str, list[str]]


class Fault(Protocol):
    """What goes wrong while the town orders: how often it struck, and what was under way then."""

    @property
    def times(self) -> int: ...

    @property
    def bound(self) -> int: ...

    def run(self, done: threading.Event) -> None:
        """Strike again and again until it is enough."""


def played(
    town: Town,
    fault: Fault,
    *,
    name: str,
    where: str,
    at_once: int,
    told: Callable[[], Told],
    check: Callable[[], str],
    settle: Callable[[], None] = lambda: None,
) -> Outcome:
    """Let the town order, so many dealers at once, while the fault strikes; count when all has settled.

    ``check``: what does not agree afterwards; empty where all does.
    """
    began = time.monotonic()
    town.opens()
    _strike(town, fault, at_once)
    settle()
    seconds, stories = time.monotonic() - began, len(town.dealers)
    facts = audit.read(town.shop.url)
    orders = audit.orders_of(facts, stories)
    heard = audit.heard(facts, told(), stories)
    return Outcome(
        fault=name,
        where=where,
        stories=stories,
        times=fault.times,
        lost=orders.lost,
        doubled=orders.doubled,
        notices=heard.left,
        unheard=heard.unheard,
        again=heard.again,
        bound=fault.bound,
        out_of_order=heard.out_of_order,
        check=check() or CLEAN,
        seconds=seconds,
        trouble=tuple(town.trouble),
    )


def _strike(town: Town, fault: Fault, at_once: int) -> None:
    done = threading.Event()
    with ThreadPoolExecutor(1, thread_name_prefix="fault") as aside:
        striking = aside.submit(fault.run, done)
        town.lives(at_once)
        done.set()
        striking.result()
