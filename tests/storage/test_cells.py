"""What people's files hold, read in a process apart: odd ones, and those made to break something."""

from datetime import UTC, datetime

import pytest

from domain.rules.sheet_rows import Sheet
from storage import apart
from storage.apart import sheets_apart
from storage.unreadable import Fault, UnreadableError
from tests import things_enclosed as things

ROWS = (
    (1, ("李记便利店订货单", "", "", "")),
    (3, ("商品", "规格", "数量", "单位")),
    (4, ("峰泡可乐", "500ml", "10", "箱")),
    (5, ("生抽", "1.9L", "2", "箱")),
)


def test_every_sheet_in_sight_keeps_its_name_and_its_row_numbers() -> None:
    book = things.workbook(things.ORDER, [["备注"]], hidden=[["商品", "数量"], ["可乐", 99]])
    assert sheets_apart(book) == (Sheet(name="第1张", rows=ROWS), Sheet(name="第2张", rows=((1, ("备注",)),)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_of_every_kind(encoding: str, delimiter: str) -> None:
    lines = ("李记便利店订货单", "", *(delimiter.join(cells) for _, cells in ROWS[1:]))
    (sheet,) = sheets_apart("\r\n".join(lines).encode(encoding))
    assert sheet.rows[1:] == ROWS[1:]


def test_pages_and_old_xml_that_are_called_xls() -> None:
    page = (
        '<html><head><meta charset="gb2312"></head><body><table><tr><td colspan="2">订货单<br>三店</td></tr>'
        "<tr><th>商品</th><th>数量</th></tr><tr><td>峰泡&amp;可乐</td><td>10箱</td></tr></table></body></html>"
    )
    assert sheets_apart(page.encode("gbk"))[0].rows == (
        (1, ("订货单 三店", "")),
        (2, ("商品", "数量")),
        (3, ("峰泡&可乐", "10箱")),
    )
    old = (
        '<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
        '<Row><Cell><Data ss:Type="String">商品</Data></Cell><Cell ss:Index="3"><Data>数量</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    assert sheets_apart(old.encode())[0].rows == ((1, ("商品", "", "数量")),)


def test_formulas_count_as_what_they_show() -> None:
    cells = '<row r="1"><c r="A1" t="str"><f>"可乐"</f><v>可乐</v></c><c r="B1"><f>5*2</f><v>10</v></c>'
    cells += '<c r="C1"><f>1/0</f></c><c r="D1" t="e"><v>#N/A</v></c></row>'
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    assert sheets_apart(things.with_sheet(things.workbook([["x"]]), xml.encode()))[0].rows == (
        (1, ("可乐", "10", "", "")),
    )


def test_an_empty_file_has_no_rows() -> None:
    assert sheets_apart(b"") == (Sheet(),)
    assert sheets_apart(things.workbook([[None]])) == (Sheet(name="第1张"),)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"MZ\x90\0" + bytes(2000), Fault.STRANGE),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj", Fault.STRANGE),
        (b"{\\rtf1\\ansi \xe5\x8f\xaf\xe4\xb9\x90}", Fault.STRANGE),
        (things.saved(things.barcode("2000000000015")), Fault.STRANGE),
        (things.workbook(things.ORDER)[:3000], Fault.BROKEN),
        (b"PK\x03\x04 and no more", Fault.BROKEN),
        (b"\xd0\xcf\x11\xe0" + bytes(600), Fault.BROKEN),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + bytes(600), Fault.LOCKED),
    ],
    ids=["exe", "pdf", "rtf", "picture", "truncated", "no zip", "no workbook", "password"],
)
def test_what_is_no_sheet(content: bytes, fault: Fault) -> None:
    with pytest.raises(UnreadableError) as refused:
        sheets_apart(content)
    assert refused.value.fault is fault


def test_a_hundred_thousand_rows_are_too_many() -> None:
    rows = "\n".join(f"商品{number},{number}" for number in range(100_000))
    with pytest.raises(UnreadableError) as refused:
        sheets_apart(rows.encode())
    assert refused.value.fault is Fault.TOO_LARGE


@pytest.mark.parametrize("honest", [True, False])
def test_a_bomb_goes_off_where_it_harms_nobody(*, honest: bool) -> None:
    began = datetime.now(UTC)
    with pytest.raises(UnreadableError) as refused:
        sheets_apart(things.bomb(honest=honest))
    assert refused.value.fault is (Fault.TOO_LARGE if honest else Fault.BROKEN)
    assert (datetime.now(UTC) - began).total_seconds() < apart.PATIENCE + 20


def test_a_sheet_that_asks_for_half_a_terabyte_gets_none() -> None:
    with pytest.raises(UnreadableError) as refused:
        sheets_apart(things.far_apart())
    assert refused.value.fault is Fault.BROKEN


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.001)
    with pytest.raises(UnreadableError) as refused:
        sheets_apart(b"a,b")
    assert refused.value.fault is Fault.BROKEN


def test_the_process_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import of the library would read this file first, and print it."""
    monkeypatch.setenv("DINGHUO_SECRET_KEY", "not for files of strangers")
    monkeypatch.setenv("PYTHONSTARTUP", "/nonexistent")
    assert set(apart.environment()) <= {"PATH", "PYTHONPATH", "SYSTEMROOT", "LANG"}
