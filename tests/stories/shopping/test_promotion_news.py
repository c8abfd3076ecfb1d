"""News of promotions: told once to whom they concern, by day, and no more after one tap."""

from domain.catalogue import news
from tests.promotions import promote
from tests.world import World


def told(world: World) -> int:
    with world.database.transaction() as session:
        count = news.tell(world.actor(session))
    world.deliver()
    return count


def test_new_promotions_are_one_message_to_whom_they_concern(world: World) -> None:
    promote(world, promotion="年末满减", kind="满减", reach="500", off="50", for_accounts="李记便利店")
    promote(
        world,
        promotion="送水",
        kind="满赠",
        reach="100",
        gift_sku="QS550",
        gift_quantity="24",
        for_accounts="李记便利店",
    )
    promote(world, promotion="下个月", kind="满减", reach="10", off="1", starts_on="2026-12-01")
    told(world)
    dealer = world.dealer.hears("2 个新优惠", "年末满减", "满 ¥500.00 减 ¥50.00", "送水", "1箱")
    assert not any("年末满减" in reply.title + "".join(reply.lines) for reply in world.english_dealer.heard)
    assert told(world) == 0
    world.clock.pass_(hours=24 * 8)
    assert told(world) > 0
    dealer.hears("1 个新优惠", "下个月")


def test_nobody_is_told_at_night(world: World) -> None:
    promote(world, promotion="年末满减", kind="满减", reach="500", off="50")
    world.clock.pass_(hours=12)
    assert told(world) == 0
    world.clock.pass_(hours=12)
    assert told(world) > 0
    world.dealer.hears("年末满减")


def test_one_tap_ends_such_news_and_another_brings_them_back(world: World) -> None:
    promote(world, promotion="年末满减", kind="满减", reach="500", off="50")
    told(world)
    dealer = world.dealer.taps("❌ 以后不再发").sees("以后不再给您发优惠消息")
    promote(world, promotion="又一个", kind="满减", reach="300", off="20")
    told(world)
    assert not any("又一个" in "".join(reply.lines) for reply in dealer.heard)
    dealer.types("有什么优惠").sees("又一个")
    dealer.taps("✅ 还是要发").sees("会告诉您")
    promote(world, promotion="第三个", kind="满减", reach="200", off="10")
    told(world)
    dealer.hears("第三个")


def test_what_ended_before_the_news_arrived_is_not_told(world: World) -> None:
    promote(world, promotion="年末满减", kind="满减", reach="500", off="50")
    with world.database.transaction() as session:
        assert news.tell(world.actor(session)) > 0
    world.salesperson.types("有什么优惠").taps("💰 年末满减").taps("❌ 结束").taps("✅ 确认结束")
    world.deliver()
    assert world.dealer.heard == []
