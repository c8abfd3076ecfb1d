"""Order sheets as dealers really make them, each read as the order that a person would see in it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language.units import LOOSE, WHOLE
from domain.order_text.order_sheet import MOST, Flaw, OrderSheet, counted_in, read
from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, Line, TakenLine, UnknownLine
from domain.sheets.cells import Sheet
from tests.domain.sample_goods import INDEX, code

READER = OrderReader(INDEX)


def sheet(table: str, name: str = "") -> Sheet:
    """A sheet drawn with bars; an empty line is an empty row."""
    rows = enumerate(table.strip("\n").split("\n"), start=1)
    return Sheet(name=name, rows=tuple((number, tuple(line.split("|"))) for number, line in rows))


def told(line: Line) -> str:
    """A line in short: what is ordered, what is asked, or what was not understood."""
    match line:
        case TakenLine():
            return f"{code(line.sku_id)} {line.quantity}"
        case AskedLine():
            return f"? {' '.join(map(code, line.options))} {line.count or '?'}{line.unit}"
        case _:
            return f"{type(line).__name__.removesuffix('Line')} {line.text}"


def order(*sheets: str) -> OrderSheet:
    found = read([sheet(each) for each in sheets], READER.units)
    assert isinstance(found, OrderSheet), found
    return found


def lines(*sheets: str) -> list[str]:
    return [told(line) for line in READER.read(order(*sheets).text).lines]


COLA_AND_SOY = ["KL500 240", "JY1900 12"]


@pytest.mark.parametrize(
    "table",
    [
        "商品名称|规格|数量|单位\n峰泡可乐|500ml|10|箱\n生抽||2|箱",
        "单位|数量|规格|品名\n箱|10|500ml|峰泡可乐\n箱|2||生抽",
        "Item|Qty|Unit\nFengpao Cola 500ml|10|cases\nWeimanlou Soy Sauce|2|case",
        "Description|Order Qty (cases)|Price\nFengpao Cola 500ml|10|60\nSoy Sauce 1.9L|2|76.8",
        "李记便利店订货单\n2026年11月23日||联系人：老李\n\n序号|商品|规格|数量（箱）|单价|金额\n1|峰泡可乐|500ml|10|60|600\n2|生抽|1.9L|2|76.8|153.6\n|合计||12||753.6\n制单：老李||审核：",
        "条码|商品|数量|单位\n2000000000022|可乐大的|10|箱\n2000000000077|酱油|2|箱",
        "货号|订货箱数\nKL500|10\nJY1900|2",
        "品名|箱数|瓶数\n峰泡可乐 500ml|10|\n生抽||12",
        "品名|箱规|箱数|瓶数\n峰泡可乐 500ml|24|10|240\n生抽|6|2|12",
        "品名|数量||规格\n|箱|瓶|\n峰泡可乐|10||500ml\n生抽||12|1.9L",
        "商品|数量\n峰泡可乐500ml|10箱\n生抽|2 箱",
        "商品|数量\n峰泡可乐500ml|１０箱\n生抽|两箱",
        "商品|数量|商品|数量\n峰泡可乐500ml|10箱|生抽|2箱",
        "商品|规格|单位|库存|上次数量|本次订货数量\n峰泡可乐|500ml|箱|500|8|10\n峰泡可乐|330ml|箱|500|8|\n生抽|1.9L|箱|70|1|2",
        "商品|数量|单位\n峰泡可乐500ml|10|箱\n\n商品|数量|单位\n生抽|2|箱",
        "峰泡可乐500ml|10|箱\n生抽|2|箱",
        "1|峰泡可乐500ml|10箱\n2|生抽|2箱\n3|大米|0箱",
        "10箱|峰泡可乐500ml|要新日期\n2箱|生抽|\n0箱|大米|",
        "峰泡可乐 500ml 10箱\n生抽 2箱",
        "订货单\n峰泡可乐500ml|10|箱\n生抽|1|箱\n味满楼生抽|1|箱\n合计|12|",
    ],
)
def test_the_same_order_in_many_shapes(table: str) -> None:
    found = lines(table)
    if len(found) > 2:
        assert found == ["KL500 240", "JY1900 6", "JY1900 6"]
    else:
        assert found == COLA_AND_SOY


def test_rows_without_a_quantity_are_counted_and_left_out() -> None:
    table = "商品|数量(箱)\n峰泡可乐500ml|10\n大米|\n生抽|2\n七喜|0\n六个核桃|-\n五粮液|/"
    assert lines(table) == COLA_AND_SOY
    assert order(table).left_out == 4


def test_each_row_is_said_with_its_number_in_the_sheet() -> None:
    table = "订货单\n\n商品|数量|单位\n峰泡可乐500ml|10|箱\n\n飞天茅台|3|箱\n|合计|13"
    assert [line.text for line in READER.read(order(table).text).lines] == [
        "#4 峰泡可乐500ml 10 箱",
        "#6 飞天茅台 3 箱",
    ]
    assert lines(table) == ["KL500 240", "Unknown #6 飞天茅台 3 箱"]


def test_remarks_are_kept_with_what_they_are_about() -> None:
    table = "商品|数量|备注\n峰泡可乐500ml|10箱|要新日期\n生抽|2箱|"
    assert READER.read(order(table).text).note == "峰泡可乐500ml：要新日期"


def test_a_name_stands_once_above_its_sizes() -> None:
    table = "商品|规格|箱数\n峰泡可乐|330ml罐|3\n|500ml瓶|10\n生抽|1.9L|2"
    assert lines(table) == ["KL330 72", *COLA_AND_SOY]


def test_the_dealers_own_codes_do_not_hide_the_name() -> None:
    assert lines("编码|商品|数量\n330|峰泡可乐500ml|10箱\n0002|生抽|2箱") == COLA_AND_SOY


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("商品|箱数|瓶数\n峰泡可乐500ml|2|6", "KL500 54"),
        ("商品|箱数|瓶数\n峰泡可乐330ml|2|6", "KL330 54"),
        ("商品|箱数|个数\n峰泡可乐330ml||6", "KL330 6"),
        ("商品|件数|散瓶数\n峰泡可乐330ml|3|10", "KL330 82"),
        ("Product|Cases|Bottles\nCola 330ml|2|6", "KL330 54"),
        ("商品|箱数|瓶数\n峰泡可乐500ml|1|6", "? KL500 ?"),
        ("商品|数量|箱数\n峰泡可乐500ml|240|10", "KL500 240"),
        ("商品|箱数|瓶数\n峰泡可乐500ml|10|240", "? KL500 ?"),
        ("商品|数量|箱数\n峰泡可乐500ml|7|10", "? KL500 ?"),
        ("商品|数量|单位\n峰泡可乐500ml|若干|箱", "? KL500 ?"),
        ("商品|数量\n峰泡可乐500ml|10+2箱", "? KL500 ?"),
        ("商品|数量\n峰泡可乐500ml|10箱送1箱", "? KL500 ?"),
        ("商品|数量\n峰泡可乐500ml|2箱6瓶", "KL500 54"),
        ("商品|数量\n绿豆|12.5kg", "LD 12.5"),
        ("商品|个数\n灯泡|12", "DP 12"),
        ("商品|数量\n峰泡可乐500ml|-3箱", "Refused #2 峰泡可乐500ml -3箱"),
    ],
)
def test_several_quantities_in_a_row(table: str, expected: str) -> None:
    assert lines(table) == [expected]


def test_numbers_without_a_unit_can_be_given_one_for_all() -> None:
    text = order("商品|数量\n峰泡可乐500ml|10\n棉雾抽纸|2\n大米|3").text
    read_as = {unit: [told(line) for line in READER.read(counted_in(text, unit)).lines] for unit in (WHOLE, LOOSE)}
    assert read_as == {
        WHOLE: ["KL500 240", "ZJ10 16", "DM25 3"],
        LOOSE: ["KL500 10", "ZJ10 2", "DM25 3"],
    }


def test_what_says_its_own_unit_keeps_it() -> None:
    text = order("商品|数量|单位\n峰泡可乐500ml|10|\n生抽|2|箱\n大米|3袋|").text
    assert [told(line) for line in READER.read(counted_in(text, WHOLE)).lines] == ["KL500 240", "JY1900 12", "DM25 3"]


def test_the_first_sheet_with_an_order_is_read_and_the_others_are_named() -> None:
    sheets = [
        sheet("请在下一页填写", "说明"),
        sheet("商品|数量\n可乐|", "空的"),
        sheet("商品|数量\n生抽|2箱", "本周"),
        sheet("商品|数量\n生抽|5箱", "上周"),
    ]
    found = read(sheets, READER.units)
    assert isinstance(found, OrderSheet)
    assert [remark.facts for remark in found.remarks] == [{"names": ("上周",)}]
    assert [told(line) for line in READER.read(found.text).lines] == ["JY1900 12"]


@pytest.mark.parametrize(
    ("table", "flaw"),
    [
        ("", Flaw.EMPTY),
        ("\n|||\n", Flaw.EMPTY),
        ("商品|规格|单价\n可乐|500ml|60\n生抽|1.9L|76.8", Flaw.NO_QUANTITIES),
        ("商品|数量\n可乐|\n生抽|0", Flaw.NO_QUANTITIES),
        ("可乐500|60|10\n生抽|76|2\n大米|5|8", Flaw.UNCLEAR),
        ("可乐500|60.5|10\n生抽|76.8|2\n大米|5|8", Flaw.UNCLEAR),
        ("可乐500|58.5\n生抽|76.8\n大米|5", Flaw.UNCLEAR),
        ("商品|数量\n" + "\n".join(f"可乐{number}|1箱" for number in range(MOST + 1)), Flaw.TOO_MANY),
        ("\n".join(f"可乐{number} 1箱" for number in range(MOST + 1)), Flaw.TOO_MANY),
    ],
)
def test_what_is_no_order(table: str, flaw: Flaw) -> None:
    assert read([sheet(table)], READER.units) is flaw


def test_a_whole_price_list_with_a_few_quantities_is_an_order() -> None:
    rows = "\n".join(f"样品{number}|12.50|{3 if number == 700 else ''}" for number in range(800))
    found = order(f"商品|单价|订货数量\n{rows}")
    assert (found.rows, found.left_out) == (1, 799)
    assert found.text == "#\t商品\t订货数量\n702\t样品700\t3"


def test_a_price_beside_an_amount_is_no_quantity() -> None:
    assert lines("可乐500|2.5|10|25\n生抽|12.8|2|25.6\n大米|80|1|80") == [
        "? KL500 10",
        "? JY1900 2",
        "DM25 1",
    ]


def test_odd_cells_stay_words() -> None:
    rows = (("商品", "数量"), ("峰泡可乐\t500ml\n\x07|", "10箱\ud800"), ("=cmd|' /C calc'!A0", "1箱"))
    table = Sheet(rows=tuple(enumerate(rows, start=1)))
    found = read([table], READER.units)
    assert isinstance(found, OrderSheet)
    first, second = READER.read(found.text).lines
    assert told(first) == "KL500 240"
    assert isinstance(second, UnknownLine)


@pytest.mark.parametrize(
    "spec",
    ["500ml瓶*24", "500ml瓶×24瓶", "500ml瓶*24瓶/箱", "500ml瓶（24瓶/箱）", "500ml瓶 1*24", "500ML*24"],
)
def test_how_goods_are_packed_is_no_part_of_their_name(spec: str) -> None:
    assert lines(f"商品|规格|箱数\n峰泡可乐|{spec}|10") == ["KL500 240"]


def test_a_whole_name_with_its_spec_is_no_doubt() -> None:
    assert lines("商品|规格|箱数\n雾涧天然水|1.5L瓶|2\n雾涧天然水|550ml瓶|3") == ["NF1500 24", "NF550 72"]


_WORDS = st.sampled_from(
    [
        "峰泡可乐",
        "峰泡可乐500ml",
        "生抽",
        "雪碧泉",
        "飞天茅台",
        "合计",
        "大米",
        "绿豆",
        "",
        "退货",
        "赠品",
        "明天送",
        "老板好",
        "可乐不要了",
        "换成七喜",
        "各",
        "都",
        "再来",
        "加",
        "1",
        "330",
        "2000000000022",
        "=A1",
        "上次漏发",
        "生抽 2箱",
        "地址: 人民路1号",
        "电话13800000000",
        "🎁",
        "#",
        "可乐各5箱",
        "老样子",
        "可乐改成5箱",
    ]
)
_SPECS = st.sampled_from(["", "500ml", "330ml", "1.9L", "1*24", "500ml*24", "散装"])
_COUNTS = st.sampled_from(
    [
        "",
        "0",
        "10",
        "2箱",
        "两箱",
        "10.5",
        "-3",
        "若干",
        "10+2",
        "1,000",
        "999999999999",
        "10箱5瓶",
        "1e3",
        "#N/A",
        "每样2箱",
        "√",
        "半箱",
        "a",
    ]
)
_UNITS = st.sampled_from(["", "箱", "瓶", "kg", "箱/24", "件", "x"])
_HEADERS = {
    ("商品", "规格", "数量", "单位"): (_WORDS, _SPECS, _COUNTS, _UNITS),
    ("商品", "规格", "箱数", "瓶数"): (_WORDS, _SPECS, _COUNTS, _COUNTS),
    ("货号", "商品", "数量", "备注"): (_WORDS, _WORDS, _COUNTS, _WORDS),
}
_TABLES = st.sampled_from(sorted(_HEADERS)).flatmap(
    lambda header: st.tuples(st.just(header), st.lists(st.tuples(*_HEADERS[header]), min_size=1, max_size=6))
)


@given(_TABLES)
def test_every_row_with_a_quantity_is_taken_asked_about_or_said_back(table: tuple[Any, list[Any]]) -> None:
    header, rows = table
    found = read([Sheet(rows=tuple(enumerate((header, *rows), start=1)))], READER.units)
    if not isinstance(found, OrderSheet):
        return
    intake = READER.read(found.text)
    said = {line.text.partition(" ")[0] for line in intake.lines}
    said |= {note.partition(" ")[0] for note in intake.note.splitlines()}
    assert {f"#{row.partition(chr(9))[0]}" for row in found.text.splitlines()[1:]} <= said
    assert all(0 < line.quantity <= 1_000_000 for line in intake.lines if isinstance(line, TakenLine))
