"""Goods are repaired: asked for, taken in, worked on, sent back; no stock and no money moves."""

from domain.rules.return_life import ReturnStatus
from domain.rules.returns import ReturnKind
from tests.returns import came, is_whole, lines_of, on_hand, owed, requests_of
from tests.world import World


def agreed(world: World) -> None:
    came(world)
    world.dealer.types("可乐要送修2罐").sees("要修什么").taps("💥 破了").sees("破了，要维修").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.hears("李记便利店", "要送修", "→ 维修").taps("✅ 同意").sees("同意维修，等货寄来")
    world.deliver()


def test_it_comes_is_repaired_and_goes_back(world: World) -> None:
    agreed(world)
    before = on_hand(world), owed(world)
    world.dealer.hears("同意了").taps("🚚 送修的货寄出了").sees("送修的货在路上")
    world.deliver()
    world.warehouse.hears("送修的货在路上", "2罐").taps("✅ 送修的货收到了").sees("收到了", "📥 收到")
    world.deliver()
    world.dealer.hears("送修的货收到了")
    world.warehouse.taps("🔧 开始维修").sees("维修中", "🔧 开始维修：")
    world.deliver()
    world.dealer.hears("开始维修了")
    world.warehouse.taps("🚚 修好了，寄回").sees("怎么寄回")
    world.warehouse.types("顺丰 SF1234567890123").sees("修好寄回了", "SF1234567890123")
    world.deliver()
    world.dealer.hears("修好了，已寄回", "顺丰 SF1234567890123", "🚚 寄回：")
    world.salesperson.hears("修好了，已寄回")
    world.dealer.types("我的售后").sees("修好寄回了")
    assert (on_hand(world), owed(world)) == before
    assert requests_of(world)[0].status is ReturnStatus.SENT_BACK
    is_whole(world)
    world.dealer.types("我要退2箱可乐").sees("为什么退")  # all of it may be asked for again


def test_by_button_and_each_step_once(world: World) -> None:
    came(world)
    world.dealer.types("菜单").types("我的售后").taps("➕").taps("峰泡可乐").taps("🔧 送修").taps("👎 质量问题")
    world.dealer.taps("1罐").taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✅ 同意")
    world.deliver()
    world.warehouse.does_not_see("点数")
    world.warehouse.taps("✅ 送修的货收到了")
    message, begin = world.warehouse.find("🔧 开始维修")
    world.warehouse.taps_button(begin, message).taps_button(begin, message).sees("已经有变化")
    world.warehouse.types("菜单").taps("↩️ 售后").taps("R1123-0001").taps("🚚 修好了").taps("🚚 没有单号").sees(
        "修好寄回了"
    )
    assert [line.good for line in lines_of(world)] == [0]
    is_whole(world)


def test_in_english(world: World) -> None:
    came(world)
    world.dealer.types("please repair 2 cans of cola").sees("要修什么").taps("💥").sees("2罐 破了，要维修").taps("✅")
    assert requests_of(world)[0].kind is ReturnKind.REPAIR
    is_whole(world)
