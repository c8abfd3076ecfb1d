"""The same journey through the whole house: Telegram's webhook in, `dinghuo serve`, Telegram's API out, on loopback."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from storage.engine import Database
from tests.platforms.conftest import IDS, telegram_hand
from tests.platforms.hands import Hand
from tests.platforms.serving import ServerProcess, configuration, free_port
from tests.platforms.shop import furnish_shop
from tests.platforms.story import Step, steps
from tests.servers.bot_api import BotApiServer

LAPS = 3
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Cost:
    """A step over some laps: seconds until the person saw the answer, processor seconds of the server, API calls."""

    seen: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Report:
    """The journey's costs, and the server's memory in bytes before anybody came and after everybody left."""

    costs: dict[str, Cost]
    idle: int
    after: int


def run() -> Report:
    """Each lap is a fresh shop and a fresh process."""
    costs: dict[str, Cost] = {}
    memory = [0, 0]
    for _ in range(LAPS):
        with tempfile.TemporaryDirectory() as name:
            memory = _lap(Path(name), costs)
    return Report(costs=costs, idle=memory[0], after=memory[1])


def _lap(folder: Path, costs: dict[str, Cost]) -> list[int]:
    database = Database(f"sqlite:///{folder / 'shop.sqlite'}")
    shop = furnish_shop(database)
    database.close()
    with BotApiServer(limits=None) as telegram:
        people: dict[str, Hand] = {who: telegram_hand(telegram, who) for who in IDS}
        given = configuration(shop, telegram, None, port=free_port(), webhook=True)
        with ServerProcess(given, folder) as server:
            telegram.wait_until(lambda: bool(telegram.calls_of("setMyCommands")))
            idle = _memory(server.pid)
            for number, step in enumerate(steps(shop)):
                _step(step, people, telegram, server.pid, costs.setdefault(f"{number:>4} {step.who}", Cost()))
            return [idle, _memory(server.pid)]


def _step(step: Step, people: dict[str, Hand], telegram: BotApiServer, pid: int, cost: Cost) -> None:
    before = len(telegram.calls)
    cpu, start = _cpu(pid), time.perf_counter()
    step.act(people[step.who])
    cost.seen.append(time.perf_counter() - start)
    telegram.wait_until(lambda: telegram.all_delivered)
    own = [call for call in telegram.calls[before:] if call.chat_id == IDS[step.who]]
    cost.calls.append(len([call for call in own if call.method != "setMyCommands"]))
    for who, fragments in step.told.items():
        people[who].hears(*fragments)
    cost.cpu.append(_cpu(pid) - cpu)


def _cpu(pid: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> int:
    """Resident bytes of a process."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def table(report: Report) -> Iterator[str]:
    """The figures as lines."""
    yield f"{'step and who':<20}{'seen ms':>9}{'cpu ms':>9}{'API calls':>11}"
    for step, cost in report.costs.items():
        seen, cpu = (statistics.median(times) * 1000 for times in (cost.seen, cost.cpu))
        yield f"{step:<20}{seen:>9.1f}{cpu:>9.1f}{max(cost.calls):>11}"
    yield f"memory of the server: {report.idle / 2**20:.0f} MiB idle, {report.after / 2**20:.0f} MiB after"
