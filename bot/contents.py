"""What files and pictures hold: fetched within bounds, opened apart, and handed to the conversation as plain values."""

import asyncio
import mimetypes
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeAlias

import structlog

from handlers.turn import Incoming, Sent, SentKind
from storage.apart import barcodes_apart, sheets_apart
from storage.unreadable import Fault, UnreadableError

log = structlog.get_logger()

#: More bytes than this are not even fetched: no order needs them, and no photo of a barcode.
MOST_BYTES = {SentKind.FILE: 5 * 1024 * 1024, SentKind.PICTURE: 10 * 1024 * 1024}
#: So many are fetched and so many opened at once; the others wait.
_FETCHED, _OPENED = 8, 2
#: Seconds that a platform may take to hand one over.
_FETCH_SECONDS = 20.0
#: The endings of what may hold an order; ``et`` is what WPS writes.
_SHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt"})
_SHEET_TYPES = ("spreadsheet", "excel", "csv", "tab-separated", "text/plain")
_UNTOLD = frozenset({"", "application/octet-stream"})

#: Brings the bytes, or raises ``UnreadableError``.
Fetch: TypeAlias = Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """What a platform says of a file; ``size`` in bytes is 0 where it says none."""

    name: str = ""
    mime: str = ""
    size: int = 0


def kind_of(enclosed: Enclosed) -> SentKind:
    """A picture sent as a file is a picture."""
    mime = enclosed.mime if enclosed.mime not in _UNTOLD else mimetypes.guess_type(enclosed.name)[0] or ""
    return SentKind.PICTURE if mime.startswith("image/") else SentKind.FILE


def opened(sent: Sent, content: bytes) -> Sent:
    """With what the bytes hold, or why that cannot be read; takes its time."""
    try:
        _check_size(sent.kind, len(content))
        if sent.kind is SentKind.PICTURE:
            return replace(sent, codes=barcodes_apart(content))
        return replace(sent, sheets=sheets_apart(content))
    except UnreadableError as error:
        log.info("contents.unread", kind=sent.kind.value, bytes=len(content), fault=error.fault.value)
        return replace(sent, fault=error.fault)


def refused(sent: Sent, enclosed: Enclosed) -> Sent | None:
    """What is not worth fetching, with the reason."""
    try:
        _check_size(sent.kind, enclosed.size)
    except UnreadableError as error:
        return replace(sent, fault=error.fault)
    likely = sent.kind is SentKind.PICTURE or _may_be_sheet(enclosed)
    return None if likely else replace(sent, fault=Fault.STRANGE)


def _may_be_sheet(enclosed: Enclosed) -> bool:
    suffix = PurePath(enclosed.name).suffix.lower()
    named = suffix in _SHEETS or any(word in enclosed.mime for word in _SHEET_TYPES)
    return named or (not suffix and enclosed.mime in _UNTOLD)


def _check_size(kind: SentKind, size: int) -> None:
    if size > MOST_BYTES[kind]:
        raise UnreadableError(f"{size} bytes", Fault.TOO_LARGE)


class Contents:
    """Opens what people we know send; what strangers send is not even fetched."""

    def __init__(self, knows: Callable[[Incoming], bool]) -> None:
        self._knows = knows
        self._fetching = asyncio.Semaphore(_FETCHED)
        self._opening = asyncio.Semaphore(_OPENED)

    async def of(self, incoming: Incoming, enclosed: Enclosed, fetch: Fetch) -> Incoming:
        """The message with what its file or picture holds."""
        sent = incoming.body
        if not isinstance(sent, Sent) or not await asyncio.to_thread(self._knows, incoming):
            return incoming
        return replace(incoming, body=refused(sent, enclosed) or await self._opened(sent, fetch))

    async def _opened(self, sent: Sent, fetch: Fetch) -> Sent:
        try:
            async with self._fetching:
                content = await asyncio.wait_for(fetch(), _FETCH_SECONDS)
        except UnreadableError as error:
            return replace(sent, fault=error.fault)
        except TimeoutError:
            return replace(sent, fault=Fault.AWAY)
        async with self._opening:
            return await asyncio.to_thread(opened, sent, content)
