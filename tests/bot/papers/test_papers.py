"""Papers as PDF and as workbooks: nothing that people wrote is lost, and every page says which one it is."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from bot.papers import font as fonts
from bot.papers.font import printable, width
from bot.papers.paper import CellKind, Column, Fact, PageForm, Paper, Table
from bot.papers.pdf import pdf_of
from bot.papers.text_lines import wrapped
from bot.papers.workbook import workbook_of
from tests.papers import texts

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
    assert b"+" + fonts.FONT.encode() in made, "the font comes with the paper"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("喆堃珺瑀翀赟昇祎犇骉燊", "喆堃珺瑀翀赟昇祎犇骉燊"),
        ("老李🐟", "老李[fish]"),
        ("\U000f0000野家", "□野家"),
        ("送🎁👍🏽", "送[wrapped present][thumbs up sign]"),
        ("繁體 ｶﾅ ¥€£ ½ №", "繁體 ｶﾅ ¥€£ ½ №"),
        ("a\nb\x00c", "a bc"),
    ],
)
def test_no_sign_is_lost_without_a_word(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("text", ["一" * 300, "word " * 60, "w" * 300, "短", ""])
def test_long_texts_are_wrapped_and_whole(text: str) -> None:
    lines = wrapped(text, 100, 9).split("\n")
    assert all(width(line, 9) <= 100 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_workbook_keeps_numbers_days_and_words_as_they_are() -> None:
    rows = ((date(2026, 10, 1), '=HYPERLINK("http://example.org")', Decimal("1.05")),)
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_of(paper(*rows))))
    assert book.sheet_names == ["往来 明细"]
    cells = book.get_sheet_by_index(0).to_python()
    assert cells[-1] == [date(2026, 10, 1), '=HYPERLINK("http://example.org")', 1.05]
    assert ["期末欠款", 25.0, ""] in cells


@pytest.mark.parametrize(("form", "pages"), [(PageForm.A4, 5), (PageForm.THREE_PART, 13)])
def test_two_hundred_lines_are_all_there_and_none_is_cut(form: PageForm, pages: int) -> None:
    rows = [(date(2026, 10, 1), f"第{at}行 " + "长名字" * 8, Decimal(at)) for at in range(1, 201)]
    made = pdf_of(replace(paper(*rows), form=form, signatures=("收货人：",), head=("晨光批发", "杭州")))
    told = texts(made)
    assert [at for at in range(1, 201) if f"第{at}行" not in told or f"¥{at}.00" not in told] == []
    assert f"第 {pages} 页，共 {pages} 页" in told
    assert "收货人：" in told
    assert is_inside(made)


@pytest.mark.parametrize("form", PageForm)
def test_the_longest_words_have_room_on_every_form(form: PageForm) -> None:
    long = Paper(
        title="送货单",
        about=("D20261123-0042", "备注：" + "很长的备注" * 100),
        facts=(Fact(name="客户", value="很长的客户名" * 20),),
        beside=(),
        tables=(Table(name="商品", columns=COLUMNS, rows=[(date(2026, 10, 1), "商品名" * 100, Decimal(1))]),),
        page="第 {page} 页，共 {pages} 页",
        currency="CNY",
        language="zh-CN",
        notes=("账户" * 100,),
        form=form,
    )
    assert texts(pdf_of(long)).replace("\n", "").replace("\r", "").count("很长的备注") == 100


def test_a_rare_character_is_drawn_with_a_font_of_the_system_where_one_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "rare", lambda: (fonts.font(),))
    monkeypatch.setattr(fonts, "_is_ours", lambda sign: sign != "喆")
    _forget()
    try:
        assert printable("李喆") == "李喆"
        assert [run for _font, run in fonts.runs("李喆")] == ["李喆"], "the one font that has both"
    finally:
        _forget()


def test_each_rare_character_finds_the_font_of_the_system_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking, having = (fonts.known(f"Rare{at}", fonts._FILE) for at in range(2))
    monkeypatch.delitem(lacking.face.charToGlyph, ord("喆"))
    monkeypatch.setattr(fonts, "rare", lambda: (lacking, having))
    monkeypatch.setattr(fonts, "_is_ours", lambda sign: sign not in "喆堃")
    _forget()
    try:
        assert list(fonts.runs("李喆堃")) == [(fonts.FONT, "李"), (having.fontName, "喆"), (lacking.fontName, "堃")]
        made = pdf_of(replace(paper(), notes=("李喆堃",)))
    finally:
        _forget()
    assert "李喆堃" in texts(made)


def test_a_large_amount_is_printed_on_one_line() -> None:
    columns = (*COLUMNS[:2], Column(title="金额", kind=CellKind.MONEY, share=0.4))
    wide = Table(name="往来", columns=columns, rows=[(date(2026, 10, 1), "可乐", Decimal("298065036.05"))])
    made = pdf_of(replace(paper(), tables=(wide,)))
    assert "¥298,065,036.05" in texts(made)
    assert is_inside(made)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("¥12,345.6789/bottle", "¥12,345.6789/\nbottle"),
        ("LONG-CODE-0001", "LONG-CODE-\n0001"),
        ("A-100-03", "A-100-03"),
    ],
)
def test_codes_and_prices_are_cut_where_they_are_joined(text: str, lines: str) -> None:
    assert wrapped(text, 58, 8) == lines


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("请放后门，电话 0571-88880000", 100, "请放后门，电话\n0571-88880000"),
        ("电话：0571-88880000", 80, "电话：\n0571-88880000"),
        ("双方同意抵扣，多退少补", 55, "双方同意抵\n扣，多退少补"),
        ("送（小李）收好", 27, "送\n（小\n李）\n收好"),
        ("17箱 11个", 36, "17箱\n11个"),
        ("到 2026-11-25 为止", 60, "到 2026-11-25\n为止"),
        ("0571-88880000", 45, "0571-\n88880000"),
    ],
)
def test_lines_end_where_a_reader_of_chinese_ends_them(text: str, room: float, lines: str) -> None:
    assert wrapped(text, room, 9) == lines


def test_each_paper_of_a_file_has_its_own_pages_and_its_name_on_them() -> None:
    rows = [(date(2026, 10, 1), "可乐", Decimal(1))] * 60
    first, second = (replace(paper(*rows), about=(f"D20261123-0001/{at}",)) for at in (1, 2))
    document = pypdfium2.PdfDocument(pdf_of(first, second))
    told = [page.get_textpage().get_text_range() for page in document]
    assert [[about in each for about in ("0001/1", "0001/2")] for each in told] == [[True, False]] * 2 + [
        [False, True]
    ] * 2
    assert ["第 1 页，共 2 页" in each for each in told] == [True, False, True, False]
    assert ["第 2 页，共 2 页" in each for each in told] == [False, True, False, True]


@pytest.mark.parametrize("lines", range(36, 44))
def test_sums_stay_together_on_a_page(lines: int) -> None:
    (table,), rows = paper().tables, [(date(2026, 10, 1), f"第{at}行", Decimal(at)) for at in range(lines)]
    sums = [(date(2026, 10, 1), name, Decimal(1)) for name in ("优惠", "合计", "应付")]
    strong = frozenset(range(lines, lines + 3))
    made = pypdfium2.PdfDocument(pdf_of(replace(paper(), tables=(replace(table, rows=[*rows, *sums], strong=strong),))))
    told = [page.get_textpage().get_text_range() for page in made]
    assert sum("优惠" in each and "应付" in each for each in told) == 1


def _forget() -> None:
    fonts._written.cache_clear()
    fonts._rare_font_of.cache_clear()


def is_inside(made: bytes) -> bool:
    """Whether every sign of a file stands on its page."""
    document = pypdfium2.PdfDocument(made)
    for page in document:
        (wide, high), words = page.get_size(), page.get_textpage()
        for left, bottom, right, top in map(words.get_rect, range(words.count_rects())):
            if not (0 <= left <= right <= wide and 0 <= bottom <= top <= high):
                return False
    return True
