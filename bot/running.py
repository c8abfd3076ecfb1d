"""Starting a process: the server for all channels, or the demo."""

import asyncio
import ctypes
import gc
import logging
from contextlib import suppress
from socket import socket

import typer
import uvicorn

from bot.logs import write_logs
from bot.settings import Settings
from bot.web import application
from bot.wiring import Parts, build, utc_now
from storage.engine import Database
from storage.schema import migrate

_M_ARENA_MAX = -8
#: A turn makes some thousands of objects, and hardly any outlives it.
COLLECT_EVERY = 20_000
DEMO_DATABASE = "sqlite:///data/demo.sqlite"


def run_server(settings: Settings) -> None:
    """Serve every configured channel until told to stop."""
    if not (settings.telegram_token.get_secret_value() or settings.wechat_app_id):
        typer.echo("No channel is configured: set DINGHUO_TELEGRAM_TOKEN or DINGHUO_WECHAT_APP_ID.", err=True)
        raise typer.Exit(2)
    write_logs(settings)
    _bring_up_to_date(settings)
    _run(_built(settings), settings.host, settings.port)


def run_demo(settings: Settings, port: int, *, anew: bool = False) -> None:
    """Serve the demo page on sample goods; with channels configured, those too. The page's button begins anew."""
    own = settings.model_fields_set & {"database_url"}
    chosen = settings if own else settings.model_copy(update={"database_url": DEMO_DATABASE})
    write_logs(chosen, logging.WARNING)  # somebody is looking at this terminal
    _bring_up_to_date(chosen)
    typer.echo(f"Dinghuo demo: http://127.0.0.1:{port}/  (Ctrl+C stops it)")
    while True:
        parts = _demo_house(chosen, anew=anew)
        _run(parts, "127.0.0.1", port)
        if not parts.begins_anew:
            return
        anew = True


def _demo_house(settings: Settings, *, anew: bool) -> Parts:
    """The demo house, furnished."""
    from bot.demo.opening import open_house  # noqa: PLC0415 - draws pictures, which only the demo needs
    from bot.demo.seed import clear  # noqa: PLC0415

    if anew:
        database = Database(settings.database_url)
        clear(database)
        database.close()
    parts = _built(settings, demo=True)
    open_house(parts.database, parts.house, utc_now)
    return parts


def _built(settings: Settings, *, demo: bool = False) -> Parts:
    try:
        return build(settings, demo=demo)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _bring_up_to_date(settings: Settings) -> None:
    database = Database(settings.database_url)
    migrate(database)
    database.close()


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

    def __init__(self, parts: Parts, host: str, port: int) -> None:
        self._parts = parts
        super().__init__(
            uvicorn.Config(
                application(parts), host=host, port=port, log_config=None, access_log=False, server_header=False
            )
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


def _run(parts: Parts, host: str, port: int) -> None:
    _share_memory()
    server = Server(parts, host, port)
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise typer.Exit(3)
