"""What people's files hold, read in a process apart: odd ones, and those made to break something."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from domain.sheets.cells import Sheet
from storage.files import sandbox
from storage.files.encodings import decoded
from storage.files.sandbox import read_sheets
from storage.files.unreadable import UnreadableError, UnreadableReason
from tests import things_enclosed as things

_OLD = Path(__file__).parents[2] / "corpus" / "sheets" / "65-old-hidden.xls"
ROWS = (
    (1, ("李记便利店订货单", "", "", "")),
    (3, ("商品", "规格", "数量", "单位")),
    (4, ("峰泡可乐", "500ml", "10", "箱")),
    (5, ("生抽", "1.9L", "2", "箱")),
)


def test_every_sheet_in_sight_keeps_its_name_and_its_row_numbers() -> None:
    book = things.workbook(things.ORDER, [["备注"]], hidden=[["商品", "数量"], ["可乐", 99]])
    assert read_sheets(book) == (
        Sheet(name="hidden", hidden=True),
        Sheet(name="第1张", rows=ROWS),
        Sheet(name="第2张", rows=((1, ("备注",)),)),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_of_every_kind(encoding: str, delimiter: str) -> None:
    lines = ("李记便利店订货单", "", *(delimiter.join(cells) for _, cells in ROWS[1:]))
    (sheet,) = read_sheets("\r\n".join(lines).encode(encoding))
    assert sheet.rows[1:] == ROWS[1:]


def test_pages_and_old_xml_that_are_called_xls() -> None:
    page = (
        '<html><head><meta charset="gb2312"></head><body><table><tr><td colspan="2">订货单<br>三店</td></tr>'
        "<tr><th>商品</th><th>数量</th></tr><tr><td>峰泡&amp;可乐</td><td>10箱</td></tr></table></body></html>"
    )
    assert read_sheets(page.encode("gbk"))[0].rows == (
        (1, ("订货单 三店", "")),
        (2, ("商品", "数量")),
        (3, ("峰泡&可乐", "10箱")),
    )
    old = (
        '<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
        '<Row><Cell><Data ss:Type="String">商品</Data></Cell><Cell ss:Index="3"><Data>数量</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    assert read_sheets(old.encode())[0].rows == ((1, ("商品", "", "数量")),)


def test_formulas_count_as_what_they_show() -> None:
    cells = '<row r="1"><c r="A1" t="str"><f>"可乐"</f><v>可乐</v></c><c r="B1"><f>5*2</f><v>10</v></c>'
    cells += '<c r="C1"><f>1/0</f></c><c r="D1" t="e"><v>#N/A</v></c></row>'
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    assert read_sheets(things.with_sheet(things.workbook([["x"]]), xml.encode()))[0].rows == (
        (1, ("可乐", "10", "", "")),
    )


def test_numbers_are_read_as_a_format_shows_them() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("货")
        formats = ("00000", "0%", '0"箱"', "0.00", "#,##0", "@")
        for at, code in enumerate(formats):
            page.write_number(0, at, 0.5 if code == "0%" else 123, book.add_format({"num_format": code}))
        page.write_number(2, 0, 1)
        page.set_row(2, options={"hidden": True})
        page.set_column(1, 1, options={"hidden": True})
    (sheet,) = read_sheets(file.getvalue())
    assert sheet.rows == ((1, ("00123", "50%", "123箱", "123", "123", "123")),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((3,), (1,))


def test_old_workbooks_tell_what_they_hide_too() -> None:
    (sheet,) = read_sheets(_OLD.read_bytes())
    assert [cells[0] for _, cells in sheet.rows] == ["货号", "00123", "00125", "00126"]
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.blind) == ((3,), (2,), False)


@pytest.mark.parametrize(
    ("text", "encoding", "guessed"),
    [
        ("货号,名称\nA,可乐\n", "gb18030", ""),
        ("sku,name\nA,可樂\n", "big5", "big5"),
        ("sku,name\nA,可乐\n", "utf-16-be", ""),
        ("sku;name\nA;Crème brûlée – 90g\nB;Käse, Größe\n", "cp1252", "cp1252"),
        ("артикул,название\nA,Сок «Добрый» №4\n", "cp1251", "cp1251"),
    ],
)
def test_encodings_are_told_apart_by_how_their_bytes_stand(text: str, encoding: str, guessed: str) -> None:
    assert decoded(text.encode(encoding)) == (text, guessed)


@pytest.mark.parametrize(
    ("text", "encoding"), [("sku,name\nA,コーラ 缶\n", "shift-jis"), ("имя\nСок яблочный\n", "koi8-r")]
)
def test_an_encoding_that_is_not_clear_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(UnreadableError):
        decoded(text.encode(encoding))


def test_an_empty_file_has_no_rows() -> None:
    assert read_sheets(b"") == (Sheet(),)
    assert read_sheets(things.workbook([[None]])) == (Sheet(name="第1张"),)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"MZ\x90\0" + bytes(2000), UnreadableReason.STRANGE),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj", UnreadableReason.STRANGE),
        (b"{\\rtf1\\ansi \xe5\x8f\xaf\xe4\xb9\x90}", UnreadableReason.STRANGE),
        (things.saved(things.barcode("2000000000015")), UnreadableReason.STRANGE),
        (things.workbook(things.ORDER)[:3000], UnreadableReason.BROKEN),
        (b"PK\x03\x04 and no more", UnreadableReason.BROKEN),
        (b"\xd0\xcf\x11\xe0" + bytes(600), UnreadableReason.BROKEN),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + bytes(600), UnreadableReason.LOCKED),
    ],
    ids=["exe", "pdf", "rtf", "picture", "truncated", "no zip", "no workbook", "password"],
)
def test_what_is_no_sheet(content: bytes, fault: UnreadableReason) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_sheets(content)
    assert refused.value.fault is fault


def test_a_hundred_thousand_rows_are_too_many() -> None:
    rows = "\n".join(f"商品{number},{number}" for number in range(100_000))
    with pytest.raises(UnreadableError) as refused:
        read_sheets(rows.encode())
    assert refused.value.fault is UnreadableReason.TOO_LARGE


@pytest.mark.parametrize("honest", [True, False])
def test_a_bomb_goes_off_where_it_harms_nobody(*, honest: bool) -> None:
    began = datetime.now(UTC)
    with pytest.raises(UnreadableError) as refused:
        read_sheets(things.bomb(honest=honest))
    assert refused.value.fault is (UnreadableReason.TOO_LARGE if honest else UnreadableReason.BROKEN)
    assert (datetime.now(UTC) - began).total_seconds() < sandbox.PATIENCE + 20


def test_a_sheet_that_asks_for_half_a_terabyte_gets_none() -> None:
    with pytest.raises(UnreadableError) as refused:
        read_sheets(things.far_apart())
    assert refused.value.fault is UnreadableReason.BROKEN


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "PATIENCE", 0.001)
    with pytest.raises(UnreadableError) as refused:
        read_sheets(b"a,b")
    assert refused.value.fault is UnreadableReason.BROKEN


def test_the_process_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import of the library would read this file first, and print it."""
    monkeypatch.setenv("DINGHUO_SECRET_KEY", "not for files of strangers")
    monkeypatch.setenv("PYTHONSTARTUP", "/nonexistent")
    assert set(sandbox.environment()) <= {"PATH", "PYTHONPATH", "SYSTEMROOT", "LANG"}
