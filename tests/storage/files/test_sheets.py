"""CSV and Excel files as they come: any order of columns, Chinese headers, the encodings of Chinese Excel."""

from pathlib import Path

import pytest

from domain.imports.products import PRODUCTS
from storage.files.sheets import read_sheet
from storage.files.unreadable import UnreadableError
from tests.storage.workbook import Cell, write_workbook

CHINESE = """商品名称,货号,单价（元）,装箱数,包装单位,基本单位,条形码,库存数量,别名,备注
峰泡可乐,KL1,1.8333,24,箱,罐,2000000000015,432,可乐;快乐水,好卖
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_chinese_headers_in_any_order_and_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "goods.csv"
    file.write_bytes(CHINESE.encode(encoding))
    (row,) = read_sheet(file, PRODUCTS).rows
    assert dict(row.cells) == {
        "name": "峰泡可乐",
        "sku": "KL1",
        "price": "1.8333",
        "pack_size": "24",
        "pack_unit": "箱",
        "unit": "罐",
        "barcode": "2000000000015",
        "stock": "432",
        "aliases": "可乐;快乐水",
    }
    assert row.called("price") == "单价（元）"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_our_own_headers_with_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "goods.csv"
    file.write_text(
        delimiter.join(("SKU", "Pack Size", "Price")) + "\r\n" + delimiter.join(("A", "24", "1.5")) + "\r\n"
    )
    (row,) = read_sheet(file, PRODUCTS).rows
    assert dict(row.cells) == {"sku": "A", "pack_size": "24", "price": "1.5"}


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    file = tmp_path / "goods.csv"
    file.write_text('\nsku,name\nA,"two\nlines"\n\n,,\nB\n')
    assert [(row.number, row.cells) for row in read_sheet(file, PRODUCTS).rows] == [
        (3, {"sku": "A", "name": "two\nlines"}),
        (6, {"sku": "B", "name": ""}),
    ]


def test_a_workbook_reads_like_a_csv(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["货号", "条码", "价格", "可预订"],
        ["KL1", 2000000000015, 1.8333, True],
        [],
        [100234, "069", 24, None],
    ]
    file = write_workbook(tmp_path / "goods.xlsx", rows)
    assert [(row.number, tuple(row.cells.values())) for row in read_sheet(file, PRODUCTS).rows] == [
        (2, ("KL1", "2000000000015", "1.8333", "TRUE")),
        (4, ("100234", "069", "24", "")),
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.csv", b"", "sheets.empty"),
        ("blank.csv", b"\n\n,,\n", "sheets.empty"),
        ("unknown.csv", b"foo,bar\n1,2\n", "sheets.no_header"),
        ("broken.xlsx", b"no zip at all", "sheets.no_header"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    reading = read_sheet(file, PRODUCTS)
    assert not reading.rows
    assert [remark.key for remark in reading.refused] == [reason]


def test_what_is_neither_text_nor_a_workbook_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "picture.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff")
    with pytest.raises(UnreadableError):
        read_sheet(file, PRODUCTS)


def test_a_missing_file_is_the_systems_own_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        read_sheet(tmp_path / "nowhere.csv", PRODUCTS)
    with pytest.raises(OSError, match="nowhere"):
        read_sheet(tmp_path / "nowhere.xlsx", PRODUCTS)
