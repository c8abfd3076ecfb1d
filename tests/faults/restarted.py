"""The database is restarted under the feet of two processes, again and again. PostgreSQL alone can be."""

import random
import threading
from contextlib import closing
from dataclasses import dataclass, field

import psycopg
from sqlalchemy import make_url

from tests.faults.channels import OnTelegram
from tests.faults.outcome import Outcome
from tests.faults.stage import Props, Stage, opened
from tests.grounds import Kind, PostgresGround
from tests.postgres import PostgresServer, address, new_server

NAME = "database restarted"
#: Seconds between two restarts, and those for which it is away.
BETWEEN, AWAY = (0.5, 3.0), (0.0, 1.5)
#: Claimed and not yet written down: each may have reached its chat. Nobody can claim or write down while we count.
_COUNT = (
    "LOCK TABLE notice IN EXCLUSIVE MODE",
    "SELECT count(*) FROM notice WHERE claimed_until IS NOT NULL AND delivered_at IS NULL",
)


@dataclass(kw_only=True)
class Restarter:
    """Stops the server at once, asking nobody, and starts it after a while."""

    stage: Stage
    server: PostgresServer
    dice: random.Random
    times: int = 0
    bound: int = 0
    _gone: threading.Event = field(default_factory=threading.Event)

    def run(self, done: threading.Event) -> None:
        """The last restart is over when it returns."""
        while not done.wait(self.dice.uniform(*BETWEEN)):
            self.times += 1
            self.bound += self._stopped()
            self._gone.wait(self.dice.uniform(*AWAY))
            self.server.start()

    def _stopped(self) -> int:
        """How much was under way when it stopped."""
        with psycopg.connect(address(make_url(self.stage.url))) as connection:
            lock, count = _COUNT
            connection.execute(lock)
            row = connection.execute(count).fetchone()
            self.server.stop()
            connection.close()
        return int(row[0]) if row else 0


def play(props: Props, kind: Kind, stories: int) -> Outcome:
    """On a server of our own, which nobody else needs."""
    assert kind is Kind.POSTGRESQL, "SQLite is a part of the process"
    server = new_server()
    try:
        with (
            closing(PostgresGround(server.url, "faults_")) as ground,
            opened(props, ground, OnTelegram(), stories, processes=2) as stage,
        ):
            ground.close()
            restarter = Restarter(stage=stage, server=server, dice=random.Random(f"{props.seed} {NAME}"))
            return stage.play(NAME, restarter)
    finally:
        server.remove()
