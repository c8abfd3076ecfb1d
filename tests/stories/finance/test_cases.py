"""What waits for finance is counted on its menu and listed, the oldest first."""

from tests.orders import approve, place, ship
from tests.world import World

HOUSE = "李记便利店"


def test_finance_finds_what_waits_although_its_card_scrolled_away(world: World) -> None:
    order = place(world, {"KL500": 10})
    approve(world, order)
    ship(world, order)
    world.finance.types("菜单").sees("现在没有要处理的订单").taps("💵 待核对").sees("没有等您处理的付款")
    world.dealer.types("付了 20").taps("✅ 告诉财务")
    world.clock.pass_(days=8)
    world.dealer.types("对账单 11月").taps("❌ 有异议").taps("➕").types("少记了一笔").taps("✅ 告诉财务")
    world.finance.types("菜单").sees("有 2 件付款、对账或开票等您处理").does_not_see("现在没有要处理的订单")
    world.finance.taps("💵 待核对（2）").sees(f"💵 {HOUSE} 说付了 ¥20.00", f"❓ {HOUSE} 对账有异议")
    world.finance.taps("❓").sees("少记了一笔")
    world.finance.types("有哪些付款没核对").taps(f"💵 {HOUSE}").taps("✅ 到账")
    world.finance.types("待核对").sees("有 1 件付款、对账或开票等您处理").does_not_see("说付了")


def test_an_admin_asks_in_english_and_the_others_have_no_such_list(world: World) -> None:
    world.dealer.types("付了 20").taps("✅ 告诉财务")
    world.admin.types("payments to check").taps("💵").sees("¥20.00")
    for phone in (world.salesperson, world.warehouse, world.dealer):
        phone.types("待核对").does_not_see("说付了")
