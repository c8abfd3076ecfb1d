"""Waiting for the first of several events."""

import asyncio


async def first_of(seconds: float, *events: asyncio.Event) -> None:
    """Return when one of the events is set, or after the timeout."""
    waits = {asyncio.ensure_future(event.wait()) for event in events}
    _, pending = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in pending:
        wait.cancel()
