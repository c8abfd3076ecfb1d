"""The process that parses one received file: bytes in, its content out as JSON.

Each file has its own, begun with ``python -m``: so it imports little, and takes little.
"""

import contextlib
import json
import sys
from base64 import b64encode
from typing import Any

from domain.sheets.cells import Mark, Merged, Sheet
from storage.files.cells import read_sheets
from storage.files.unreadable import UnreadableError

SHEETS, BARCODES, COPY = "sheets", "barcodes", "copy"
#: The most non-empty rows read; no list of goods sent in a chat has more.
MOST_ROWS = 10_000
#: How large a workbook may become when it is unpacked.
MOST_BYTES = 120 * 1024 * 1024
#: Limits of the process: seconds of processor time, bytes of memory.
_SECONDS, _MEMORY = 10, 1 << 30


def answer(what: str, data: bytes) -> dict[str, Any]:
    """The content of a file, or why it cannot be read."""
    try:
        return {"found": _WAYS[what](data)}
    except UnreadableError as error:
        return {"fault": error.fault, "words": str(error)}


def _sheets(data: bytes) -> list[Any]:
    return [_as_json(sheet) for sheet in read_sheets(data, most_rows=MOST_ROWS, most_bytes=MOST_BYTES)]


def _as_json(sheet: Sheet) -> dict[str, Any]:
    marks = [(number, at, mark) for (number, at), mark in sheet.marks.items()]
    return {**vars(sheet), "marks": marks, "merged": [vars(merged) for merged in sheet.merged]}


def from_json(found: dict[str, Any]) -> Sheet:
    """The sheet that the process wrote down."""
    return Sheet(
        name=found["name"],
        rows=tuple((number, tuple(cells)) for number, cells in found["rows"]),
        marks={(number, at): Mark(mark) for number, at, mark in found["marks"]},
        merged=tuple(Merged(**merged) for merged in found["merged"]),
        hidden=found["hidden"],
        hidden_rows=tuple(found["hidden_rows"]),
        hidden_columns=tuple(found["hidden_columns"]),
        unclosed=tuple((first, last) for first, last in found["unclosed"]),
        semicolons=found["semicolons"],
        encoding=found["encoding"],
        blind=found["blind"],
    )


def _barcodes(data: bytes) -> list[str]:
    from storage.files.barcodes import read_barcodes  # noqa: PLC0415 - only where there is a picture

    return read_barcodes(data)


def _copy(data: bytes) -> str:
    from storage.files.barcodes import smaller_copy  # noqa: PLC0415 - only where there is a picture

    return b64encode(smaller_copy(data)).decode()


_WAYS = {SHEETS: _sheets, BARCODES: _barcodes, COPY: _copy}


def _limit() -> None:
    """Limit processor time and memory, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _limit()
    json.dump(answer(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)
