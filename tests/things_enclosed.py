"""Files and pictures that people send, honest and hostile, made anew for each test."""

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from typing import Any

import xlsxwriter
import zxingcpp
from PIL import Image, ImageFilter

from storage.files.sandbox_worker import MOST_BYTES
from tests.storage.workbook import Cell

ORDER: Sequence[Sequence[Cell]] = (
    ("李记便利店订货单", None, None, None),
    (None, None, None, None),
    ("商品", "规格", "数量", "单位"),
    ("峰泡可乐", "500ml", 10, "箱"),
    ("生抽", "1.9L", 2, "箱"),
)


def workbook(
    *sheets: Sequence[Sequence[Cell]], hidden: Sequence[Sequence[Cell]] = (), hidden_rows: Sequence[int] = ()
) -> bytes:
    """An Excel file with these sheets, and perhaps a hidden one before them; ``hidden_rows``: of each, by number."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        if hidden:
            _fill(book.add_worksheet("hidden"), hidden)
        for number, rows in enumerate(sheets, start=1):
            sheet = book.add_worksheet(f"第{number}张")
            _fill(sheet, rows)
            for row in hidden_rows:
                sheet.set_row(row - 1, options={"hidden": True})
        if hidden:
            book.worksheets()[1].activate()
            book.worksheets()[1].set_first_sheet()
            book.worksheets()[0].hide()
    return file.getvalue()


def _fill(sheet: xlsxwriter.worksheet.Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    for number, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            if cell is not None:
                sheet.write(number, at, cell)


def with_sheet(content: bytes, xml: bytes) -> bytes:
    """The same workbook with other XML in place of its first sheet."""
    file, quick = io.BytesIO(), 1
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=quick) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name.endswith("sheet1.xml") else old.read(name))
    return file.getvalue()


def far_apart() -> bytes:
    """Two cells in the first and the very last corner: half a terabyte for who makes room for all between."""
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return with_sheet(workbook(ORDER), b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>")


@cache
def bomb(*, honest: bool = True) -> bytes:
    """More blanks than a workbook may hold, in half a megabyte; it may say that it is small."""
    xml = b"<worksheet><sheetData>" + b" " * (MOST_BYTES + 1)
    file = with_sheet(workbook(ORDER), xml)
    return file if honest else file.replace(len(xml).to_bytes(4, "little"), (100).to_bytes(4, "little"))


def barcode(code: str, kind: str = "EAN13", *, scale: int = 3) -> Image.Image:
    """A printed barcode."""
    printed: Any = zxingcpp.create_barcode(code, getattr(zxingcpp.BarcodeFormat, kind)).to_image(scale=scale)
    height, width = memoryview(printed).shape or (0, 0)
    return Image.frombytes("L", (width, height), bytes(memoryview(printed)))


def photo(
    *codes: str, size: tuple[int, int] = (1280, 960), turned: float = 8, blur: float = 0.6, kind: str = "JPEG"
) -> bytes:
    """A photo of goods with these barcodes, held a little askew."""
    picture = Image.new("RGB", size, (124, 132, 110))
    for number, code in enumerate(codes):
        label = barcode(code, "EAN13" if len(code) == 13 else "Code128").rotate(turned, expand=True, fillcolor=255)
        picture.paste(label, (60 + 420 * (number % 2), 60 + 300 * (number // 2)))
    return saved(picture.filter(ImageFilter.GaussianBlur(blur)), kind)


@cache
def poster() -> bytes:
    """A picture of more dots than anybody's memory has room for, in a small file."""
    return saved(Image.new("1", (12_000, 12_000)))


def saved(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **more)
    return file.getvalue()
