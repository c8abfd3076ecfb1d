"""Our own web routes on a real socket, which stop at once: uvicorn looks, and waits, by tenths of a second."""

import asyncio
import socket
import threading
from collections.abc import Sequence

import uvicorn

_UP_SECONDS = 60.0
_LOOK_AGAIN = 0.002


class PromptServer(uvicorn.Server):
    """``up`` is set when it can be reached; ``stop`` may be called from any thread."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()
        self._told = asyncio.Event()

    def stop(self) -> None:
        """Tell it to stop; returns at once."""
        assert self.up.wait(_UP_SECONDS), "it was never up"
        self._loop.call_soon_threadsafe(self._told.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._told.wait()

    async def shutdown(self, sockets: Sequence[socket.socket] | None = None) -> None:
        """What is under way ends, then the application."""
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        try:
            async with asyncio.timeout(self.config.timeout_graceful_shutdown):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - two sets of uvicorn's
                    await asyncio.sleep(_LOOK_AGAIN)
        except TimeoutError:
            for task in self.server_state.tasks:
                task.cancel()
        await self.lifespan.shutdown()
