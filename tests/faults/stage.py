"""Where a fault is played: a town on a real database, a platform on loopback, and real `dinghuo serve` processes."""

import itertools
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from tests.faults import audit
from tests.faults.channels import Street
from tests.faults.outcome import CLEAN, Outcome
from tests.faults.town import Town, fresh_town
from tests.grounds import Ground, Grounds
from tests.platforms.fleet import Fleet, new_server, until
from tests.platforms.nursery import Nursery
from tests.platforms.serving import ServerProcess, free_port
from tests.servers.balancer import Balancer

#: Seconds until the last notice is out; one that was cut off waits a while before it is tried again.
SETTLED_SECONDS = 90.0


class Fault(Protocol):
    """What goes wrong while the town orders: how often it struck, and what was under way then."""

    @property
    def times(self) -> int: ...

    @property
    def bound(self) -> int: ...

    def run(self, done: threading.Event) -> None:
        """Strike again and again until it is enough."""


@dataclass(kw_only=True)
class Props:
    """What every stage is built from. ``seed`` chooses the moments."""

    grounds: Grounds
    folder: Path
    seed: str
    stack: ExitStack
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @cached_property
    def nursery(self) -> Nursery:
        """Begun by the first fault that needs real processes."""
        return self.stack.enter_context(Nursery())

    def new_folder(self) -> Path:
        folder = self.folder / f"stage-{next(self._numbers)}"
        folder.mkdir()
        return folder


@dataclass(kw_only=True)
class Stage:
    """One house, open."""

    fleet: Fleet
    street: Street
    town: Town
    where: str

    @property
    def server(self) -> ServerProcess:
        """The one process, where there is one."""
        return self.fleet.servers[0]

    @property
    def url(self) -> str:
        return self.town.shop.url

    def play(self, name: str, fault: Fault) -> Outcome:
        """Let the town order while the fault strikes, then count."""
        began = time.monotonic()
        self.town.opens()
        done = threading.Event()
        with ThreadPoolExecutor(1, thread_name_prefix="fault") as aside:
            striking = aside.submit(fault.run, done)
            self.town.lives(self.street.at_once)
            done.set()
            striking.result()
        self._settle()
        return self._counted(name, fault, time.monotonic() - began)

    def _settle(self) -> None:
        for server in self.fleet.servers:
            server.wait_until_ready()
        self.street.wait_until_idle(SETTLED_SECONDS)
        until(lambda: not audit.waiting(self.url), "there are notices that nobody delivers", SETTLED_SECONDS)

    def _counted(self, name: str, fault: Fault, seconds: float) -> Outcome:
        stories = len(self.town.dealers)
        facts = audit.read(self.url)
        orders = audit.orders_of(facts, stories)
        heard = audit.heard(facts, {who: self.street.texts(hand) for who, hand in self.town.hands.items()}, stories)
        return Outcome(
            fault=name,
            where=self.where,
            stories=stories,
            times=fault.times,
            lost=orders.lost,
            doubled=orders.doubled,
            notices=heard.left,
            unheard=heard.unheard,
            again=heard.again,
            bound=fault.bound,
            out_of_order=heard.out_of_order,
            check=self.server.checked() or CLEAN,
            seconds=seconds,
            trouble=tuple(self.town.trouble),
        )


@contextmanager
def opened(
    props: Props, ground: Ground, street: Street, stories: int, *, processes: int = 1, **more: str
) -> Iterator[Stage]:
    """A town with its house open, in so many processes behind one address."""
    with ExitStack() as stack:
        shop = stack.enter_context(fresh_town(ground, stories))
        stack.enter_context(street)
        town = Town(shop, street.hand(), street.hand(), [street.hand() for _ in range(stories)])
        fleet = stack.enter_context(_open_fleet(props, street, town, processes, more))
        where = f"{ground.kind.value}, {street.name}" + (f" ×{processes}" if processes > 1 else "")
        yield Stage(fleet=fleet, street=street, town=town, where=where)


@contextmanager
def _open_fleet(props: Props, street: Street, town: Town, processes: int, more: dict[str, str]) -> Iterator[Fleet]:
    with ExitStack() as stack:
        balancer = stack.enter_context(Balancer())
        servers = []
        for _ in range(processes):
            folder = props.new_folder()
            if processes > 1:
                where = folder / "process"
                free = {"telegram_chat_burst": "100000", **more}
                server = new_server(town.shop, balancer, where, props.nursery, street.telegram, street.wechat, free)
            else:
                given = street.settings(town.shop, free_port()) | more
                server = ServerProcess(given, folder, props.nursery)
            server.start()
            stack.callback(server.stop)
            servers.append(server)
        for server in servers:
            server.wait_until_ready()
        balancer.ports = [server.port for server in servers]
        yield Fleet(town.shop, servers, balancer)


@contextmanager
def gathered(folder: Path, seed: str) -> Iterator[Props]:
    """Everything that faults are played with, for a whole run."""
    with ExitStack() as stack:
        grounds = Grounds(folder, "faults")
        stack.callback(grounds.close)
        yield Props(grounds=grounds, folder=folder, seed=seed, stack=stack)
