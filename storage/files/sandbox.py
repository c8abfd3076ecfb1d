"""Received files are parsed in a separate process with little memory and time: a crash there harms nothing else.

A workbook of one kilobyte can ask for half a terabyte, and the library that reads it then ends its whole process.
"""

import json
import os
import subprocess
import sys
from typing import Any

import structlog

from domain.sheets.cells import Sheet
from storage.files.sandbox_worker import BARCODES, COPY, SHEETS, from_json
from storage.files.unreadable import UnreadableError, UnreadableReason

log = structlog.get_logger()

#: Seconds of wall-clock time a file may take.
PATIENCE = 15.0
#: The environment variables passed on: none of our settings, and so no secret.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LANG")


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook or text file. Raises UnreadableError: it is none."""
    return tuple(map(from_json, _asked(SHEETS, data)))


def read_barcodes(data: bytes) -> tuple[str, ...]:
    """The content of the barcodes in a picture. Raises UnreadableError: it is no picture, or too large a one."""
    return tuple(_asked(BARCODES, data))


def smaller_copy(data: bytes) -> str:
    """The picture as a JPEG of moderate size, in base64. Raises UnreadableError: it is none, or too large a one."""
    return str(_asked(COPY, data))


def environment() -> dict[str, str]:
    """The environment variables of the process."""
    return {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}


def _asked(what: str, data: bytes) -> Any:
    """The process's result for these bytes."""
    command = [sys.executable, "-P", "-m", "storage.files.sandbox_worker", what]
    try:
        done = subprocess.run(  # noqa: S603 - nothing in the command is theirs
            command, input=data, capture_output=True, timeout=PATIENCE, env=environment(), check=True
        )
    except subprocess.SubprocessError as error:
        log.warning("sandbox.broke", what=what, bytes=len(data), error=type(error).__name__, last=_last_words(error))
        raise UnreadableError("it broke what opens it, or took too long", UnreadableReason.BROKEN) from None
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise UnreadableError(answer["words"], UnreadableReason(answer["fault"]))
    return answer["found"]


def _last_words(error: subprocess.SubprocessError) -> str:
    """The class of the error the process ended with; the text behind it may quote the file."""
    written = getattr(error, "stderr", None) or b""
    return str(written.strip().rpartition(b"\n")[2].partition(b":")[0][:60].decode(errors="replace"))
