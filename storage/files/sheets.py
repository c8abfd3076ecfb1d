"""Reads CSV and Excel files as rows with our column names, whatever language and order their headers have."""

from pathlib import Path

from domain.sheets.headers import Wanted
from domain.sheets.read import SheetReading, read
from storage.files.cells import read_sheets


def read_sheet(path: Path, wanted: Wanted) -> SheetReading:
    """The rows under every header, each with its number in the file, and what was left out.

    Raises UnreadableError: neither text nor a workbook; OSError: there is no such file.
    """
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    return read(read_sheets(path.read_bytes()), wanted)
