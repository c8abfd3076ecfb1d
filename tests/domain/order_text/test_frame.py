"""Lists that go on in their frame, over goods whose colours and sizes only the catalogue knows."""

from itertools import product

import pytest

from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, TakenLine
from domain.search.index import Entry, Index

_STYLES = (
    ("8821", "圆领短袖T恤", "短袖", ("黑", "白", "灰", "卡其"), ("S", "M", "L", "XL", "2XL"), "件"),
    ("R320", "透气运动鞋", "运动鞋", ("黑", "白"), ("39码", "40码", "41码", "42码"), "双"),
    ("HB01", "棒球帽", "帽子", ("黑", "白", "红"), ("均码",), "顶"),
)
_CABLES = [(f"BV{size}{colour}", size, colour) for size, colour in product(("1.5", "2.5", "4"), ("红", "蓝", "黄绿"))]
_PENS = [(f"P{size}{colour}", size, colour) for size, colour in product(("0.5", "0.7"), ("Black", "Blue", "Red"))]


def _entry(sku_id: int, code: str, name: str, spec: str, unit: str, alias: str = "", pack: str = "") -> Entry:
    return Entry(
        sku_id=sku_id, code=code, barcode="", names=(name,), brands=(), categories=(), specs=(spec,) if spec else (),
        aliases=(alias,) if alias else (), units=(unit,), packs=((pack, 12),) if pack else (),
    )  # fmt: skip


def _goods() -> list[Entry]:
    rows = [
        (f"{style}-{colour}-{size}", f"{style} {name}", f"{colour} {size}", unit, alias, "箱" if unit == "双" else "")
        for style, name, alias, colours, sizes, unit in _STYLES
        for colour, size in product(colours, sizes)
        if (colour, size) != ("卡其", "S")
    ]
    rows += [(code, "BV单芯铜电线", f"{size}平方 {colour} 100米", "卷", "电线", "") for code, size, colour in _CABLES]
    rows += [(code, f"Gel Pen {size} mm {colour}", "", "each", "", "box") for code, size, colour in _PENS]
    rows += [("V1", "白菜", "", "斤", "", ""), ("V2", "胡萝卜", "", "斤", "", ""), ("V3", "香芹", "", "斤", "", "")]
    return [_entry(number, *row) for number, row in enumerate(rows, 1)]


GOODS = _goods()
READER = OrderReader(Index(GOODS))
_CODES = {entry.sku_id: entry.code for entry in GOODS}


