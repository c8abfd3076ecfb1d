"""Sheets as rows for an import: headers anywhere, and nothing chosen or dropped without a word."""

from collections.abc import Callable
from functools import partial

import pytest

from domain.imports import WANTED
from domain.sheets.cells import BadCellError, Mark, Merged, Sheet
from domain.sheets.read import SheetReading, read
from domain.sheets.rows import SheetRow


def sheet(table: str, **odd: object) -> Sheet:
    """A sheet drawn with bars; an empty line is an empty row."""
    rows = enumerate(table.strip("\n").split("\n"), start=1)
    return Sheet(rows=tuple((number, tuple(line.split("|"))) for number, line in rows if line.strip("|")), **odd)  # type: ignore[arg-type]


def goods(*sheets: Sheet, kind: str = "products") -> SheetReading:
    return read(sheets, WANTED[kind])


def rows(reading: SheetReading) -> list[str]:
    return [f"{row.place} " + " ".join(filter(None, row.cells.values())) for row in reading.rows]


def said(reading: SheetReading) -> list[str]:
    return [
        " ".join((each.key, *map(in_chinese, each.facts.values()))) for each in (*reading.refused, *reading.remarks)
    ]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("价目表\n\n货号|名称|单价\nA|可乐|2", ["4 A 可乐 2"]),
        ("基本||价格|\n货号|名称|批发价|零售价\nA|可乐|2|3", ["3 A 可乐 2"]),
        ("货号|单价\nA|2\n\n货号|单价\nB|3", ["2 A 2", "5 B 3"]),
        ("货号|单价\nA|2\n零食\n单价|库存|货号\n3|9|B", ["2 A 2", "3 零食", "5 3 9 B"]),
        ("货号|单价|货号|单价\nA|2|B|3\nC|4||", ["2 A 2", "3 C 4", "2 B 3"]),
        ("货号\nA", ["2 A"]),
    ],
)
def test_the_header_is_found(table: str, told: list[str]) -> None:
    assert rows(goods(sheet(table))) == told


def test_every_sheet_in_sight_is_read_and_the_others_are_named() -> None:
    first, second = sheet("货号|单价\nA|2", name="饮料"), sheet("货号|单价\nB|3", name="零食")
    reading = goods(first, second, Sheet(name="旧", hidden=True), sheet("请在前两页填写", name="说明"))
    assert rows(reading) == ["饮料!2 A 2", "零食!2 B 3"]
    assert said(reading) == ["sheets.hidden_sheets 旧", "sheets.no_table 说明"]


def test_one_of_two_columns_is_never_chosen_silently() -> None:
    assert said(goods(sheet("货号|单价|价格\nA|2|3"))) == ["sheets.twice 单价 (B)、价格 (C)"]
    assert rows(goods(sheet("货号|单价|价格\nA|2|2"))) == ["2 A 2"]
    assert said(goods(sheet("货号|单价|\n|箱|瓶\nA|48|2"))) == ["sheets.twice 单价(箱) (B)、单价(瓶) (C)"]
    assert said(goods(sheet("货号|箱价|单价\nA|48|2"))) == []
    assert rows(goods(sheet("货号|别名|俗称\nA|红罐|小可乐"))) == ["2 A 红罐;小可乐"]


def test_what_is_not_read_is_named() -> None:
    reading = goods(sheet("序号|货号|单价|产地\n1|A|2|四川\n|合计|2|", hidden_rows=(7, 9), hidden_columns=(3,)))
    assert rows(reading) == ["2 A 2"]
    assert said(reading) == ["sheets.hidden_rows 7、9 ", "sheets.hidden_columns 产地", "sheets.totals 3"]
    assert said(goods(sheet("货号|单价|产地\nA|2|四川"))) == ["sheets.unread_columns 产地"]


def test_a_row_with_more_cells_than_columns_is_not_read_shifted() -> None:
    reading = goods(sheet("货号|名称|单价\nA|可乐|2\nB|可乐|红罐|3\nC|水|1|"))
    assert rows(reading) == ["2 A 可乐 2", "4 C 水 1"]
    assert [(row.number, row.reason) for row in reading.broken] == [(3, "sheets.too_many_cells")]


def test_hidden_codes_are_read_because_templates_hide_them() -> None:
    assert rows(goods(sheet("货号|单价\nA|2", hidden_columns=(0,)))) == ["2 A 2"]


def test_what_is_merged_is_said_of_each_row_but_a_number_of_none() -> None:
    table = sheet("分类|货号|库存\n饮料|A|7\n||\n|B|", merged=(Merged(top=2, bottom=4, left=0, right=0),))
    assert rows(goods(table)) == ["2 饮料 A 7", "4 饮料 B"]
    shared = sheet("货号|库存\nA|7\nB|", merged=(Merged(top=2, bottom=3, left=1, right=1),))
    assert [row.marks["stock"] for row in goods(shared).rows] == [Mark.MERGED, Mark.MERGED]


@pytest.mark.parametrize(
    ("cells", "semicolons", "numbers"),
    [
        ("2,20 1.234,50 0,9 3", True, "2.20 1234.50 0.9 3"),
        ("2,20 1.234", True, "2.20 1234"),
        ("2.20 1,234.50 1,234", False, "2.20 1234.50 1234"),
        ("1,234 2.5", True, "1234 2.5"),
        ("1,234", False, "1234"),
        ("1,23,456.50 1,00,000", False, "123456.50 100000"),
        ("1'234.50 ￥2 3元", False, "1234.50 2 3"),
        ("1,234", True, "?"),
        ("1.234", True, "?"),
        ("2,20 2.20 1,234", False, "2.20 2.20 ?"),
    ],
)
def test_the_decimal_sign_is_told_by_the_column_as_a_whole(cells: str, semicolons: bool, numbers: str) -> None:  # noqa: FBT001
    table = "货号|单价\n" + "\n".join(f"A{at}|{cell}" for at, cell in enumerate(cells.split()))
    found = [told(partial(_price, row)) for row in goods(sheet(table, semicolons=semicolons)).rows]
    assert " ".join(found) == numbers.replace("?", "sheets.unclear_number")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('="0012"', "0012"),
        ("'0012", "0012"),
        ("6.901234567892E+12", "6901234567892"),
        ("Ｐ０００１ ", "P0001"),
        ("6.90123E+12", "sheets.exponent"),
    ],
)
def test_codes_are_what_they_were_before_a_spreadsheet_or_refused(cell: str, code: str) -> None:
    (row,) = goods(sheet(f"货号|单价\n{cell}|2")).rows
    assert told(lambda: row.code("sku", 40)) == code


def _price(row: SheetRow) -> str:
    return f"{row.number_in('price'):f}"


def told(cell: Callable[[], str]) -> str:
    """What a cell holds, or why it cannot be used."""
    try:
        return cell()
    except BadCellError as bad:
        return bad.reason


def in_chinese(fact: object) -> str:
    """What a text says, as Chinese joins names."""
    return "、".join(fact) if isinstance(fact, tuple) else str(fact)
