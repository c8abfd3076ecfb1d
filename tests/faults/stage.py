"""Where a fault is played: a town on a real database, a platform on loopback, and real `dinghuo serve` processes."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.faults import audit
from tests.faults.channels import Street
from tests.faults.outcome import Outcome
from tests.faults.playing import Fault, played
from tests.faults.town import Town, fresh_town
from tests.grounds import Ground, Grounds
from tests.nursery import Nursery
from tests.platforms import fleet as fleets
from tests.platforms.fleet import Fleet, until
from tests.platforms.serving import ServerProcess, free_port
from tests.servers.balancer import Balancer

#: Seconds until the last notice is out; one that was cut off waits a while before it is tried again.
SETTLED_SECONDS = 90.0


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
        return played(
            self.town,
            fault,
            name=name,
            where=self.where,
            at_once=self.street.at_once,
            told=lambda: {who: self.street.texts(hand) for who, hand in self.town.hands.items()},
            check=self.server.checked,
            settle=self._settle,
        )

    def _settle(self) -> None:
        for server in self.fleet.servers:
            server.wait_until_ready()
        self.street.wait_until_idle(SETTLED_SECONDS)
        until(lambda: not audit.waiting(self.url), "there are notices that nobody delivers", SETTLED_SECONDS)


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
    """Several behind one address, or one by itself."""
    if processes > 1:
        folders = [props.new_folder() / "process" for _ in range(processes)]
        free = {"telegram_chat_burst": "100000", **more}
        with fleets.opened(town.shop, folders, props.nursery, street.telegram, street.wechat, **free) as several:
            yield several
        return
    given = street.settings(town.shop, free_port()) | more
    with ServerProcess(given, props.new_folder(), props.nursery) as server, Balancer() as balancer:
        balancer.ports = [server.port]
        yield Fleet(town.shop, [server], balancer)


@contextmanager
def gathered(folder: Path, seed: str) -> Iterator[Props]:
    """Everything that faults are played with, for a whole run."""
    with ExitStack() as stack:
        grounds = Grounds(folder, "faults")
        stack.callback(grounds.close)
        yield Props(grounds=grounds, folder=folder, seed=seed, stack=stack)
