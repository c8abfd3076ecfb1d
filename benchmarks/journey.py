"""The journey from menu to receipt, step by step: what each costs the server, beside its bare statements in Core.

A journey runs on one copy of the demo database and its statements run again, step by step, on another copy that
stands where the first one stood; so both sides do the same work on the same rows.
"""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.capture import catching, replay
from domain.tables.people import Channel
from handlers.conversation.turn import Answer, Body, Button, Incoming, Started, Tapped, Typed
from storage.engine import Database
from tests.world import World, build, open_world

LAPS = 15
#: Laps before anything is counted, so that both sides have compiled their statements.
WARM = 2


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody does. ``tap``: the words on the button."""

    name: str
    who: str
    type: str = ""
    tap: str = ""


JOURNEY = (
    Step(name="open the menu", who="li"),
    Step(name="search", who="li", type="可乐"),
    Step(name="product card", who="li", tap="峰泡可乐 330ml"),
    Step(name="order in words", who="li", type="峰泡可乐 330ml罐 1箱, 雪璃 2箱"),
    Step(name="cart", who="li", tap="🛒"),
    Step(name="checkout", who="li", tap="✅"),
    Step(name="submit", who="li", tap="✅"),
    Step(name="waiting orders", who="wang", type="菜单"),
    Step(name="list", who="wang", tap="📦"),
    Step(name="order card", who="wang", tap="1123-"),
    Step(name="approve", who="wang", tap="✅"),
    Step(name="queue", who="zhou", type="菜单"),
    Step(name="queue list", who="zhou", tap="📦"),
    Step(name="order to pack", who="zhou", tap="1123-"),
    Step(name="pick", who="zhou", tap="📦"),
    Step(name="ship", who="zhou", tap="🚚"),
    Step(name="carrier", who="zhou", tap="顺丰"),
    Step(name="tracking number", who="zhou", type="SF1234567890"),
    Step(name="where is my order", who="li", type="我的货到哪了"),
    Step(name="received", who="li", tap="✅"),
)


@dataclass
class Cost:
    """What a step cost in each lap: seconds of wall and processor time, seconds of bare Core, statements."""

    wall: list[float]
    cpu: list[float]
    core: list[float]
    sent: list[int]
    lazy: int = 0

    @property
    def ratio(self) -> float:
        """How many times the bare statements."""
        return statistics.median(a / b for a, b in zip(self.wall, self.core, strict=True))


class Walker:
    """One person's chat: remembers the buttons last shown."""

    def __init__(self, answer: Callable[[Incoming], Answer], identity: str) -> None:
        self._answer = answer
        self._identity = identity
        self._count = 0
        self._buttons: list[Button] = []

    def prepare(self, step: Step) -> Incoming:
        """The message of a step."""
        self._count += 1
        key = f"{self._identity}-{time.perf_counter_ns()}-{self._count}"
        return Incoming(channel=Channel.TELEGRAM, identity=self._identity, key=key, body=self._body(step))

    def take(self, incoming: Incoming) -> None:
        """Send it, and look at the answer."""
        answer = self._answer(incoming)
        self._buttons = [button for reply in answer.replies for button in reply.choices()]

    def _body(self, step: Step) -> Body:
        if step.type:
            return Typed(text=step.type)
        if not step.tap:
            return Started()
        found = next((button for button in self._buttons if step.tap in button.label), None)
        if found is None:
            raise LookupError(f"{step.name}: no {step.tap} in {[button.label for button in self._buttons]}")
        return Tapped(data=found.data)


def run(folder: Path) -> dict[str, Cost]:
    """Every step's cost over some laps; the first lap warms up and is not counted."""
    costs = {step.name: Cost(wall=[], cpu=[], core=[], sent=[]) for step in JOURNEY}
    url = f"sqlite:///{folder / 'journey.sqlite'}"
    with closing(Database(url)) as database:
        build(database, Channel.TELEGRAM)
    world = open_world(url, Channel.TELEGRAM)
    bare = Database(f"sqlite:///{folder / 'bare.sqlite'}")
    for lap in range(WARM + LAPS):
        world.clock.pass_(minutes=11)
        _stand_alike(world.database, bare)
        _lap(world, bare, costs, counted=lap >= WARM)
    world.database.close()
    bare.close()
    return costs


def _stand_alike(ours: Database, bare: Database) -> None:
    """Give the other side the same rows; its engine stays, and with it what it has compiled."""
    with ours.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    bare.engine.dispose()
    for left in ("-wal", "-shm"):
        Path(f"{bare.url.database}{left}").unlink(missing_ok=True)
    shutil.copy(str(ours.url.database), str(bare.url.database))
    replay(bare.engine, [])


def _lap(world: World, bare: Database, costs: dict[str, Cost], *, counted: bool) -> None:
    walkers = {who: Walker(world.door.answer, who) for who in {step.who for step in JOURNEY}}
    for step in JOURNEY:
        incoming = walkers[step.who].prepare(step)
        with catching(world.database.engine) as caught:
            cpu, wall = time.process_time(), time.perf_counter()
            walkers[step.who].take(incoming)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        core = replay(bare.engine, caught.statements)
        if counted:
            cost = costs[step.name]
            cost.wall.append(wall)
            cost.cpu.append(cpu)
            cost.core.append(core)
            cost.sent.append(caught.sent)
            cost.lazy += caught.lazy


def table(costs: dict[str, Cost]) -> Iterator[str]:
    """The figures as lines."""
    yield f"{'step':<20}{'wall ms':>9}{'cpu ms':>9}{'core ms':>9}{'ratio':>7}{'statements':>12}{'lazy':>6}"
    for name, cost in costs.items():
        figures = (statistics.median(times) * 1000 for times in (cost.wall, cost.cpu, cost.core))
        columns = "".join(f"{figure:>9.2f}" for figure in figures)
        yield f"{name:<20}{columns}{cost.ratio:>7.1f}{max(cost.sent):>12}{cost.lazy:>6}"
