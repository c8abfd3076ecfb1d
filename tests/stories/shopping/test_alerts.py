"""⏰ Goods that are not there: a dealer asks to be told, hears in turn, and staff see what was wanted."""

from decimal import Decimal

from sqlmodel import select

from domain import scheduled
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.stock import StockAlert
from tests.world import World


def move(world: World, code: str, amount: int) -> None:
    """陈总 takes goods in, or counts none."""
    sku = world.sku(code).id
    with world.database.transaction() as session:
        actor = world.actor(session, "陈总")
        if amount:
            stock.receive(actor, home(session), sku, Decimal(amount))
        else:
            stock.count(actor, home(session), sku, Decimal(0))
    world.deliver()


def told(world: World) -> int:
    with world.database.transaction() as session:
        return scheduled.tell_of_goods(world.actor(session))


def alerts(world: World) -> list[StockAlert]:
    with world.session() as session:
        return list(session.exec(select(StockAlert)))


def test_a_dealer_taps_and_hears_when_goods_are_there(world: World) -> None:
    move(world, "HN250", 0)
    world.dealer.types("红牛").sees("⏰ 到了告诉我 1箱").taps("⏰").sees("火犇能量饮料", "1箱", "不替您留着")
    assert [each.quantity for each in alerts(world)] == [24]
    move(world, "HN250", 48)
    world.dealer.hears("⏰ 您等的货到了", "火犇能量饮料", "1箱", "🛒")
    move(world, "HN250", 48)
    assert len([each for each in world.dealer.heard if "您等的货到了" in each.text()]) == 1


def test_it_can_be_typed(world: World) -> None:
    move(world, "HN250", 0)
    world.dealer.types("红牛到货了告诉我 2箱").sees("⏰", "2箱")
    world.dealer.types("红牛").types("到了告诉我 3箱").sees("⏰", "3箱")
    world.english_dealer.types("let me know when red bull is back in stock").sees("⏰", "Huoben Energy")
    assert sorted(int(each.quantity) for each in alerts(world)) == [24, 72]


def test_whoever_asked_first_hears_first_as_far_as_the_goods_go(world: World) -> None:
    move(world, "HN250", 0)
    world.dealer.types("红牛到货了告诉我 2箱").sees("⏰")
    world.clock.pass_(minutes=1)
    world.english_dealer.types("红牛到货了告诉我 1箱").sees("⏰")
    move(world, "HN250", 48)
    world.dealer.hears("您等的货到了")
    assert not world.english_dealer.heard
    move(world, "HN250", 24)
    world.english_dealer.hears("⏰ Goods you asked about are there")


def test_one_message_a_day_and_none_at_night(world: World) -> None:
    for code, name in (("HN250", "红牛"), ("XB330", "雪璃")):
        move(world, code, 0)
        world.dealer.types(f"{name}到货了告诉我 1箱").sees("⏰")
    move(world, "HN250", 24)
    move(world, "XB330", 24)
    assert len([each for each in world.dealer.heard if "您等的货到了" in each.text()]) == 1
    world.clock.pass_(hours=17)
    assert told(world) == 0
    world.clock.pass_(hours=7)
    assert told(world) == 1
    world.deliver()
    world.dealer.hears("您等的货到了", "雪璃")


def test_nobody_is_told_after_a_month(world: World) -> None:
    move(world, "HN250", 0)
    world.dealer.types("红牛到货了告诉我 1箱").sees("⏰")
    world.clock.pass_(days=31)
    move(world, "HN250", 24)
    assert not world.dealer.heard


def test_staff_see_what_was_wanted(world: World) -> None:
    move(world, "HN250", 0)
    world.dealer.types("红牛到货了告诉我 2箱").sees("⏰")
    world.english_dealer.types("红牛到货了告诉我 1箱").sees("⏰")
    world.warehouse.types("库存").taps("⏰ 想要没货的").sees("火犇能量饮料", "2 人要", "3箱")


def test_the_day_on_which_more_comes_is_said_wherever_somebody_waits(world: World) -> None:
    world.warehouse.types("ZJ10").taps("库存").taps("✏️ 到货日期").types("11月28日").sees("记下了", "11月28日")
    world.dealer.types("抽纸").sees("预计 11月28日 到货")
    world.dealer.types("抽纸 1箱").types("结算").sees("预计 11月28日 到货").taps("✅").sees("预计 11月28日")
    world.deliver()
    world.salesperson.hears("⏳欠 1箱（预计 11月28日 到）")
    move(world, "ZJ10", 8)
    world.dealer.types("抽纸").does_not_see("预计")


def test_what_was_there_at_checkout_and_is_gone_at_the_yes_can_be_waited_for(world: World) -> None:
    dealer = world.dealer.types("红牛 2箱").taps("🛒").taps("✅ 去结算")
    sku = world.sku("HN250").id
    with world.database.transaction() as session:
        stock.count(world.actor(session, "陈总"), home(session), sku, Decimal(24))
    dealer.taps("✅").sees("火犇能量饮料", "⏰ 到了告诉我 1箱").taps("⏰").sees("1箱", "不替您留着")
    assert [each.quantity for each in alerts(world)] == [24]
