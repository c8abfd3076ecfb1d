"""The cells of CSV and Excel files as people see them: whole numbers without a point, codes without an exponent."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from domain.rules.sheet_rows import Row, Sheet
from storage.markup import is_markup, rows_of_markup
from storage.unreadable import Fault, UnreadableError

#: How zip files and the older workbooks begin.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: How files begin that would pass for text, or for text that is damaged.
_STRANGE = (b"%PDF", b"{\\rtf", b"MZ", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = (",", "\t", ";", "|")


def first_rows(data: bytes) -> Iterable[list[str]]:
    """Every row of a text file, or of the first sheet of a workbook.

    Raises:
        UnreadableError: neither of them.
    """
    if not _is_workbook(data):
        return _text(data)
    return _rows(_opened(data).get_sheet_by_index(0))


def sheets_in(data: bytes, *, most_rows: int, most_bytes: int) -> list[Sheet]:
    """Every sheet that can be seen, with its rows that hold anything, together no more than so many.

    ``most_bytes``: how large a workbook may become when it is unpacked.

    Raises:
        UnreadableError: it is no sheet, or one that is not to be read.
    """
    if not _is_workbook(data):
        text = _decoded(data)
        return [_sheet("", rows_of_markup(text) if is_markup(text) else _separated(text), most_rows)]
    _check_size(data, most_bytes)
    book = _opened(data)
    sheets: list[Sheet] = []
    for name in _in_sight(book):
        left = most_rows - sum(len(sheet.rows) for sheet in sheets)
        sheets.append(_sheet(name, _rows(book.get_sheet_by_name(name)), left))
    return sheets


def _is_workbook(data: bytes) -> bool:
    return data.startswith((_ZIP, _OLE))


def _check_size(data: bytes, most_bytes: int) -> None:
    if _ENCRYPTED in data[: 1 << 16] or _ENCRYPTED in data[-(1 << 16) :]:
        raise UnreadableError("the workbook has a password", Fault.LOCKED)
    if data.startswith(_ZIP) and sum(part.file_size for part in _parts(data)) > most_bytes:
        raise UnreadableError("the workbook is too large when unpacked", Fault.TOO_LARGE)


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        return zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"no workbook that can be read: {error}", Fault.BROKEN) from error


def _sheet(name: str, rows: Iterable[list[str]], most_rows: int) -> Sheet:
    kept: list[Row] = []
    for number, cells in enumerate(rows, start=1):
        if any(cell and not cell.isspace() for cell in cells):
            kept.append((number, tuple(cells)))
        if len(kept) > most_rows:
            raise UnreadableError(f"more than {most_rows} rows", Fault.TOO_LARGE)
    return Sheet(name=name, rows=tuple(kept))


def _text(data: bytes) -> Iterator[list[str]]:
    return _separated(_decoded(data))


def _separated(text: str) -> Iterator[list[str]]:
    parted = (line for line in text.splitlines() if any(sign in line for sign in _DELIMITERS))
    delimiter = max(_DELIMITERS, key=next(parted, "").count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableError(str(error)) from error


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 by their marks, else UTF-8, else the encoding Chinese Excel saves CSV in."""
    if data.startswith(_STRANGE):
        raise UnreadableError("neither a workbook nor text")
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError("the file is neither UTF-8 nor GBK text")


def _opened(data: bytes) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - only for workbooks

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise UnreadableError("the workbook has a password", Fault.LOCKED) from error
    except CalamineError as error:
        raise UnreadableError(f"no workbook that can be read: {error}", Fault.BROKEN) from error


def _in_sight(book: Any) -> Iterator[str]:
    """The names of the sheets that are not hidden, and hold cells."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - only for workbooks

    for sheet in book.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            yield sheet.name


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.to_python(skip_empty_area=False):
        yield [_cell(cell) for cell in row]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        number = Decimal(repr(value))
        return format(number.quantize(Decimal(1)) if number == int(number) else number, "f")
    return str(value)
