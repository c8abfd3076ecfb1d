"""How long nobody sends notices and runs jobs when the process that does is gone.

``python -m benchmarks takeover``: two processes on PostgreSQL; the leader is killed, or stands still, again and again.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from benchmarks.oversell import somewhere
from storage.engine import Database
from tests.grounds import Kind
from tests.nursery import Nursery
from tests.platforms.fleet import LEADS_NO_LONGER, Fleet, opened, until
from tests.platforms.serving import ServerProcess
from tests.platforms.shop import furnish_shop
from tests.servers.telegram.bot_api import BotApiServer


def main(words: list[str]) -> None:
    """Print the seconds until another process leads."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks takeover")
    parser.add_argument("--times", type=int, default=10, help="how often each happens")
    parser.add_argument("--url", default="", help="a PostgreSQL server to use instead of one of our own")
    given = parser.parse_args(words)
    with ExitStack() as stack:
        url = stack.enter_context(somewhere(Kind.POSTGRESQL, given.url))
        with closing(Database(url)) as database:
            shop = furnish_shop(database)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        telegram, nursery = stack.enter_context(BotApiServer(limits=None)), stack.enter_context(Nursery())
        fleet = stack.enter_context(opened(shop, [folder / "one", folder / "other"], nursery, telegram))
        print(f"{'the leader':<16}{'times':>6}{'least s':>9}{'median s':>10}{'most s':>8}", flush=True)
        for name, goes in (("is killed", _killed), ("stands still", _frozen)):
            seconds = list(_taken_over(fleet, goes, given.times))
            middle = statistics.median(seconds)
            print(f"{name:<16}{len(seconds):>6}{min(seconds):>9.2f}{middle:>10.2f}{max(seconds):>8.2f}", flush=True)


def _taken_over(
    fleet: Fleet, goes: Callable[[Fleet, ServerProcess], Callable[[], None]], times: int
) -> Iterator[float]:
    for _ in range(times):
        leader = fleet.leader
        (other,) = fleet.others
        led = _leads(other)
        came_back = goes(fleet, leader)
        began = time.monotonic()
        until(partial(_leads_again, other, led), "nobody leads")
        yield time.monotonic() - began
        came_back()


def _leads(server: ServerProcess) -> int:
    return server.logs.count('"this process leads"')


def _leads_again(server: ServerProcess, before: int) -> bool:
    return _leads(server) > before


def _killed(_: Fleet, leader: ServerProcess) -> Callable[[], None]:
    leader.kill()
    leader.log.write_text("", "utf-8")

    def back() -> None:
        leader.start()
        leader.wait_until_ready()

    return back


def _frozen(fleet: Fleet, leader: ServerProcess) -> Callable[[], None]:
    before = leader.logs.count(LEADS_NO_LONGER)
    fleet.pause(leader)

    def back() -> None:
        fleet.resume(leader)
        until(lambda: leader.logs.count(LEADS_NO_LONGER) > before, "it still believes that it leads")

    return back
