"""What strangers send is opened in a process of its own, with little memory and time: what breaks there breaks no more.

A workbook of one kilobyte can ask for half a terabyte, and the library that reads it then ends its whole process.
"""

import json
import os
import subprocess
import sys
from typing import Any

import structlog

from domain.rules.sheet_rows import Sheet
from storage.opening import BARCODES, SHEETS
from storage.unreadable import Fault, UnreadableError

log = structlog.get_logger()

#: Seconds by the clock that a file is worth.
PATIENCE = 15.0
#: No setting of ours, and so no secret.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LANG")


def sheets_apart(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook or text file.

    Raises:
        UnreadableError: it is none.
    """
    found = _asked(SHEETS, data)
    return tuple(Sheet(name=name, rows=tuple((row, tuple(cells)) for row, cells in rows)) for name, rows in found)


def barcodes_apart(data: bytes) -> tuple[str, ...]:
    """What the barcodes in a picture say.

    Raises:
        UnreadableError: it is no picture, or too large a one.
    """
    return tuple(_asked(BARCODES, data))


def environment() -> dict[str, str]:
    """What the process is told of where it runs."""
    return {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}


def _asked(what: str, data: bytes) -> Any:
    """What the other process makes of the bytes."""
    command = [sys.executable, "-P", "-m", "storage.opening", what]
    try:
        done = subprocess.run(  # noqa: S603 - nothing in the command is theirs
            command, input=data, capture_output=True, timeout=PATIENCE, env=environment(), check=True
        )
    except subprocess.SubprocessError as error:
        log.warning("apart.broke", what=what, bytes=len(data), error=type(error).__name__, last=_last_words(error))
        raise UnreadableError("it broke what opens it, or took too long", Fault.BROKEN) from None
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise UnreadableError(answer["words"], Fault(answer["fault"]))
    return answer["found"]


def _last_words(error: subprocess.SubprocessError) -> str:
    """The kind of error that the process ended with; what stands behind it may be out of the file."""
    written = getattr(error, "stderr", None) or b""
    return str(written.strip().rpartition(b"\n")[2].partition(b":")[0][:60].decode(errors="replace"))
