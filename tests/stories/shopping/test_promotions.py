"""Promotions as people meet them in the chat."""

from tests.promotions import promote
from tests.world import World


def test_a_dealer_asks_what_is_on_offer(world: World) -> None:
    world.dealer.types("有什么优惠").sees("现在没有优惠")
    promote(world, promotion="年末满减", kind="满减", reach="500", off="50", ends_on="2026-12-31")
    promote(world, promotion="可乐特价", kind="特价", sku="KL330", price="40", unit="箱")
    promote(world, promotion="只给海港", kind="满减", reach="10", off="1", for_accounts="Harbour Mart")
    promote(world, promotion="下个月", kind="满减", reach="10", off="1", starts_on="2026-12-01")
    dealer = world.dealer.types("有什么优惠").sees("2 个优惠", "年末满减", "满 ¥500.00 减 ¥50.00", "到 12月31日 为止")
    dealer.sees("峰泡可乐 330ml罐 特价 ¥40.00/箱").does_not_see("海港", "下个月", "结束")
    dealer.taps("💰 可乐特价").taps("🛒 峰泡可乐 330ml罐").sees("峰泡可乐")
    world.english_dealer.types("promotions").sees("3 offers now", "Fengpao Cola 330ml can")


def test_who_sells_ends_one_after_a_second_yes(world: World) -> None:
    promote(world, promotion="年末满减", kind="满减", reach="500", off="50")
    seller = (
        world.salesperson.types("有什么优惠").sees("年末满减").taps("💰 年末满减").taps("❌ 结束").sees("现在就结束")
    )
    world.dealer.types("有什么优惠").sees("年末满减")
    seller.taps("✅ 确认结束").sees("“年末满减”已经结束", "现在没有优惠")
    world.dealer.types("有什么优惠").sees("现在没有优惠")
    seller.types("有什么优惠").sees("现在没有优惠")


def test_a_promotion_for_others_is_not_to_be_seen_by_its_button(world: World) -> None:
    promote(world, promotion="只给海港", kind="满减", reach="10", off="1", for_accounts="Harbour Mart")
    ann = world.english_dealer.types("promotions").sees("只给海港")
    _, shown = ann.find("💰 只给海港")
    world.dealer.presses(shown.data).does_not_see("只给海港")
