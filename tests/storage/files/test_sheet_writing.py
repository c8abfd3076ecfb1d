"""What leaves the house as a sheet is read as words, never run."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.files.sheet_writing import Cell, csv_of, safe_cell

RUN = "=+-@＝＋－＠|%"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("可乐", "可乐"),
        ("=1+1", "'=1+1"),
        ("+8613800138000", "'+8613800138000"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\n=1+1", "'\n=1+1"),
        ("\u200b=1+1", "'=1+1"),
        ("\x00=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("a=1", "a=1"),
        (-5, "-5"),
        (Decimal("-1.50"), "-1.50"),
        (Decimal("1E+3"), "1000"),
        (True, "True"),
        (date(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 2, 0, 0, 5, tzinfo=UTC), "2026-11-23 02:00:00+00:00"),
        (None, ""),
    ],
)
def test_a_cell_is_words(cell: Cell, written: str) -> None:
    assert safe_cell(cell) == written


@given(st.text(st.characters(), max_size=40))
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert not safe_cell(text).lstrip().startswith(tuple(RUN))


def test_a_sheet_has_its_header_and_the_mark_that_excel_looks_for() -> None:
    sheet = csv_of(["名称", "备注"], [["可乐", "=1"], ["a,b", None]])
    assert sheet == '\ufeff名称,备注\r\n可乐,\'=1\r\n"a,b",\r\n'.encode()
