"""An admin adds goods in the chat: one line, a card to check it by, a tap."""

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.tables.orders import Event
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.world import World


def test_new_goods_in_one_line(world: World) -> None:
    world.admin.types("新商品 晨岛豆奶 250ml 盒 24盒/箱 2.2")
    world.admin.sees("名称：晨岛豆奶", "规格：250ml", "单位：盒", "1箱 = 24盒", "¥2.20/盒", "自动编")
    world.admin.taps("✅ 建").sees("P00001 晨岛豆奶 250ml", "客户现在就能搜到")
    world.dealer.types("晨岛豆奶").sees("晨岛豆奶 250ml", "¥52.80")
    world.english_dealer.types("晨岛豆奶").sees("case")
    with world.session() as session:
        made = session.exec(select(Event).where(Event.kind == "sku.made")).one()
        assert made.facts["after"]["price"] == "2.2"
        assert check_all(session) == []


def test_the_button_says_how_and_the_line_answers_it(world: World) -> None:
    world.admin.types("菜单").taps("🏷").taps("➕ 新商品").sees("可口可乐 330ml 罐 24罐/箱 2.2")
    world.admin.types("晨岛豆奶 250ml 盒 2.2").sees("看看对不对", "名称：晨岛豆奶").taps("❌").sees("没有建")
    world.admin.types("新商品").sees("一行写完就行")


def test_in_english(world: World) -> None:
    world.admin.types("language").taps("English")
    world.admin.types("new product Ginger Beer 330 ml can 24 cans per case price 2.20 code GB33")
    world.admin.sees("Name: Ginger Beer", "1 case = 24 cans", "Code: GB33").taps("✅ Add it").sees(
        "GB33 Ginger Beer 330ml"
    )
    world.admin.types("Ginger Beer add size 500ml bottle 12 bottles/case 3").sees("Another size").taps("✅ Add it")
    world.english_dealer.types("ginger beer 500ml 2 cases").sees("Ginger Beer 500ml × 2 cases", "¥72.00")


def test_a_part_is_put_right(world: World) -> None:
    world.admin.types("新商品 晨岛豆奶 250ml 24盒/箱 2.2").taps("✏️ 装箱").types("随便").sees("没看懂")
    world.admin.types("6盒/提 24盒/箱").sees("1提 = 6盒", "1箱 = 24盒")
    world.admin.taps("✏️ 单价").types("3").sees("¥3.00/盒")
    world.admin.taps("✏️ 编码").types("KL330").sees("编码 KL330 已经是").does_not_see("✅ 建")
    world.admin.taps("✏️ 编码").types("CD250").taps("✏️ 条码").types("6901234567890").sees("末位校验码对不上")
    world.admin.types("6901234567892").taps("✅ 建").sees("CD250 晨岛豆奶 250ml")
    world.dealer.types("6901234567892").sees("晨岛豆奶")


def test_without_a_unit_nothing_is_made_and_without_a_price_nothing_is_sold(world: World) -> None:
    world.admin.types("新商品 晨岛豆奶").sees("还差单位").does_not_see("✅ 建").taps("✏️ 单位").types("盒")
    world.admin.sees("先不上架").taps("✅ 建").sees("已下架", "还没定").does_not_see("✅ 上架")
    sku_id = world.sku("P00001").id
    world.admin.presses(data_of(Verb.ON_SALE, sku_id)).sees("还没有单价")
    world.dealer.types("晨岛豆奶 2盒").does_not_see("购物车共")
    world.admin.types("改价 P00001 3").taps("✅").sees("单价定好了：¥3.00").does_not_see("↩️").taps("✅ 上架")
    world.dealer.types("晨岛豆奶").sees("¥3.00/盒")


def test_similar_goods_are_shown_first_so_that_none_is_made_twice(world: World) -> None:
    world.admin.types("新商品 峰泡可乐 330ml罐 罐 2").sees("KL330 峰泡可乐 330ml罐", "名称和规格都一样")
    world.admin.does_not_see("✅ 建")
    world.admin.taps("✏️ 规格").types("1L").taps("给“峰泡可乐”加规格").does_not_see("✏️ 名称").taps("✅ 建")
    assert world.sku("P00001").product_id == world.sku("KL330").product_id


def test_a_second_size(world: World) -> None:
    world.admin.types("可乐 加规格 2L 桶 6桶/箱 45/箱").sees("名称：峰泡可乐", "¥7.50/桶").taps("✅ 建")
    assert world.sku("P00001").product_id == world.sku("KL330").product_id
    world.dealer.types("峰泡可乐 2L").sees("¥45.00")


def test_a_price_that_does_not_divide_is_asked_for(world: World) -> None:
    world.admin.types("新商品 晨岛豆奶 250ml 盒 24盒/箱 50/箱").sees("50/箱 除不尽", "还没定")


def test_a_second_tap_shows_what_was_made_and_an_old_card_makes_nothing(world: World) -> None:
    world.admin.types("新商品 晨岛豆奶 250ml 盒 2.2")
    make = world.admin.find("✅ 建")[1]
    world.admin.taps_button(make).presses(make.data).sees("P00001")
    world.admin.types("新商品 别的豆奶 250ml 盒 2.2").presses(make.data).does_not_see("建好了")
    with world.session() as session:
        assert len(session.exec(select(Event).where(Event.kind == "sku.made")).all()) == 1


@pytest.mark.parametrize("who", ["dealer", "salesperson", "warehouse", "finance", "customer"])
def test_nobody_else_adds_goods(world: World, who: str) -> None:
    getattr(world, who).types("新商品 晨岛豆奶 250ml 盒 24盒/箱 2.2").does_not_see("✅ 建")
