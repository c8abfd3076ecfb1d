"""The cells of CSV and Excel files as people see them: whole numbers without a point, codes without an exponent."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from domain.sheets.cells import Mark, Merged, Place, Row, Sheet
from storage.files.encodings import decoded
from storage.files.markup import is_markup, rows_of_markup
from storage.files.old_workbook_marks import marks_of_old
from storage.files.text_sheets import delimiter_of, separated
from storage.files.unreadable import UnreadableError, UnreadableReason
from storage.files.workbook_marks import SheetMarks, marks_of, shown

#: The first bytes of zip files and of the older workbooks.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Numbers from here on have lost digits: a spreadsheet keeps fifteen.
_CUT_FROM = 1e15


def read_sheets(data: bytes, *, most_rows: int | None = None, most_bytes: int | None = None) -> list[Sheet]:
    """Every sheet with its non-empty rows, at most ``most_rows`` together; hidden ones with their name only.

    ``most_bytes``: how large a workbook may become when it is unpacked. Raises UnreadableError: it is no sheet, or one
    that is not to be read.
    """
    rows_left = _Rows(left=most_rows)
    if not data.startswith((_ZIP, _OLE)):
        return [_text_sheet(data, rows_left)]
    _check_size(data, most_bytes)
    book = _opened(data)
    marks = _marks(data)
    return [_sheet(book, each, marks.get(each.name) if marks else None, rows_left) for each in _worksheets(book)]


@dataclass
class _Rows:
    """How many rows may still be read."""

    left: int | None
    most: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.most = self.left

    def take(self, number: int, cells: Iterable[str]) -> Iterator[Row]:
        """The row, where it holds anything."""
        row = tuple(cells)
        if not any(cell and not cell.isspace() for cell in row):
            return
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise UnreadableError(f"more than {self.most} rows", UnreadableReason.TOO_LARGE)
        yield number, row


def _text_sheet(data: bytes, rows: _Rows) -> Sheet:
    text, guessed = decoded(data)
    if is_markup(text):
        numbered = enumerate(rows_of_markup(text), start=1)
        return Sheet(rows=tuple(row for number, cells in numbered for row in rows.take(number, cells)))
    delimiter = delimiter_of(text)
    kept: list[Row] = []
    unclosed: list[tuple[int, int]] = []
    for read in separated(text, delimiter):
        if read.last > read.number:
            unclosed.append((read.number, read.last))
        else:
            kept += rows.take(read.number, read.cells)
    semicolons = delimiter == ";"
    return Sheet(rows=tuple(kept), unclosed=tuple(unclosed), semicolons=semicolons, encoding=guessed)


def _check_size(data: bytes, most_bytes: int | None) -> None:
    if _ENCRYPTED in data[: 1 << 16] or _ENCRYPTED in data[-(1 << 16) :]:
        raise UnreadableError("the workbook has a password", UnreadableReason.LOCKED)
    if most_bytes is None or not data.startswith(_ZIP):
        return
    if sum(part.file_size for part in _zip(data).infolist()) > most_bytes:
        raise UnreadableError("the workbook is too large when unpacked", UnreadableReason.TOO_LARGE)


def _zip(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"no workbook that can be read: {error}", UnreadableReason.BROKEN) from error


def _marks(data: bytes) -> Mapping[str, SheetMarks] | None:
    """What is odd about cells, by the name of the sheet; nothing where the kind of workbook does not tell."""
    if not data.startswith(_ZIP):
        return marks_of_old(data)
    try:
        return marks_of(_zip(data))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableError(f"no workbook that can be read: {error}", UnreadableReason.BROKEN) from error


def _opened(data: bytes) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - only for workbooks

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise UnreadableError("the workbook has a password", UnreadableReason.LOCKED) from error
    except CalamineError as error:
        raise UnreadableError(f"no workbook that can be read: {error}", UnreadableReason.BROKEN) from error


def _worksheets(book: Any) -> Iterator[Any]:
    """The sheets that hold cells: whether each is in sight is told with it."""
    from python_calamine import SheetTypeEnum  # noqa: PLC0415 - only for workbooks

    yield from (sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet)


def _sheet(book: Any, about: Any, told: SheetMarks | None, rows: _Rows) -> Sheet:
    from python_calamine import SheetVisibleEnum  # noqa: PLC0415 - only for workbooks

    if about.visible != SheetVisibleEnum.Visible:
        return Sheet(name=about.name, hidden=True)
    found, marks = book.get_sheet_by_name(about.name), told or SheetMarks()
    kept: list[Row] = []
    hidden: list[int] = []
    odd: dict[Place, Mark] = dict(marks.marks)
    for number, values in enumerate(found.to_python(skip_empty_area=False), start=1):
        row = list(rows.take(number, (_cell(value, (number, at), marks) for at, value in enumerate(values))))
        if number in marks.hidden_rows:
            hidden += [number] if row else []
            continue
        if not row and any((number, at) in odd for at in range(len(values))):
            row = [(number, tuple("" for _ in values))]
        odd.update({(number, at): mark for at, value in enumerate(values) if (mark := _odd(value))})
        kept += row
    return Sheet(
        name=about.name,
        rows=tuple(kept),
        marks=odd,
        merged=tuple(_merged(found)),
        hidden_rows=tuple(hidden),
        hidden_columns=tuple(sorted(islice(marks.hidden_columns, 1000))),
        blind=told is None,
    )


def _merged(sheet: Any) -> Iterator[Merged]:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        yield Merged(top=top + 1, bottom=bottom + 1, left=left, right=right)


def _odd(value: object) -> Mark | None:
    match value:
        case float() if abs(value) >= _CUT_FROM:
            return Mark.CUT
        case date() | datetime() | time() | timedelta():
            return Mark.DATE
        case _:
            return None


def _cell(value: object, place: Place, marks: SheetMarks) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, int | float):
        return str(value)
    number = Decimal(repr(value))
    text = format(number.quantize(Decimal(1)) if number == int(number) else number, "f")
    return shown(text, marks.formats[place]) if place in marks.formats else text
