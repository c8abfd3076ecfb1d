"""What cannot be done here, or is somebody else's to do: said so, with the button that leads on, never searched for."""

from decimal import Decimal

import pytest

from tests.orders import approve, place
from tests.world import World


def test_what_was_approved_is_not_put_back_but_can_be_called_off(world: World) -> None:
    first = place(world, {"KL330": 24})
    approve(world, first)
    for words in ("撤回通过", "撤销审核", "批错了", f"撤回通过 {first.number[-9:]}", "undo approval"):
        world.salesperson.types(words).sees("通过了就不能改回待审核", first.number, "取消订单")
    world.clock.pass_(days=1)
    second = place(world, {"KL500": 24})
    approve(world, second)
    world.salesperson.types("撤回通过").sees(first.number[-9:], second.number[-9:]).taps(second.number[-9:])
    world.salesperson.sees("取消订单")


def test_not_enough_goods(world: World) -> None:
    world.salesperson.types("货不够").sees("⚠️", "待审核的订单", "库存")
    world.warehouse.types("货不够").sees("⚠️", "库存").does_not_see("待审核的订单")
    world.dealer.types("货不够").sees("售后").does_not_see("没找到")


def test_not_enough_goods_is_still_a_reason_to_turn_an_order_down(world: World) -> None:
    order = place(world, {"KL330": 24})
    world.salesperson.types(f"拒绝 {order.number[-9:]}").types("货不够").sees("已拒绝", "货不够")


def test_prices_change_by_no_percentage(world: World) -> None:
    for words in ("可乐500涨价5%", "可乐500降5毛", "raise the price of KL500 by 5%"):
        world.admin.types(words).sees("还不能按百分比或差价改", "KL500", "2.50")
    world.admin.types("可乐涨价5%").sees("还不能按百分比或差价改", "KL330", "KL500")
    assert world.sku("KL500").price == Decimal("2.5")
    world.admin.types("可乐500改价2.6").sees("改价为 2.6")


@pytest.mark.parametrize("words", ["新增一个商品", "加个商品", "怎么上传商品", "add a new product"])
def test_new_goods_are_written_in_one_line(world: World, words: str) -> None:
    world.admin.types(words).sees("一行写完就行", "商品")
    world.salesperson.types("给李记便利店下单").types(words).sees("由管理员来办")


def test_open_invites_are_called_back_by_admins(world: World) -> None:
    world.admin.types("邀请业务员小张")
    for words in ("撤回邀请", "收回那个邀请码", "邀请发错了", "revoke the invite"):
        world.admin.types(words).sees("没用的邀请", "业务员")
    world.salesperson.types("撤回邀请").sees("由管理员来办")
    world.finance.types("盘点").sees("由仓库、管理员来办")


@pytest.mark.parametrize(
    ("words", "name"),
    [("加个仓库的人 叫小刘", "小刘"), ("邀请业务员小张", "小张"), ("invite a salesperson named Tom", "Tom")],
)
def test_the_name_of_who_is_invited_is_kept(world: World, words: str, name: str) -> None:
    world.admin.types(words).sees("邀请好了", f"· {name}")
    code = next(line for line in world.admin.text.splitlines() if len(line) == 12 and line.isascii())
    world.phone("new").starts(code)
    assert world.person(name).active


def test_the_name_stays_while_the_role_is_confirmed(world: World) -> None:
    world.admin.types("邀请财务 小周").sees("邀请一位财务", "小周").taps("✅ 邀请财务").sees("财务 · 小周")
    world.admin.types("邀请财务").taps("✅ 邀请财务").does_not_see("小周")
    world.admin.types("邀请业务员进来").sees("邀请好了：业务员\n")
    world.admin.types("邀请客户 新街超市").sees("新客户“新街超市”")


def test_who_orders_for_nobody_is_told_so(world: World) -> None:
    for words in ("可乐 10箱", "可乐500 5箱", "要两箱可乐500"):
        world.finance.types(words).sees("财务这边不下单", "🔍").does_not_see("🔹")
        world.warehouse.types(words).sees("仓库这边不下单", "入库")
    world.finance.types("KL500").sees("¥2.50")


def test_an_amount_counts_for_goods_asked_about_before_something_else_only_with_a_tap(world: World) -> None:
    world.admin.types("KL330 改价").types("今天数据").types("3.10").sees("330ml", "改价为 3.10？")
    assert world.sku("KL330").price != Decimal("3.10")
    world.warehouse.types("盘点 KL330").types("今天的订单").types("5箱").sees("KL330", "盘点是 5箱？")
    assert world.stock("KL330").on_hand == 1000


def test_a_leap_typed_in_one_sentence_is_asked_about_too(world: World) -> None:
    world.admin.types("KL500 改价 250").taps("✅ 就改成这个价").sees("2.50", "250")
    assert world.sku("KL500").price == Decimal("2.5")
    world.warehouse.types("盘点 KL500 9000箱").taps("✅ 盘点就是这么多").sees("9,000箱", "41箱 16瓶")
    world.warehouse.types("入库 KL500 9000箱").taps("✅").sees("9,000箱", "41箱 16瓶")
    assert world.stock("KL500").on_hand == 1000
