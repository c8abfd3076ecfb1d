"""Reading attached files and pictures: fetched within size limits, parsed in the sandbox, handed on as plain values."""

import asyncio
import mimetypes
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeAlias

import structlog

from handlers.conversation.turn import Incoming, Sent, SentKind
from storage.files.sandbox import read_barcodes, read_sheets, smaller_copy
from storage.files.unreadable import UnreadableError, UnreadableReason

log = structlog.get_logger()

#: Larger attachments are not fetched: no order and no photo of a barcode needs more.
MOST_BYTES = {SentKind.FILE: 5 * 1024 * 1024, SentKind.PICTURE: 10 * 1024 * 1024}
#: How many are fetched, and how many parsed, at once; the others wait.
_FETCHED, _OPENED = 8, 2
#: Seconds that a download may take.
_FETCH_SECONDS = 20.0
#: Suffixes of files that may hold an order; ``et`` is WPS's.
_SHEETS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt"})
_SHEET_TYPES = ("spreadsheet", "excel", "csv", "tab-separated", "text/plain")
_UNTOLD = frozenset({"", "application/octet-stream"})

#: Suffixes of files that may be an invoice, and how such files begin.
_PAPERS = {".pdf": b"%PDF-", ".ofd": b"PK\x03\x04"}

#: A caption that may be the code of the goods in a picture; a number alone is how many are wanted.
_MAY_BE_CODE = re.compile(r"(?!\d{1,7}$)(?=.*\d)[A-Za-z0-9._/-]{2,40}")
#: Downloads the bytes, or raises ``UnreadableError``.
Fetch: TypeAlias = Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """What a platform says about a file; ``size`` in bytes is 0 where it is unknown."""

    name: str = ""
    mime: str = ""
    size: int = 0


def kind_of(attachment: Attachment) -> SentKind:
    """The kind of an attachment; a picture sent as a file is a picture."""
    mime = attachment.mime if attachment.mime not in _UNTOLD else mimetypes.guess_type(attachment.name)[0] or ""
    return SentKind.PICTURE if mime.startswith("image/") else SentKind.FILE


def with_content(sent: Sent, content: bytes) -> Sent:
    """The message with what its bytes hold, or the reason why they cannot be read. Slow: call it in a thread."""
    try:
        _check_size(sent.kind, len(content))
        if sent.kind is SentKind.PICTURE:
            codes = read_barcodes(content)
            wanted = not codes or _MAY_BE_CODE.fullmatch(sent.text.strip())
            return replace(sent, codes=codes, photo=smaller_copy(content) if wanted else "")
        if _is_paper(sent.name):
            return replace(sent, fault=UnreadableReason.STRANGE, document=_document(sent.name, content))
        return replace(sent, sheets=read_sheets(content))
    except UnreadableError as error:
        log.info("attachment.unread", kind=sent.kind.value, bytes=len(content), fault=error.fault.value)
        return replace(sent, fault=error.fault)


def rejected(sent: Sent, attachment: Attachment) -> Sent | None:
    """The message with a reason, where the attachment is not worth fetching; None where it is."""
    try:
        _check_size(sent.kind, attachment.size)
    except UnreadableError as error:
        return replace(sent, fault=error.fault)
    likely = sent.kind is SentKind.PICTURE or _may_be_sheet(attachment) or _is_paper(attachment.name)
    return None if likely else replace(sent, fault=UnreadableReason.STRANGE)


def _is_paper(name: str) -> bool:
    return PurePath(name).suffix.lower() in _PAPERS


def _document(name: str, content: bytes) -> str:
    """The file as it came, where it begins as its name says; whoever waits for one takes it, unopened."""
    begins = _PAPERS[PurePath(name).suffix.lower()]
    return b64encode(content).decode() if content.startswith(begins) else ""


def _may_be_sheet(attachment: Attachment) -> bool:
    suffix = PurePath(attachment.name).suffix.lower()
    named = suffix in _SHEETS or any(word in attachment.mime for word in _SHEET_TYPES)
    return named or (not suffix and attachment.mime in _UNTOLD)


def _check_size(kind: SentKind, size: int) -> None:
    if size > MOST_BYTES[kind]:
        raise UnreadableError(f"{size} bytes", UnreadableReason.TOO_LARGE)


class AttachmentReader:
    """Reads attachments of people we know; those of strangers are not fetched."""

    def __init__(self, knows: Callable[[Incoming], bool]) -> None:
        self._knows = knows
        self._fetching = asyncio.Semaphore(_FETCHED)
        self._opening = asyncio.Semaphore(_OPENED)

    async def read(self, incoming: Incoming, attachment: Attachment, fetch: Fetch) -> Incoming:
        """The message with the content of its file or picture."""
        sent = incoming.body
        if not isinstance(sent, Sent) or not await asyncio.to_thread(self._knows, incoming):
            return incoming
        return replace(incoming, body=rejected(sent, attachment) or await self._read_content(sent, fetch))

    async def _read_content(self, sent: Sent, fetch: Fetch) -> Sent:
        try:
            async with self._fetching:
                content = await asyncio.wait_for(fetch(), _FETCH_SECONDS)
        except UnreadableError as error:
            return replace(sent, fault=error.fault)
        except TimeoutError:
            return replace(sent, fault=UnreadableReason.AWAY)
        async with self._opening:
            return await asyncio.to_thread(with_content, sent, content)
