"""The lead: its duties begin once in one process, end with its session, and begin again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, closing
from typing import Any

import pytest

from bot.notice_sender import NoticeSender
from bot.processes.jobs import Jobs
from bot.processes.leader import Leader
from bot.processes.leader_tasks import LeaderTasks
from storage.engine import Database
from tests.grounds import Kind
from tests.postgres import cut_leader
from tests.world import World

PATIENCE = 30.0


class Watched(LeaderTasks):
    """The duties, with a note of what became of them."""

    def __init__(self, deliver: NoticeSender, jobs: Jobs) -> None:
        super().__init__(deliver, jobs)
        self.noted: list[str] = []
        self.changed = asyncio.Event()
        self.is_ours: Callable[[], bool] = lambda: False

    def wake(self) -> None:
        self._note("woken")
        super().wake()

    async def begin(self, is_ours: Callable[[], bool]) -> None:
        self.is_ours = is_ours
        await super().begin(is_ours)
        self._note("begun")

    async def end(self) -> None:
        await super().end()
        self._note("ended")

    def _note(self, what: str) -> None:
        self.noted.append(what)
        self.changed.set()

    async def until(self, *noted: str) -> None:
        """Until this is what became of them."""
        async with asyncio.timeout(PATIENCE):
            while self.noted != list(noted):
                self.changed.clear()
                await self.changed.wait()


class Process:
    """As much of a process as leads."""

    def __init__(self, world: World, database: Database) -> None:
        self.database = database
        deliver = NoticeSender(database, world.supplier, world.clock, world.catalogue_index)
        self.duties = Watched(deliver, Jobs(database, world.supplier, world.clock, deliver.wake))
        self.leader = Leader(database, self.duties)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Process"]:
        stop = asyncio.Event()
        leading = asyncio.create_task(self.leader.run(stop))
        yield self
        stop.set()
        await leading


@pytest.fixture
def processes(world: World) -> Iterator[tuple[Process, Process]]:
    url = world.database.url.render_as_string(hide_password=False)
    with closing(Database(url)) as one, closing(Database(url)) as other:
        yield Process(world, one), Process(world, other)


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_a_single_process_leads_at_once_and_ends_its_duties(processes: tuple[Process, Process]) -> None:
    only, _ = processes

    async def story() -> None:
        async with only.running():
            await only.duties.until("begun")
            assert only.duties.is_ours()
            await asyncio.sleep(0)  # what follows the beginning
            only.leader.wake()
            await only.duties.until("begun", "woken")

    run(story())
    assert only.duties.noted == ["begun", "woken", "ended"]


@pytest.mark.parametrize("kind", [Kind.POSTGRESQL])
def test_the_other_process_leads_when_the_first_has_left(processes: tuple[Process, Process]) -> None:
    first, second = processes

    async def story() -> None:
        async with first.running():
            await first.duties.until("begun")
            stop = asyncio.Event()
            standing_by = asyncio.create_task(second.leader.run(stop))
            await asyncio.sleep(0)  # now it runs
            second.leader.wake()
            await first.duties.until("begun", "woken")
            assert second.duties.noted == []
        await second.duties.until("begun")
        stop.set()
        await standing_by

    run(story())
    assert first.duties.noted == ["begun", "woken", "ended"]
    assert second.duties.noted == ["begun", "ended"]


@pytest.mark.parametrize("kind", [Kind.POSTGRESQL])
def test_a_leader_whose_session_is_ended_stops_and_leads_again_when_it_can(
    processes: tuple[Process, Process],
) -> None:
    only, _ = processes

    async def story() -> None:
        async with only.running():
            await only.duties.until("begun")
            await asyncio.to_thread(cut_leader, only.database)
            await only.duties.until("begun", "ended", "begun")

    run(story())
    assert only.duties.noted == ["begun", "ended", "begun", "ended"]
