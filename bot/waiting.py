"""Waiting for whatever happens first."""

import asyncio


async def first_of(seconds: float, *events: asyncio.Event) -> None:
    """Until one of these happens, or so long."""
    waits = {asyncio.ensure_future(event.wait()) for event in events}
    _, pending = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in pending:
        wait.cancel()
