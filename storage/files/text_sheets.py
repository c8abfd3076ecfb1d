"""Text files as rows of cells: what parts the cells is found, and a quote without an end swallows no rows silently."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from storage.files.unreadable import UnreadableError

_DELIMITERS = (",", "\t", ";", "|")
#: The line by which some programs are told what parts the cells.
_TOLD = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class TextRow:
    """A row of a text file: its number, its cells, and the number of the last row that an open quote swallowed."""

    number: int
    last: int
    cells: list[str]


def delimiter_of(text: str) -> str:
    """What parts the cells: what the file says, else the sign that stands oftest in the first line with any."""
    told = _TOLD.match(text)
    if told:
        return told[1]
    parted = (line for line in text.splitlines() if any(sign in line for sign in _DELIMITERS))
    return max(_DELIMITERS, key=next(parted, "").count)


def separated(text: str, delimiter: str) -> Iterator[TextRow]:
    """The rows of a text. Rows that a quote without an end makes one keep both numbers."""
    told = _TOLD.match(text)
    whole = io.StringIO(text[told.end() :] if told else text, newline="")
    lines: list[str] = []
    reader = csv.reader(_kept(whole, lines), delimiter=delimiter)
    number = 0
    try:
        for cells in reader:
            number += 1
            swallowed = len(lines) > 1 and _is_swallowed(lines, cells, delimiter)
            last = number + len(lines) - 1 if swallowed else number
            yield TextRow(number=number, last=last, cells=cells)
            number = last
            lines.clear()
    except csv.Error as error:
        raise UnreadableError(str(error)) from error


def _kept(lines: Iterable[str], kept: list[str]) -> Iterator[str]:
    """The lines, each kept as it is read."""
    for line in lines:
        kept.append(line)
        yield line


def _is_swallowed(lines: Sequence[str], cells: Sequence[str], delimiter: str) -> bool:
    """Whether the lines of a row are rows themselves: the quote never ends, or one ends in a later row."""
    try:
        list(csv.reader(iter(lines), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            return True
    inside = [line for cell in cells if "\n" in cell for line in cell.splitlines()[1:]]
    return any(line.count(delimiter) >= max(len(cells) - 1, 2) for line in inside)
