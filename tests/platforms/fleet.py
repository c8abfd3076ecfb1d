"""Several `dinghuo serve` on one PostgreSQL, behind one address."""

import http.client
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.nursery import Nursery
from tests.platforms.serving import START_SECONDS, ServerProcess, configuration, free_port
from tests.platforms.shop import Shop
from tests.postgres import address
from tests.servers.balancer import Balancer
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer

LEADS, LEADS_NO_LONGER = '"this process leads"', '"this process no longer leads"'


class Fleet:
    """The processes, and the address they share."""

    def __init__(self, shop: Shop, servers: list[ServerProcess], balancer: Balancer) -> None:
        self.shop = shop
        self.servers = servers
        self.balancer = balancer

    @property
    def leader(self) -> ServerProcess:
        """Whoever leads now, once somebody does."""
        until(lambda: self._leaders, "nobody leads")
        (leader,) = self._leaders
        return leader

    @property
    def others(self) -> list[ServerProcess]:
        """Those who stand by."""
        leader = self.leader
        return [server for server in self.servers if server is not leader]

    def lose(self, server: ServerProcess) -> None:
        """It is killed, and nobody mourns."""
        server.kill()
        self.forget(server)

    def pause(self, server: ServerProcess) -> None:
        """It stands still, as on a machine that is frozen; the load balancer sends nobody there."""
        os.kill(server.pid, signal.SIGSTOP)
        self.balancer.ports.remove(server.port)

    def resume(self, server: ServerProcess) -> None:
        os.kill(server.pid, signal.SIGCONT)
        self.balancer.ports.append(server.port)

    def forget(self, server: ServerProcess) -> None:
        self.servers.remove(server)
        if server.port in self.balancer.ports:
            self.balancer.ports.remove(server.port)

    def asked(self, question: str) -> int:
        """A number, from the database."""
        with psycopg.connect(address(make_url(self.shop.url)), autocommit=True) as connection:
            row = connection.execute(question.encode()).fetchone()
        assert row is not None
        return int(row[0])

    @property
    def waiting_for_locks(self) -> int:
        """How many sessions wait for somebody else's lock."""
        return self.asked(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )

    @property
    def _leaders(self) -> list[ServerProcess]:
        return [each for each in self.servers if each.logs.count(LEADS) > each.logs.count(LEADS_NO_LONGER)]


@contextmanager
def opened(
    shop: Shop,
    folders: Iterable[Path],
    nursery: Nursery,
    telegram: BotApiServer | None = None,
    wechat: WeChatServer | None = None,
    **more: str,
) -> Iterator[Fleet]:
    """The house in as many processes as there are folders, ready."""
    with ExitStack() as stack:
        balancer = stack.enter_context(Balancer())
        servers = [_new_server(shop, balancer, each, nursery, telegram, wechat, more) for each in folders]
        for server in servers:
            server.start()
            stack.callback(server.stop)
        for server in servers:
            server.wait_until_ready()
        balancer.ports = [server.port for server in servers]
        yield Fleet(shop, servers, balancer)


def _new_server(
    shop: Shop,
    balancer: Balancer,
    folder: Path,
    nursery: Nursery,
    telegram: BotApiServer | None,
    wechat: WeChatServer | None,
    more: dict[str, str],
) -> ServerProcess:
    """One of the processes, which the platforms reach by the address of all."""
    folder.mkdir()
    given = configuration(shop, telegram, wechat, port=free_port(), webhook=True)
    given |= {"public_url": balancer.url, "workers": "4", **more}
    if wechat is not None:
        wechat.courier.webhook = f"{balancer.url}/wechat"
    return ServerProcess(given, folder, nursery)


def status_of(server: ServerProcess, path: str) -> int:
    """What a health check is told; 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def until(predicate: Callable[[], object], failure: str, seconds: float = START_SECONDS) -> None:
    """Wait until it is so."""
    for _ in range(int(seconds * 50)):
        if predicate():
            return
        threading.Event().wait(0.02)
    raise AssertionError(f"{failure} for {seconds} s")
