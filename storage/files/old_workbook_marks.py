"""What an old workbook (.xls, .et) says about its cells beside their values: hidden rows and columns, formats."""

from collections.abc import Mapping
from typing import Any

from storage.files.workbook_marks import SheetMarks, changes_digits


def marks_of_old(data: bytes) -> Mapping[str, SheetMarks] | None:
    """What is odd about each sheet, by the sheet's name; nothing where the workbook does not tell."""
    import xlrd  # noqa: PLC0415 - only for old workbooks

    try:
        with xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silence()) as book:
            return {sheet.name: _marks(book, sheet) for sheet in book.sheets()}
    except Exception:  # noqa: BLE001 - it breaks in many ways on what others still read; then nothing is known
        return None


def _marks(book: Any, sheet: Any) -> SheetMarks:
    found = SheetMarks(
        hidden_rows={number + 1 for number, row in sheet.rowinfo_map.items() if row.hidden},
        hidden_columns={at for at, column in sheet.colinfo_map.items() if column.hidden},
    )
    codes = {at: book.format_map[style.format_key].format_str for at, style in enumerate(book.xf_list)}
    odd = {at: code for at, code in codes.items() if changes_digits(code)}
    if odd:
        for row in range(sheet.nrows):
            for at in range(sheet.row_len(row)):
                if code := odd.get(sheet.cell_xf_index(row, at)):
                    found.formats[row + 1, at] = code
    return found


class _Silence:
    """Where warnings go: the process writes nothing but its answer."""

    def write(self, text: str) -> None:
        """Nothing is kept."""

    def flush(self) -> None:
        """Nothing is left."""
