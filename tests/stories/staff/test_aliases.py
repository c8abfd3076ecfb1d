"""An admin says what goods are also called; every dealer finds them so at once."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.tables.catalogue import Alias
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.world import World


def names(world: World, code: str) -> set[str]:
    sku_id = world.sku(code).id
    with world.session() as session:
        return {each.text for each in session.exec(select(Alias).where(Alias.sku_id == sku_id))}


def test_a_new_name_is_found_at_once(world: World) -> None:
    world.dealer.types("小红罐").does_not_see("峰泡可乐 330ml罐")
    world.admin.types("可乐330 也叫 小红罐").sees("峰泡可乐 330ml罐也叫“小红罐”？")
    assert "小红罐" not in names(world, "KL330")
    world.admin.taps("✅ 加上").sees("加上了", "也叫：可乐330，cola330，小红罐")
    world.dealer.types("小红罐 2箱").sees("峰泡可乐 330ml罐 × 2箱")
    world.admin.taps("↩️ 撤销“小红罐”").sees("已撤销")
    world.dealer.types("小红罐").does_not_see("点 🛒")
    with world.session() as session:
        assert check_all(session) == []


def test_names_of_other_goods_are_said_before_the_tap(world: World) -> None:
    world.admin.types("可乐330也叫雪璃").sees("“雪璃”现在找到的是：雪璃柠檬汽水 330ml罐", "先问是哪一种").taps(
        "✅ 加上"
    )
    world.dealer.types("雪璃 2箱").sees("要哪一种", "峰泡可乐", "雪璃柠檬汽水")


def test_several_names_on_the_page_of_goods_and_one_removed(world: World) -> None:
    world.admin.types("KL330 上架").taps("💬 别名").types("红胖子，小胖罐").sees("红胖子，小胖罐").taps("✅ 加上")
    world.admin.taps("❌ 去掉“红胖子”").sees("去掉了“红胖子”")
    assert names(world, "KL330") == {"可乐330", "cola330", "小胖罐"}
    world.clock.at += timedelta(minutes=11)
    world.admin.taps("↩️").does_not_see("已撤销")
    assert "红胖子" not in names(world, "KL330")


def test_several_goods_are_asked_about_and_amounts_are_no_names(world: World) -> None:
    world.admin.types("可乐 也叫 肥宅水").sees("“肥宅水”是哪一种？").taps("KL500").taps("✅ 加上")
    assert "肥宅水" in names(world, "KL500")
    for words in ("500ml", "10箱"):
        world.admin.types(f"KL330 也叫 {words}").sees("不能当别名").does_not_see("✅ 加上")
    world.admin.types("KL330 也叫 可乐330").sees("没有变")


def test_in_english(world: World) -> None:
    world.admin.types("language").taps("English")
    world.admin.types("XB330 is also called lemonpop").sees("also called “lemonpop”?").taps("✅ Add")
    world.english_dealer.types("lemonpop 2 cases").sees("Xueli Lemon Soda 330ml can × 2 cases")


@pytest.mark.parametrize("who", ["dealer", "salesperson", "warehouse", "finance", "customer"])
def test_nobody_else_gives_names(world: World, who: str) -> None:
    phone = getattr(world, who)
    phone.types("可乐330 也叫 小红罐").does_not_see("✅ 加上")
    phone.presses(data_of(Verb.ADD_ALIAS, 1, world.sku("KL330").id))
    assert names(world, "KL330") == {"可乐330", "cola330"}