def _read(message: str) -> str:
    """Each line in short: ``HB01-黑-均码=3`` taken, ``?3`` asked, ``!`` not understood."""
    told = []
    for line in READER.read(message).lines:
        match line:
            case TakenLine():
                told.append(f"{_CODES[line.sku_id]}={line.quantity:f}")
            case AskedLine():
                told.append(f"?{line.count or ''}")
            case _:
                told.append("!")
    return " ".join(told)


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("8821黑S M白L各2件", "8821-黑-S=2 8821-黑-M=2 8821-白-L=2"),
        ("8821黑S白L各1件", "8821-黑-S=1 8821-白-L=1"),
        ("8821黑白M各1件", "8821-黑-M=1 8821-白-M=1"),
        ("R320黑39 40白41各2双", "R320-黑-39码=2 R320-黑-40码=2 R320-白-41码=2"),
    ],
)
def test_another_value_of_the_first_kind_begins_anew(message: str, lines: str) -> None:
    assert _read(message) == lines


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("8821黑M3 L5 XL2", "8821-黑-M=3 8821-黑-L=5 8821-黑-XL=2"),
        ("8821黑 M2 白 L2", "8821-黑-M=2 8821-白-L=2"),
        ("8821黑白M各3", "8821-黑-M=3 8821-白-M=3"),
        ("8821 黑白M L各2 灰色XL3件", "8821-黑-M=2 8821-黑-L=2 8821-白-M=2 8821-白-L=2 8821-灰-XL=3"),
        ("8821卡其S M各1", "8821-卡其-M=1 !"),
        ("8821卡其M 3件", "8821-卡其-M=3"),
        ("8821 黑S-L各1", "8821-黑-S=1 8821-黑-M=1 8821-黑-L=1"),
        ("短袖黑色 M:2 L:3", "8821-黑-M=2 8821-黑-L=3"),
        ("运动鞋黑39-42：1 2 3 1", "R320-黑-39码=1 R320-黑-40码=2 R320-黑-41码=3 R320-黑-42码=1"),
        ("运动鞋白 41*3 42*5", "R320-白-41码=3 R320-白-42码=5"),
        ("运动鞋黑39到41各一双", "R320-黑-39码=1 R320-黑-40码=1 R320-黑-41码=1"),
        ("帽子每个颜色2顶", "HB01-黑-均码=2 HB01-白-均码=2 HB01-红-均码=2"),
        ("8821 每个颜色2件", "?2"),
        ("帽子\n黑色 3顶\n白色 2顶", "HB01-黑-均码=3 HB01-白-均码=2"),
        ("2.5平方红蓝各3卷", "BV2.5红=3 BV2.5蓝=3"),
        ("2.5平方红蓝 3卷", "?3 ?3"),
        ("4平方红蓝各1，2.5红2蓝2黄绿1", "BV4红=1 BV4蓝=1 BV2.5红=2 BV2.5蓝=2 BV2.5黄绿=1"),
        ("2.5平方的线现在多少钱一卷？红的先来2卷", "BV2.5红=2"),
        ("gel pen 0.7 black 2 boxes blue 1 box", "P0.7Black=24 P0.7Blue=12"),
        ("2 boxes of gel pens 0.5 black, 1 blue and 1 red", "P0.5Black=24 P0.5Blue=12 P0.5Red=12"),
        ("gel pens 0.5: black 2 boxes, red 1 box", "P0.5Black=24 P0.5Red=12"),
        ("老张啊给我带三十斤白菜十斤胡萝卜五斤香芹", "V1=30 V2=10 V3=5"),
        ("白菜：30|胡萝卜：10|香芹：5", "V1=30 V2=10 V3=5"),
        ("白菜=30，胡萝卜=10", "V1=30 V2=10"),
        ("白菜，30，胡萝卜，10", "V1=30 V2=10"),
        ("今天能发吗 白菜30斤", "V1=30"),
        ("HB01 black 2, white 3", "HB01-黑-均码=2 HB01-白-均码=3"),
        ("HB01三个颜色各2顶", "HB01-黑-均码=2 HB01-白-均码=2 HB01-红-均码=2"),
        ("8821黑 39×2 40×3", "?2 ?3"),
        ("8821黑2双 39码1双40码1双", "! ?1 ?1"),
        ("白菜 1.5元/斤 30斤", "V1=30"),
        ("白菜多少钱？来3斤", "V1=3"),
        ("白菜\n3斤\n香芹\n2斤", "V1=3 V3=2"),
        ("白菜10斤\n合计：10斤", "V1=10"),
        ("白菜2箱10斤", "?2"),
        ("还你2斤白菜", "?2"),
        ("白菜3斤 破损", "?3"),
        ("#接龙\n1. 张三 白菜 3斤\n2. 李四 香芹2斤", "V1=3 V3=2"),
        ("张丽 白菜 3\n王芳 香芹 2", "V1=3 V3=2"),
        ("今天2卷明天3卷2.5红线", "?5"),
        ("2件\n8821黑M 3件", "! 8821-黑-M=3"),
    ],
)
def test_a_list_goes_on_in_its_frame(message: str, lines: str) -> None:
    assert _read(message) == lines


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("颜色 黑 M×2 L×3 XL×1", "?2 ?3 ?1"),
        ("8821 颜色 黑 M×2 L×3 XL×1", "?2 ?3 ?1"),
        ("帽子：紫 黑 2", "?2"),
    ],
)
def test_a_word_that_none_bears_is_asked_about_with_what_goes_on_from_it(message: str, lines: str) -> None:
    assert _read(message) == lines


def test_a_heading_ends_where_another_family_is_named() -> None:
    assert _read("8821 黑\n棒球帽 红 3顶\n白 2顶") == "? HB01-红-均码=3 HB01-白-均码=2"
    assert _read("8821 黑\n棒球帽 红 3顶\nL 2") == "? HB01-红-均码=3 ?2"


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("8821黑 M2 L3，白也一样", "8821-黑-M=2 8821-黑-L=3 8821-白-M=2 8821-白-L=3"),
        ("8821灰S1 黑 M2 L3 白同样", "8821-灰-S=1 8821-黑-M=2 8821-黑-L=3 8821-白-M=2 8821-白-L=3"),
        ("gel pen 0.7 black 2 boxes, same for red", "P0.7Black=24 P0.7Red=24"),
        ("gel pen 0.7 black 2 boxes, blue the same", "P0.7Black=24 P0.7Blue=24"),
        ("8821卡其M2，紫也一样", "8821-卡其-M=2 !"),
        ("8821卡其M2 S1，黑也一样", "8821-卡其-M=2 ?1 !"),
    ],
)
def test_another_value_takes_the_amounts_just_said(message: str, lines: str) -> None:
    assert _read(message) == lines


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("R320白一手", "R320-白-39码=1 R320-白-40码=1 R320-白-41码=1 R320-白-42码=1"),
        ("帽子两手", "HB01-黑-均码=2 HB01-白-均码=2 HB01-红-均码=2"),
        ("帽子3个色各2顶", "HB01-黑-均码=2 HB01-白-均码=2 HB01-红-均码=2"),
        ("8821一手", "?1"),
        ("gel pens 0.5 2 boxes each of black and red", "P0.5Black=24 P0.5Red=24"),
    ],
)
def test_one_of_each_is_all_that_differ_in_one_way(message: str, lines: str) -> None:
    assert _read(message) == lines


