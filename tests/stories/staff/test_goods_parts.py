"""An admin changes what goods are called, come in and are found by; each change can be taken back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.tables.catalogue import Pack, Sku
from domain.tables.orders import Event
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import place
from tests.world import World


def opened(world: World) -> None:
    world.admin.types("KL330 上架").taps("✏️ 资料").sees("名称：峰泡可乐", "条码：2000000000015", "装箱：箱=24")


def test_the_size_is_changed_and_taken_back(world: World) -> None:
    opened(world)
    world.admin.taps("✏️ 规格").sees("330ml罐").types("330ml细罐").sees("规格改好了：330ml罐 → 330ml细罐")
    world.dealer.types("峰泡可乐 330ml细罐").sees("330ml细罐")
    world.admin.taps("↩️").sees("已撤销", "规格：330ml罐")
    with world.session() as session:
        changed, undone = session.exec(select(Event).where(Event.kind == "goods.changed").order_by(Event.id)).all()  # type: ignore[arg-type]
        assert (changed.facts["before"], changed.facts["after"]) == ("330ml罐", "330ml细罐")
        assert undone.facts["undoes"] == changed.id
        assert check_all(session) == []


def test_it_cannot_be_taken_back_late_nor_after_somebody_else_changed_it(world: World) -> None:
    opened(world)
    world.admin.taps("✏️ 规格").types("330ml细罐")
    back = world.admin.find("↩️")[1]
    world.admin.taps("✏️ 规格").types("330ml")
    world.admin.presses(back.data).sees("刚才有人改过这个商品")
    late = world.admin.taps("✏️ 规格").types("330ml瘦罐").find("↩️")[1]
    world.clock.at += timedelta(minutes=11)
    world.admin.presses(late.data).does_not_see("已撤销")
    assert world.sku("KL330").spec == "330ml瘦罐"


def test_what_somebody_changed_meanwhile_is_not_overwritten(world: World) -> None:
    opened(world)
    world.admin.taps("✏️ 规格")
    sku_id = world.sku("KL330").id
    with world.database.transaction() as session:
        session.get_one(Sku, sku_id).spec = "330ml瘦罐"
    world.admin.types("330ml细罐").sees("刚才有人改过这个商品")
    assert world.sku("KL330").spec == "330ml瘦罐"


def test_the_name_changes_for_all_sizes_and_is_found_at_once(world: World) -> None:
    opened(world)
    world.admin.taps("✏️ 名称").sees("它有 2 个规格").types("峰泡甜汽水")
    world.dealer.types("峰泡甜汽水").sees("330ml罐", "500ml瓶")


def test_code_and_barcode_are_checked(world: World) -> None:
    opened(world)
    world.admin.taps("✏️ 编码").types("kl500").sees("编码 KL500 已经是")
    world.admin.types("KL-330").sees("编码改好了：KL330 → KL-330")
    world.admin.types("KL-330 条码改成 6901234567890").taps("✅").sees("末位校验码对不上")
    world.admin.types("KL-330 条码改成 6901234567892").taps("✅").sees("条码改好了")
    world.dealer.types("6901234567892").sees("峰泡可乐 330ml罐")


def test_words_without_a_digit_are_no_barcode(world: World) -> None:
    world.admin.types("KL330 上架").taps("✏️ 资料").taps("✏️ 条码").sees("条码数字是多少")
    world.admin.types("新商品").sees("➕ 新商品", "一行写完就行")
    world.admin.types("KL330 条码改成 6901234567892").sees("改成“6901234567892”").does_not_see("是多少")


def test_packs_of_goods_that_are_ordered_stay_and_another_can_be_added(world: World) -> None:
    place(world)
    opened(world)
    world.admin.taps("✏️ 装箱").sees("没写的会去掉").types("12罐/箱").sees("有人正在订")
    world.admin.types("24罐/箱 6罐/提").sees("装箱改好了：箱=24 → 提=6; 箱=24")
    world.dealer.types("可乐330 2提").sees("2提")
    opened_of = world.sku("XB330").id
    world.admin.presses(data_of(Verb.GOODS_PART, opened_of, "packs")).types("12罐/箱").sees("箱=24 → 箱=12")
    with world.session() as session:
        assert [pack.size for pack in session.exec(select(Pack).where(Pack.sku_id == opened_of))] == [12]


def test_the_unit_of_goods_on_hand_stays(world: World) -> None:
    opened(world)
    world.admin.taps("✏️ 单位").types("听").sees("购物车、没完成的订单或库存里")
    assert world.sku("KL330").unit == "罐"


def test_a_minimum_is_typed_in_cases_and_a_new_category_is_made(world: World) -> None:
    opened(world)
    world.admin.taps("✏️ 起订量").types("1箱").sees("起订量：1箱")
    assert world.sku("KL330").minimum == 24
    world.admin.taps("✏️ 分类").sees("现有分类：饮料").types("汽水").sees("分类：汽水")
    world.dealer.types("菜单").taps("🗂").sees("汽水")
    world.admin.taps("✏️ 品牌").types("峰泡").sees("品牌：峰泡").taps("✏️ 品牌").types("无").sees("品牌：无")


def test_in_english(world: World) -> None:
    world.admin.types("language").taps("English")
    world.admin.types("change KL330 barcode to 6901234567892").sees("It changes only when you tap").taps("✅")
    world.admin.sees("Barcode changed: 2000000000015 → 6901234567892").taps("↩️").sees("Undone")


@pytest.mark.parametrize("who", ["dealer", "salesperson", "warehouse", "finance", "customer"])
def test_nobody_else_changes_goods(world: World, who: str) -> None:
    phone, sku_id = getattr(world, who), world.sku("KL330").id
    phone.types("KL330 规格改成 1L").does_not_see("点一下才改")
    phone.presses(data_of(Verb.GOODS_PART, sku_id, "spec")).types("1L")
    assert world.sku("KL330").spec == "330ml罐"
