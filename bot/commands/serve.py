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

from bot.command_context import up_to_date, utc_now
from bot.command_errors import CommandError
from bot.monitoring.logs import write_logs
from bot.settings import Settings
from bot.web import application
from bot.wiring import Parts, build

_M_ARENA_MAX = -8
#: Garbage collection threshold: a turn makes some thousands of objects, and hardly any outlives it.
COLLECT_EVERY = 20_000
#: Connections that wait to be accepted.
BACKLOG = 2048
DEMO_HOST = "127.0.0.1"
DEMO_DATABASE = "sqlite:///data/demo.sqlite"


def run_server(settings: Settings) -> None:
    """Serve every configured channel until told to stop."""
    if not (settings.telegram_token.get_secret_value() or settings.wechat_app_id):
        raise CommandError("No channel is configured: set DINGHUO_TELEGRAM_TOKEN or DINGHUO_WECHAT_APP_ID.")
    listener = listen(settings.host, settings.port, "DINGHUO_PORT=8010 in .env")
    write_logs(settings)
    with up_to_date(settings):
        parts = _build_parts(settings)
    _run(parts, listener)


def run_demo(settings: Settings, port: int, *, reset: bool = False) -> None:
    """Serve the demo page on sample goods, and the configured channels. The page's button resets the demo."""
    own = settings.model_fields_set & {"database_url"}
    chosen = settings if own else settings.model_copy(update={"database_url": DEMO_DATABASE})
    listener = _demo_listener(port)
    port = listener.getsockname()[1]
    write_logs(chosen, logging.WARNING)  # somebody is looking at this terminal
    while True:
        parts = _demo_parts(chosen.model_copy(update={"port": port}), reset=reset)
        typer.echo(f"Dinghuo demo: http://{DEMO_HOST}:{port}/  (Ctrl+C stops it)")
        _run(parts, listener)
        if not parts.restart_demo:
            return
        reset, listener = True, _demo_listener(port)


def _demo_listener(port: int) -> socket:
    return listen(DEMO_HOST, port, "--port 8010, or make demo PORT=8010")


def _demo_parts(settings: Settings, *, reset: bool) -> Parts:
    """The parts of the demo, with its data seeded."""
    from bot.demo.seed import clear  # noqa: PLC0415
    from bot.demo.seed_demo import seed_if_empty  # noqa: PLC0415 - draws pictures, which only the demo needs

    with up_to_date(settings) as database:
        if reset:
            clear(database)
    parts = _build_parts(settings, demo=True)
    seed_if_empty(parts.database, parts.supplier, utc_now)
    return parts


def listen(host: str, port: int, other: str) -> socket:
    """The listening socket, opened before anything else starts, so that a taken port costs nothing.

    Raises CommandError: somebody else listens there, or it is no address of this machine.
    """
    try:
        return create_server((host, port), family=AF_INET6 if ":" in host else AF_INET, backlog=BACKLOG)
    except OSError as error:
        if error.errno == EADDRINUSE:
            raise CommandError(f"port {port} is in use: choose another with {other}") from None
        raise CommandError(f"cannot listen on {host}, port {port}: {error.strerror}") from None


def _build_parts(settings: Settings, *, demo: bool = False) -> Parts:
    try:
        return build(settings, demo=demo)
    except ValueError as error:
        raise CommandError(str(error)) from None


def _limit_arenas() -> None:
    """Let threads share two malloc arenas: glibc would give each thread its own, too much for short turns."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _trim_memory() -> None:
    """Return the memory that only the start needed."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class Server(uvicorn.Server):
    """Reports "not ready" before it closes its socket, so that a load balancer sends requests elsewhere."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        super().__init__(
            uvicorn.Config(application(parts), backlog=BACKLOG, log_config=None, access_log=False, server_header=False)
        )

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Freeze what was imported out of garbage collection, and collect less often."""
        await super().startup(sockets)
        _trim_memory()
        gc.freeze()
        gc.set_threshold(COLLECT_EVERY, *gc.get_threshold()[1:])

    async def on_tick(self, counter: int) -> bool:
        """Whether to stop: told to, or to restart the demo."""
        return await super().on_tick(counter) or self._parts.restart_demo

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Take messages for ``drain_seconds`` more, then finish open requests."""
        self._parts.readiness.leave()
        await asyncio.sleep(self._parts.settings.drain_seconds)
        await super().shutdown(sockets)


def _run(parts: Parts, listener: socket) -> None:
    _limit_arenas()
    server = Server(parts)
    with suppress(KeyboardInterrupt):
        server.run([listener])
    if not server.started:
        raise typer.Exit(3)
