"""Papers as PDF and as workbooks: nothing that people wrote is lost, and every page says which one it is."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from bot.papers.font import printable, width
from bot.papers.paper import CellKind, Column, Fact, Paper, Table
from bot.papers.pdf import pdf_of, wrapped
from bot.papers.workbook import workbook_of

COLUMNS = (
    Column(title="日期", kind=CellKind.DAY),
    Column(title="说明", share=3),
    Column(title="金额", kind=CellKind.MONEY),
)


def paper(*rows: tuple[date, str, Decimal]) -> Paper:
    return Paper(
        title="李记便利店 对账单",
        about=("期间",),
        facts=(Fact(name="期末欠款", value=Decimal("25.00"), kind=CellKind.MONEY),),
        beside=(),
        tables=(Table(name="往来[明细]", columns=COLUMNS, rows=rows, empty="没有"),),
        page="第 {page} 页，共 {pages} 页",
        currency="CNY",
        language="zh-CN",
    )


@pytest.mark.parametrize(("lines", "pages"), [(0, 1), (1, 1), (200, 5)])
def test_a_paper_has_as_many_pages_as_its_lines_need(lines: int, pages: int) -> None:
    made = pdf_of(paper(*((date(2026, 10, 1), "可乐", Decimal(at)) for at in range(lines))))
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == pages
    assert b"WenQuanYi" in made, "the font comes with the paper"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("喆堃珺瑀翀赟昇祎犇骉燊", "喆堃珺瑀翀赟昇祎犇骉燊"),
        ("老李🐟", "老李[fish]"),
        ("𠮷野家", "[U+20BB7]野家"),
        ("送🎁👍🏽", "送[wrapped present][thumbs up sign]"),
        ("繁體 ｶﾅ ¥€£ ½ №", "繁體 ｶﾅ ¥€£ ½ №"),
        ("a\nb\x00c", "a bc"),
    ],
)
def test_no_sign_is_lost_without_a_word(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("text", ["一" * 300, "word " * 60, "w" * 300, "短", ""])
def test_long_texts_are_wrapped_and_whole(text: str) -> None:
    lines = wrapped(text, 100).split("\n")
    assert all(width(line, 9) <= 100 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_workbook_keeps_numbers_days_and_words_as_they_are() -> None:
    rows = ((date(2026, 10, 1), '=HYPERLINK("http://example.org")', Decimal("1.05")),)
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_of(paper(*rows))))
    assert book.sheet_names == ["往来 明细"]
    cells = book.get_sheet_by_index(0).to_python()
    assert cells[-1] == [date(2026, 10, 1), '=HYPERLINK("http://example.org")', 1.05]
    assert ["期末欠款", 25.0, ""] in cells
