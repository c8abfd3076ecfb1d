"""What an approver sees on a card, and what a press that comes too late is answered."""

from decimal import Decimal

from sqlmodel import select

from domain import scheduled
from domain.rules.order_life import OrderStatus
from domain.tables.people import Account, Channel, Person
from tests.orders import approve, change, current, place, receive, ship
from tests.phones import Phone
from tests.world import World


def test_an_approver_sees_stock_and_that_it_is_a_first_order(world: World) -> None:
    place(world, {"KL330": 48, "ZJ10": 16})
    world.salesperson.types("订单").taps("1123-0001")
    world.salesperson.sees("李记便利店", "老李", "✓有货", "⏳欠 2箱", "第一次下单").does_not_see("额度")


def test_an_approver_sees_the_last_order_and_the_credit_with_its_parts(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "李记便利店")).one().credit_limit = Decimal(1000)
    before = place(world, {"KL330": 24})
    approve(world, before)
    receive(world, ship(world, before))
    world.clock.pass_(days=1)
    place(world, {"KL330": 48})
    world.salesperson.types("订单").taps("1124-0001")
    world.salesperson.sees("上次下单 1123-0001 · 11月23日 · ¥44.00", "¥88.00")
    world.salesperson.sees("额度 ¥1,000.00，还能订 ¥868.00", "欠款 ¥44.00", "待审核 ¥88.00")


def test_a_press_on_an_approved_order_says_who_was_faster(world: World) -> None:
    order = place(world, {"KL330": 24})
    world.admin.types("订单").taps("1123-0001").sees("✅ 通过")
    approve(world, order)
    world.clock.pass_(minutes=5)
    world.admin.taps("✅ 通过").sees("小王", "5 分钟前已通过", "待备货").does_not_see("✅ 通过")
    assert current(world, order).decided_at is not None


def test_a_dealer_who_cancels_after_picking_began_is_told_so_and_nothing_changes(world: World) -> None:
    order = place(world, {"KL330": 24})
    approve(world, order)
    world.dealer.types("订单").taps("1123-0001").sees("❌ 取消订单")
    ship(world, order)
    before = world.stock("KL330")
    world.dealer.taps("❌ 取消订单").sees("老周", "已发货").does_not_see("❌")
    assert current(world, order).status is OrderStatus.APPROVED
    assert world.stock("KL330") == before


def test_somebody_elses_order_does_not_exist_for_a_dealer(world: World) -> None:
    place(world, {"KL330": 24}, who="Ann")
    world.english_dealer.types("orders").taps("1123-0001")
    foreign = world.english_dealer.find("❌")[1]
    world.dealer.taps_button(foreign).does_not_see("Harbour", "¥")


def test_the_owners_card_of_an_account_whose_salesperson_left_closes_too(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "小王")).one().active = False
    order = place(world, {"KL330": 24})
    world.deliver()
    world.admin.hears(order.number, "✅ 通过")
    world.dealer.types("订单").taps("1123-0001").taps("↩️")
    world.deliver()
    assert current(world, order).status is OrderStatus.WITHDRAWN
    _sees_it_closed(world, world.admin)


def test_the_owners_card_of_an_order_that_waited_too_long_closes_when_it_expires(world: World) -> None:
    order = place(world, {"KL330": 24})
    for hours, job in ((2, scheduled.remind_due), (2, scheduled.remind_due), (48, scheduled.expire_due)):
        world.clock.pass_(hours=hours)
        with world.database.transaction() as session:
            job(world.actor(session))
        world.deliver()
    assert current(world, order).status is OrderStatus.EXPIRED
    _sees_it_closed(world, world.admin)


def test_the_owners_card_shows_what_was_changed_after_it_had_waited_too_long(world: World) -> None:
    order = place(world, {"KL330": 24})
    for _ in range(2):
        world.clock.pass_(hours=2)
        with world.database.transaction() as session:
            scheduled.remind_due(world.actor(session))
        world.deliver()
    change(world, order, "KL330", 72)
    world.deliver()
    if world.channel is not Channel.WECHAT:
        assert "3箱" in world.admin.chat[-1].reply.text()


def _sees_it_closed(world: World, who: Phone) -> None:
    """Nothing is left to decide on the card; WeChat cannot draw one anew."""
    if world.channel is not Channel.WECHAT:
        assert not [each.label for each in who.chat[-1].reply.choices() if "✅" in each.label]
