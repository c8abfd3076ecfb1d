"""Starting a process: the server for all channels, or the demo."""

import asyncio
import ctypes
import gc
import logging
from contextlib import suppress
from errno import EADDRINUSE
from socket import AF_INET, AF_INET6, create_server, socket

import typer
import uvicorn

from bot.failing import CommandError
from bot.house import up_to_date, utc_now
from bot.logs import write_logs
from bot.settings import Settings
from bot.web import application
from bot.wiring import Parts, build

_M_ARENA_MAX = -8
#: A turn makes some thousands of objects, and hardly any outlives it.
COLLECT_EVERY = 20_000
#: Connections that wait to be let in.
BACKLOG = 2048
DEMO_HOST = "127.0.0.1"
DEMO_DATABASE = "sqlite:///data/demo.sqlite"


def run_server(settings: Settings) -> None:
    """Serve every configured channel until told to stop."""
    if not (settings.telegram_token.get_secret_value() or settings.wechat_app_id):
        raise CommandError("No channel is configured: set DINGHUO_TELEGRAM_TOKEN or DINGHUO_WECHAT_APP_ID.")
    door = listening(settings.host, settings.port, "DINGHUO_PORT=8010 in .env")
    write_logs(settings)
    with up_to_date(settings):
        parts = _built(settings)
    _run(parts, door)


def run_demo(settings: Settings, port: int, *, anew: bool = False) -> None:
    """Serve the demo page on sample goods; with channels configured, those too. The page's button begins anew."""
    own = settings.model_fields_set & {"database_url"}
    chosen = settings if own else settings.model_copy(update={"database_url": DEMO_DATABASE})
    door = _demo_door(port)
    port = door.getsockname()[1]
    write_logs(chosen, logging.WARNING)  # somebody is looking at this terminal
    while True:
        parts = _demo_house(chosen, anew=anew)
        typer.echo(f"Dinghuo demo: http://{DEMO_HOST}:{port}/  (Ctrl+C stops it)")
        _run(parts, door)
        if not parts.begins_anew:
            return
        anew, door = True, _demo_door(port)


def _demo_door(port: int) -> socket:
    return listening(DEMO_HOST, port, "--port 8010, or make demo PORT=8010")


def _demo_house(settings: Settings, *, anew: bool) -> Parts:
    """The demo house, furnished."""
    from bot.demo.opening import open_house  # noqa: PLC0415 - draws pictures, which only the demo needs
    from bot.demo.seed import clear  # noqa: PLC0415

    with up_to_date(settings) as database:
        if anew:
            clear(database)
    parts = _built(settings, demo=True)
    open_house(parts.database, parts.house, utc_now)
    return parts


def listening(host: str, port: int, other: str) -> socket:
    """The door, opened before anything is begun: whoever finds it taken has done nothing yet.

    Raises:
        CommandError: somebody else listens there, or it is no address of this machine.
    """
    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=BACKLOG)
    except OSError as error:
        if error.errno == EADDRINUSE:
            raise CommandError(f"port {port} is in use: choose another with {other}") from None
        raise CommandError(f"cannot listen on {host}, port {port}: {error.strerror}") from None


def _built(settings: Settings, *, demo: bool = False) -> Parts:
    try:
        return build(settings, demo=demo)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _share_memory() -> None:
    """Threads share two heaps where glibc would give each its own, for which a turn is far too short."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _give_memory_back() -> None:
    """What starting needed and nothing needs any more."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class Server(uvicorn.Server):
    """Says that it is leaving before it shuts its door, so that a load balancer can send people elsewhere."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        super().__init__(
            uvicorn.Config(application(parts), backlog=BACKLOG, log_config=None, access_log=False, server_header=False)
        )

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """From here on the collector of garbage need not look at all that was imported, and comes less often."""
        await super().startup(sockets)
        _give_memory_back()
        gc.freeze()
        gc.set_threshold(COLLECT_EVERY, *gc.get_threshold()[1:])

    async def on_tick(self, counter: int) -> bool:
        """Whether to end: told to, or to begin anew."""
        return await super().on_tick(counter) or self._parts.begins_anew

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Take in what still comes for a while, then finish what is open."""
        self._parts.readiness.leave()
        await asyncio.sleep(self._parts.settings.drain_seconds)
        await super().shutdown(sockets)


def _run(parts: Parts, door: socket) -> None:
    _share_memory()
    server = Server(parts)
    with suppress(KeyboardInterrupt):
        server.run([door])
    if not server.started:
        raise typer.Exit(3)