@pytest.mark.parametrize(
    ("message", "lines", "note"),
    [
        ("城东店白菜3斤，城西店白菜2斤", "V1=3 V1=2", "城东店\n城西店"),
        ("白菜 城东店3斤 城西店2斤", "V1=3 V1=2", "城东店\n城西店"),
        ("白菜城东店3斤城西店2斤", "V1=3 V1=2", "城东店\n城西店"),
        ("白菜3斤给城东店，香芹2斤给城西店", "V1=3 V3=2", "给城东店\n给城西店"),
        ("小李那边白菜3斤", "V1=3", "小李那边"),
        ("白菜 两家店各3斤", "?3", ""),
        ("Shop A: gel pen 0.7 red 2 boxes, Shop B: gel pen 0.5 red 1 box", "P0.7Red=24 P0.5Red=12", "Shop A:\nShop B:"),
    ],
)
def test_shops_are_noted_beside_what_is_for_them(message: str, lines: str, note: str) -> None:
    assert (_read(message), READER.read(message).note) == (lines, note)


@pytest.mark.parametrize(
    ("message", "lines", "note"),
    [
        ("8821黑M 2件，没有黑的就换白", "8821-黑-M=2", "没有黑的就换白"),
        ("8821黑M 没有M就发L 2件", "8821-黑-M=2", "没有M就发L"),
        ("8821黑M 黑色没有的话白 2件", "8821-黑-M=2", "黑色没有的话白"),
        ("8821黑M 2件（没有黑就白）", "8821-黑-M=2", "没有黑就白"),
        ("8821黑M 2件，没有的话，白M 2件", "8821-黑-M=2", "没有的话\n白M 2件"),
        ("gel pen 0.7 red 2 boxes, if none then blue", "P0.7Red=24", "if none then blue"),
        ("gel pen 0.7 red 2 boxes or blue if no red", "P0.7Red=24", "or blue if no red"),
        ("没有红色就换白 棒球帽 2顶", "?2", ""),
    ],
)
def test_what_would_be_taken_instead_is_noted_and_not_ordered(message: str, lines: str, note: str) -> None:
    assert (_read(message), READER.read(message).note) == (lines, note)


@pytest.mark.parametrize("sorry", ["，不，", " 哦不 ", "哦不，", " 不对 ", "说错了"])
def test_an_amount_behind_what_takes_it_back_is_the_one_that_holds(sorry: str) -> None:
    assert _read(f"白菜3斤{sorry}5斤") == "V1=5"


def test_a_table_of_styles_names_its_goods_by_all_that_tells_them_apart() -> None:
    assert _read("款号\t颜色\t尺码\t数量\n8821\t黑\tM\t6\nR320\t白\t40码\t2双") == "8821-黑-M=6 R320-白-40码=2"
    assert _read("货号\t颜色\t尺码\t数量\n8821\t黑\tM\t6") == "8821-黑-M=6"


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("8821黑M5L5XL2", "8821-黑-M=5 8821-黑-L=5 8821-黑-XL=2"),
        ("8821黑M5 L5 XL2件", "8821-黑-M=5 8821-黑-L=5 8821-黑-XL=2"),
        ("8821黑 白 各M3件L2件", "8821-黑-M=3 8821-白-M=3 8821-黑-L=2 8821-白-L=2"),
        ("城东店 城西店\n8821黑M 6 3\n白菜 2 4", "8821-黑-M=6 8821-黑-M=3 V1=2 V1=4"),
    ],
)
def test_sizes_and_shops_have_their_own_counts(message: str, lines: str) -> None:
    assert _read(message) == lines


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("R320白40码两双改41", "?2"),
        ("R320白40码两双改3双", "R320-白-40码=3"),
        ("R320白40码2双 41同", "R320-白-40码=2 R320-白-41码=2"),
        ("R320白40码2双41码的", "R320-白-40码=2 ?"),
        ("白菜3斤，哦，五斤吧", "V1=3 !"),
        ("白菜3斤，明天香芹10斤后天20斤", "V1=3 !"),
        ("白菜来5斤 价格还是3块吧", "V1=5"),
        ("白菜什么价？不超过4块就来10斤", "V1=10"),
        ("白菜5斤 现在什么价格 那边小店", "?5"),
    ],
)
def test_a_second_value_or_amount_is_never_lost(message: str, lines: str) -> None:
    assert _read(message) == lines


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("R320白40码 3双，R320白41码不要", "R320-白-40码=3"),
        ("白菜3斤，再加2斤", "V1=3 V1=2"),
        ("白菜 3斤 香芹多少钱", "V1=3"),
        ("gel pen 0.7 red 2 boxes. how much is gel pen 0.5 red 3 boxes?", "P0.7Red=24"),
        ("8821黑M 2件，没有的话卡其 2℃ M 2件", "8821-黑-M=2"),
    ],
)
def test_what_is_said_of_others_changes_nothing(message: str, lines: str) -> None:
    assert _read(message) == lines
