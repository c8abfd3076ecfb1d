"""Orders sent as whole files: read like pasted rows, asked about where in doubt, never done twice."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from domain.tables.carts import CartLine
from domain.tables.people import Channel
from storage.inbox import Delivery
from tests import things_enclosed as things
from tests.carts import cart
from tests.world import World

COLA_AND_SOY = {"KL500": "240", "JY1900": "12"}


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_a_workbook_goes_into_the_cart(world: World) -> None:
    dealer = world.dealer.sends_file("周一订货.xlsx", things.workbook(things.ORDER))
    dealer.sees("✅ 都放进购物车了", "📄 周一订货.xlsx：读到 2 行", "峰泡可乐 500ml瓶 × 10箱", "去结算")
    assert cart(world) == COLA_AND_SOY


def test_an_english_workbook_too(world: World) -> None:
    rows = (("Item", "Qty", "Unit"), ("cola 500", 3, "cases"), ("soy sauce", 2, "boxes"), ("Total", 5, None))
    world.english_dealer.sends_file("order.xlsx", things.workbook(rows)).sees(
        "All in your cart", "📄 order.xlsx: 2 rows read", "3 cases"
    )
    assert cart(world) == {"KL500": "72", "JY1900": "12"}


@pytest.mark.parametrize("name", ["订单.csv", "订单.txt", "订单.tsv", "订单"])
def test_a_text_file_by_any_name(world: World, name: str) -> None:
    world.dealer.sends_file(name, "商品,数量\n峰泡可乐500ml,10箱\n生抽,2箱\n".encode("gbk")).sees("✅ 都放进购物车了")
    assert cart(world) == COLA_AND_SOY


def test_a_list_in_words_is_read_as_words(world: World) -> None:
    world.dealer.sends_file("单子.txt", csv("老板好", "峰泡可乐500ml 10箱", "生抽两箱", "明天送到")).sees(
        "✅", "明天送到"
    )
    assert cart(world) == COLA_AND_SOY


def test_what_is_written_below_the_file_counts_too(world: World) -> None:
    dealer = world.dealer.sends_file("单.csv", csv("商品,数量", "生抽,2箱"), "明天上午送到")
    dealer.sees("✅ 都放进购物车了", "已记在备注里", "明天上午送到")


def test_the_same_delivery_again_does_nothing_twice(world: World) -> None:
    book = things.workbook(things.ORDER)
    world.dealer.sends_file("单.xlsx", book, key="update-7")
    world.dealer.sends_file("单.xlsx", book, key="update-7").sees("✅ 都放进购物车了")
    assert cart(world) == COLA_AND_SOY
    world.dealer.sends_file("单.xlsx", book, key="update-8")
    assert cart(world) == {"KL500": "480", "JY1900": "24"}


def test_doubtful_rows_are_asked_one_after_the_other_by_their_number(world: World) -> None:
    rows = csv("商品,数量,单位", "可乐,10,箱", "生抽,2,箱", "生抽,3,提", "飞天茅台,1,箱", "红牛,,箱")
    dealer = world.dealer.sends_file("单.csv", rows)
    dealer.sees(
        "“#2 可乐 10 箱”要哪一种", "没看懂：“#5 飞天茅台 1 箱”", "接下来问：“#4 生抽 3 提”", "没填数量的 1 行没有算"
    )
    dealer.taps("峰泡可乐 330ml罐 10箱").sees("#4 生抽 3 提")
    dealer.taps("3箱").sees("看懂的都放进购物车了")
    assert cart(world) == {"KL330": "240", "JY1900": "30"}


def test_numbers_without_a_unit_are_asked_about_once(world: World) -> None:
    rows = csv("商品,数量", "峰泡可乐500ml,10", "生抽,2", "矿泉水,5", "雪璃,1箱")
    dealer = world.dealer.sends_file("单.csv", rows)
    dealer.sees("有 3 行的数量没写单位，都按什么算", "#2 峰泡可乐500ml 10")
    assert cart(world) == {}
    message, packs = dealer.find("都按整箱")
    dealer.taps_button(packs, message).sees("✅ 都放进购物车了", "📄 单.csv：读到 4 行")
    assert cart(world) == {"KL500": "240", "JY1900": "12", "QS550": "120", "XB330": "24"}
    dealer.taps_button(packs, message)
    assert cart(world) == {"KL500": "240", "JY1900": "12", "QS550": "120", "XB330": "24"}


def test_numbers_without_a_unit_can_count_single_ones(world: World) -> None:
    rows = csv("商品,数量", "峰泡可乐500ml,10", "生抽,2", "矿泉水,5")
    world.dealer.sends_file("单.csv", rows).taps("都按单瓶").sees("✅ 都放进购物车了")
    assert cart(world) == {"KL500": "10", "JY1900": "2", "QS550": "5"}


def test_numbers_without_a_unit_can_be_asked_about_row_by_row(world: World) -> None:
    rows = csv("商品,数量", "峰泡可乐500ml,10", "生抽,2", "矿泉水,5")
    dealer = world.dealer.sends_file("单.csv", rows).taps("一行一行").sees("#2 峰泡可乐500ml 10")
    dealer.taps("10箱").taps("2桶").taps("5瓶").sees("✅ 都放进购物车了")
    assert cart(world) == {"KL500": "240", "JY1900": "2", "QS550": "5"}


def test_a_file_of_three_hundred_rows_can_be_answered_to_its_end(world: World) -> None:
    goods = ("峰泡可乐500ml", "生抽", "矿泉水", "雪璃", "红牛")
    rows = [
        f"{goods[number % 5]},{1 if number % 100 else 3},{'提' if number in (100, 299) else '箱'}"
        for number in range(300)
    ]
    dealer = world.dealer.sends_file("大单.csv", csv("商品,数量,单位", *rows))
    dealer.sees("📄 大单.csv：读到 300 行", "#102 峰泡可乐500ml 3 提", "接下来问：“#301 红牛 1 提”")
    before = cart(world)
    dealer.taps("3箱").sees("#301 红牛 1 提").taps("1箱").sees("✅ 都放进购物车了")
    after = {code: int(quantity) - int(before[code]) for code, quantity in cart(world).items()}
    assert after == {"KL500": 72, "JY1900": 0, "QS550": 0, "XB330": 0, "HN250": 24}
    assert (
        sum(int(quantity) // (6 if code == "JY1900" else 24) for code, quantity in cart(world).items()) == 300 + 2 * 3
    )


def test_rows_not_understood_are_all_said_however_many(world: World) -> None:
    rows = [f"未知商品{number},1箱" for number in range(120)]
    dealer = world.dealer.sends_file("单.csv", csv("商品,数量", "生抽,2箱", *rows))
    told = "\n".join(dealer.last[0].lines)
    assert all(f"#{number + 3} 未知商品{number} 1箱" in told for number in range(120))
    assert cart(world) == {"JY1900": "12"}


def test_a_sheet_of_which_nothing_is_known_leaves_the_cart_alone(world: World) -> None:
    dealer = world.dealer.sends_file("单.csv", csv("商品,数量", "飞天茅台,1箱", "中华,2条"))
    dealer.sees("一样也没认出来", "没看懂：“#2 飞天茅台 1箱”", "没看懂：“#3 中华 2条”")
    assert cart(world) == {}


def test_other_sheets_with_an_order_are_named(world: World) -> None:
    book = things.workbook((("填写说明",),), things.ORDER, things.ORDER)
    world.dealer.sends_file("单.xlsx", book).sees("✅ 都放进购物车了", "没有读：第3张")
    assert cart(world) == COLA_AND_SOY


SHOPS = (("商品", "单位", "一店", "二店"), ("峰泡可乐500ml", "箱", 6, 4), ("生抽", "箱", None, 2))


def test_several_columns_of_quantities_are_asked_about_and_never_one_taken_silently(world: World) -> None:
    dealer = world.dealer.sends_file("分店.xlsx", things.workbook(SHOPS))
    dealer.sees("几列都像数量", "一店", "二店")
    assert cart(world) == {}
    dealer.taps("✅ 全部加起来").sees("✅ 都放进购物车了", "按这一列订：全部加起来")
    assert cart(world) == COLA_AND_SOY


def test_the_chosen_column_alone_is_ordered(world: World) -> None:
    world.english_dealer.sends_file("shops.xlsx", things.workbook(SHOPS)).sees("Several columns")
    world.english_dealer.taps("✅ 二店").sees("All in your cart", "Ordered by: 二店")
    assert cart(world) == {"KL500": "96", "JY1900": "12"}


def test_what_is_hidden_given_back_or_said_below_is_told(world: World) -> None:
    rows = (
        ("商品", "数量", "类型"),
        ("峰泡可乐500ml", "10箱", "订货"),
        ("大米", "9袋", "订货"),
        ("生抽", "2箱", "退货"),
        ("合计", "21", None),
        ("送货日期", "2026-12-03", None),
    )
    dealer = world.dealer.sends_file("单.xlsx", things.workbook(rows, hidden_rows=[3]))
    dealer.sees("隐藏或筛选掉的行没有读：3", "不是订货，没有算：第 4 行", "送货日期 2026-12-03")
    assert cart(world) == {"KL500": "240"}


def test_the_words_of_each_row_stay_with_its_line(world: World) -> None:
    world.dealer.sends_file("单.xlsx", things.workbook(things.ORDER))
    with world.session() as session:
        assert set(session.exec(select(CartLine.said))) == {"#4 峰泡可乐 500ml 10 箱", "#5 生抽 1.9L 2 箱"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("单.xlsx", b"", "是空的"),
        ("单.csv", csv("商品,数量", "生抽,", "红牛,0"), "没找到数量"),
        ("价目表.xlsx", things.workbook((("商品", "单价"), ("生抽", 12.8), ("红牛", 4.2))), "没找到数量"),
        ("单.csv", csv("生抽,12.8,2", "红牛,4,3", "矿泉水,1,5"), "哪一列是数量"),
        ("单.xlsx", things.workbook(things.ORDER)[:2000], "打不开"),
        ("单.xlsx", things.far_apart(), "打不开"),
        ("单.xlsx", things.bomb, "太大"),
        ("单.xlsx", b"MZ" + bytes(9000), "这种文件我读不了"),
        ("setup.exe", b"MZ" + bytes(9000), "这种文件我读不了"),
        ("合同.pdf", b"%PDF-1.7", "PDF"),
        ("订单.docx", b"PK\x03\x04", "这种文件我读不了"),
        ("单.csv", b"a,b\n" * 2_000_000, "太大"),
        ("单.csv", csv("商品,数量", *["生抽,1箱"] * 301), "一次最多读 300 行"),
        ("单.csv", csv("商品,数量", *["生抽,1箱"] * 100_000), "太大"),
        ("单.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ],
)  # fmt: skip
def test_what_is_no_order_is_said_with_a_way_forward(
    world: World, name: str, content: bytes | Callable[[], bytes], words: str
) -> None:
    world.dealer.sends_file(name, content if isinstance(content, bytes) else content()).sees(words).taps("🏠")
    assert cart(world) == {}


def test_what_was_asked_stays_asked_beside_a_file_that_is_no_order(world: World) -> None:
    world.dealer.types("生抽").sends_file("合同.pdf", b"%PDF").types("3箱")
    assert cart(world) == {"JY1900": "18"}


def test_a_salesperson_without_a_dealer_is_asked_for_whom(world: World) -> None:
    world.salesperson.sends_file("单.xlsx", things.workbook(things.ORDER)).sees("客户")
    assert cart(world) == {}


def test_a_file_for_one_dealer_is_not_counted_for_another(world: World) -> None:
    rows = csv("商品,数量", "峰泡可乐500ml,10", "生抽,2", "矿泉水,5")
    salesperson = world.salesperson.types("菜单").taps("代客").taps("李记便利店").sends_file("单.csv", rows)
    message, packs = salesperson.find("都按整箱")
    salesperson.types("菜单").taps("代客").taps("Harbour Mart").taps_button(packs, message)
    assert cart(world) == {}


def test_who_orders_nothing_hears_so(world: World) -> None:
    for phone in (world.warehouse, world.customer):
        phone.sends_file("单.xlsx", things.workbook(things.ORDER)).sees("只读订货的表格")
    assert cart(world) == {}


def test_a_stranger_is_asked_for_an_invite(world: World) -> None:
    world.phone("new").sends_file("单.xlsx", things.workbook(things.ORDER)).sees("邀请")


def test_what_is_kept_of_a_file_is_text_and_goes_with_the_order(world: World, channel: Channel) -> None:
    world.dealer.sends_file("单.xlsx", things.workbook(things.ORDER))
    with world.session() as session:
        kept = session.exec(select(Delivery).where(Delivery.channel == channel)).all()[-1]
    assert "#\t商品\t规格\t数量\t单位" in kept.memory["order_text"]
    assert len(str(kept.memory)) < 400
