"""A gift comes back with the goods it was given for, or is charged; where we are to blame it stays."""

from decimal import Decimal

from domain.rules.returns import ReturnReason
from tests.promotions import promote
from tests.returns import came, is_whole, lines_of, on_hand, owed
from tests.world import World

D = Decimal


def with_gift(world: World, amount: int = 48) -> None:
    """老李 received two cases of cola, and two cans of an energy drink for them."""
    promote(
        world, promotion="送红牛", kind="买赠", sku="KL330", reach="24", gift_sku="HN250", gift_quantity="1", each="是"
    )
    came(world, amount=amount)


def asked(world: World, words: str = "我要退1箱可乐") -> None:
    world.dealer.types(words).taps("🙅 不想要了").taps("💰 退款")


def agreed(world: World) -> None:
    world.dealer.taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✅ 同意").sees("等货退回来")
    world.deliver()


def test_it_is_told_before_the_tap_and_comes_back(world: World) -> None:
    with_gift(world)
    asked(world)
    world.dealer.sees("不够送赠品", "火犇", "1罐", "一起退回", "¥")
    world.dealer.taps("✅ 交给业务员").sees("赠品 → 一起退回", "不退回就按")
    world.deliver()
    world.salesperson.hears("赠品 → 一起退回", "不退回就按").taps("✅ 同意")
    world.deliver()
    world.warehouse.hears("1罐，赠品 → 一起退回")
    assert "¥" not in world.warehouse.text
    before = on_hand(world, "HN250"), owed(world)
    world.warehouse.taps("✅ 都到了")
    goods, gift = lines_of(world)
    assert (gift.reason, gift.good, gift.credited, gift.charged) == (ReturnReason.GIFT, D(1), D(0), D(0))
    assert (on_hand(world, "HN250"), owed(world)) == (before[0] + 1, before[1] - goods.credited)
    is_whole(world)


def test_it_does_not_come_back_and_is_charged_at_what_was_told(world: World) -> None:
    with_gift(world)
    asked(world)
    agreed(world)
    before = owed(world)
    world.warehouse.taps("✏️ 点数").taps("✅ 都是好的")
    world.warehouse.taps("✅ 只到了点的这些").sees("收好了")
    world.deliver()
    goods, gift = lines_of(world)
    assert gift.kept == 1
    assert gift.charged == gift.price > 0
    assert owed(world) == before - goods.credited + gift.charged
    world.dealer.hears("没退回的 1罐，收 ¥", "🎁 赠品没退回")
    world.dealer.types("对账单").sees("进货 ¥92.20", "退货减免 ¥44.00")
    is_whole(world)


def test_where_we_are_to_blame_it_stays(world: World) -> None:
    with_gift(world)
    world.dealer.types("我要退1箱可乐").taps("💥 破了").taps("💰 退款").does_not_see("赠品").taps("✅ 交给业务员")
    assert len(lines_of(world)) == 1
    world.dealer.types("可乐少了24罐").taps("💰 退款").does_not_see("赠品")
    is_whole(world)


def test_the_salesperson_lets_it_go(world: World) -> None:
    with_gift(world)
    asked(world)
    world.dealer.taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✏️ 🎁").taps("❌ 这一样不同意").taps("✅ 同意")
    world.deliver()
    world.warehouse.taps("✅ 都到了")
    _, gift = lines_of(world)
    assert (gift.agreed, gift.charged) == (D(0), D(0))
    is_whole(world)


def test_less_is_agreed_to_and_the_gift_is_earned_again(world: World) -> None:
    with_gift(world, 60)
    asked(world)
    world.dealer.taps("✅ 交给业务员")
    world.deliver()
    world.salesperson.taps("✏️").types("12罐").sees("同意 12罐", "不用退回了").taps("✅ 同意")
    world.deliver()
    world.warehouse.taps("✅ 都到了")
    _, gift = lines_of(world)
    assert (gift.agreed, gift.charged) == (D(0), D(0))
    is_whole(world)


def test_less_comes_and_the_gift_is_earned_again(world: World) -> None:
    with_gift(world, 60)
    asked(world)
    agreed(world)
    world.warehouse.taps("✏️ 点数").types("10罐").taps("✅ 只到了点的这些")
    _, gift = lines_of(world)
    assert (gift.agreed, gift.charged) == (D(1), D(0))
    is_whole(world)


def test_the_second_return_takes_what_the_first_left(world: World) -> None:
    with_gift(world)
    for _ in range(2):
        asked(world)
        agreed(world)
        world.warehouse.taps("✅ 都到了")
        world.deliver()
    assert [line.good for line in lines_of(world) if line.reason is ReturnReason.GIFT] == [D(1), D(1)]
    assert owed(world) == 0
    is_whole(world)


def test_discounts_stay_shared_as_they_were(world: World) -> None:
    promote(world, promotion="满减", kind="满减", reach="50", off="10")
    promote(
        world, promotion="送红牛", kind="买赠", sku="KL330", reach="24", gift_sku="HN250", gift_quantity="1", each="是"
    )
    came(world)
    paid = owed(world)
    asked(world)
    agreed(world)
    world.warehouse.taps("✅ 都到了")
    goods, _ = lines_of(world)
    assert goods.credited == paid / 2
    is_whole(world)
