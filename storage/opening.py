"""The process that opens a file of a stranger: bytes in, what they hold out, as JSON.

Each file has its own, begun with ``python -m``: so it imports little, and takes little.
"""

import contextlib
import json
import sys
from typing import Any

from storage.cells import sheets_in
from storage.unreadable import UnreadableError

SHEETS, BARCODES = "sheets", "barcodes"
#: More rows that hold anything than any list of goods that is sent in a chat.
MOST_ROWS = 10_000
#: How large a workbook may become when it is unpacked.
MOST_BYTES = 120 * 1024 * 1024
#: What the process may take, whatever the file asks for: seconds of work, bytes of memory.
_SECONDS, _MEMORY = 10, 1 << 30


def answer(what: str, data: bytes) -> dict[str, Any]:
    """What a file holds, or why it cannot be read."""
    try:
        return {"found": _barcodes(data) if what == BARCODES else _sheets(data)}
    except UnreadableError as error:
        return {"fault": error.fault, "words": str(error)}


def _sheets(data: bytes) -> list[Any]:
    return [(sheet.name, sheet.rows) for sheet in sheets_in(data, most_rows=MOST_ROWS, most_bytes=MOST_BYTES)]


def _barcodes(data: bytes) -> list[str]:
    from storage.barcodes import barcodes_in  # noqa: PLC0415 - only where there is a picture

    return barcodes_in(data)


def _limit() -> None:
    """Be held to that, where the system knows how."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _limit()
    json.dump(answer(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)
