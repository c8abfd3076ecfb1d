"""A salesperson who is away: somebody stands in for some days, cards go to both, and it ends by itself."""

from datetime import date

import pytest
from sqlmodel import select

from domain import scheduled
from domain.checks import check_all
from domain.people import deputies
from domain.refusals import BadDate, NotAllowed, NotFound, Refusal
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order
from domain.tables.people import Person
from tests.orders import approve, current, place
from tests.world import World

TODAY = date(2026, 11, 23)


def appoint(
    world: World, first: date = TODAY, last: date = date(2026, 11, 25), who: str = "小王", deputy: str = "小赵"
) -> None:
    ids = {name: world.person(name).id for name in ("小王", deputy)}
    with world.database.transaction() as session:
        deputies.appoint(world.actor(session, who), ids["小王"], ids[deputy], first, last)


def status(world: World, order: Order) -> OrderStatus:
    with world.session() as session:
        assert check_all(session) == []
    return current(world, order).status


def test_a_salesperson_chooses_a_deputy_and_the_days_by_tapping(world: World) -> None:
    world.salesperson.types("菜单").taps("🌴 找人代班").sees("小王 没有安排代班").taps("✏️ 找人代班").taps("小赵")
    world.salesperson.sees("小赵 替 小王 代班，哪几天").taps("✅ 11月23日 到 11月25日").sees("安排好了", "小赵 代班")
    world.deliver()
    world.other_salesperson.hears("小赵 替 小王 代班", "11月23日", "11月25日")
    order = place(world)
    world.deliver()
    world.salesperson.hears("🔔 新订单", order.number)
    world.other_salesperson.hears("🔔 新订单", order.number, "✅ 通过").taps("✅ 通过").sees("已通过")
    assert status(world, order) is OrderStatus.APPROVED


def test_or_in_words_with_typed_days(world: World) -> None:
    world.salesperson.types("小赵代我的班").sees("小赵 替 小王 代班，哪几天").types("11月24日到27日").taps(
        "✅ 11月24日 到 11月27日"
    ).sees("安排好了")
    world.salesperson.types("代班").sees("小赵 代班，11月24日 到 11月27日").taps("❌ 不用 小赵").sees("没有安排代班")
    world.deliver()
    world.other_salesperson.hears("小王 的代班结束了")


def test_days_nobody_understands_are_asked_for_again(world: World) -> None:
    world.salesperson.types("小赵代我的班").types("25日到23日")
    world.salesperson.types("小赵代我的班").types("明天到周五").sees("✅ 11月24日 到 11月27日")


def test_it_begins_and_ends_by_itself(world: World) -> None:
    appoint(world, date(2026, 11, 24), date(2026, 11, 25))
    seen = []
    for _ in range(4):
        order = place(world)
        world.deliver()
        seen.append(any(order.number in reply.text() for reply in world.other_salesperson.heard))
        world.clock.pass_(days=1)
    assert seen == [False, True, True, False]


def test_the_last_hour_of_the_last_day_is_still_the_deputys(world: World) -> None:
    appoint(world, TODAY, TODAY)
    world.clock.pass_(hours=13, minutes=59)  # a minute before midnight in Shanghai
    order = place(world)
    world.deliver()
    world.clock.pass_(minutes=2)
    later = place(world, who="Ann")
    world.deliver()
    heard = "\n".join(reply.text() for reply in world.other_salesperson.heard)
    assert order.number in heard
    assert later.number not in heard
    with pytest.raises(NotFound):
        approve(world, later, "小赵")


def test_orders_that_wait_already_come_to_the_deputy(world: World) -> None:
    order = place(world)
    appoint(world)
    world.deliver()
    world.other_salesperson.hears("🔔 新订单", order.number)
    world.other_salesperson.presses("waiting").sees("1 张订单", "李记便利店")


def test_a_deputy_sees_and_serves_the_accounts_only_while_it_lasts(world: World) -> None:
    order = place(world)
    world.other_salesperson.types("订单").does_not_see("李记便利店")
    appoint(world, TODAY, TODAY)
    world.other_salesperson.types("订单").sees("李记便利店")
    world.other_salesperson.presses("accounts").sees("李记便利店")
    world.clock.pass_(days=1)
    world.other_salesperson.types("订单").does_not_see("李记便利店")
    world.other_salesperson.presses("accounts").does_not_see("李记便利店")
    with pytest.raises(NotFound):
        approve(world, order, "小赵")


def test_an_admin_appoints_for_another(world: World) -> None:
    world.admin.types("人员").types("小王").taps("🌴 代班").taps("✏️ 找人代班").taps("小赵").taps(
        "✅ 11月23日 到 11月29日"
    )
    world.admin.sees("小赵 代班")
    world.deliver()
    world.salesperson.hears("小赵 替 小王 代班")
    world.other_salesperson.hears("小赵 替 小王 代班")


def test_a_new_deputy_takes_the_place_of_the_one_before(world: World) -> None:
    appoint(world)
    appoint(world, deputy="陈总")
    order = place(world)
    world.deliver()
    world.admin.hears("🔔 新订单", order.number)
    assert not any("🔔 新订单" in reply.text() for reply in world.other_salesperson.heard)


def test_a_deputy_who_is_switched_off_hears_nothing(world: World) -> None:
    appoint(world)
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "小赵")).one().active = False
    order = place(world)
    world.deliver()
    world.salesperson.hears("🔔 新订单", order.number)


@pytest.mark.parametrize("who", ["老李", "小赵", "老周", "小孙", "阿美"])
def test_nobody_else_appoints(world: World, who: str) -> None:
    with pytest.raises(Refusal):
        appoint(world, who=who)


def test_what_is_no_deputy_or_no_days_is_refused(world: World) -> None:
    for deputy in ("老李", "老周", "小孙", "小王"):
        with pytest.raises(NotFound):
            appoint(world, deputy=deputy)
    for first, last in (
        (date(2026, 11, 22), date(2026, 11, 25)),
        (date(2026, 11, 25), date(2026, 11, 24)),
        (TODAY, date(2028, 1, 1)),
    ):
        with pytest.raises(BadDate):
            appoint(world, first, last)
    with pytest.raises(NotAllowed):
        appoint(world, who="老李")


def test_a_deputy_speaks_english(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "小王")).one().language = "en"
    world.salesperson.types("deputy").sees("Nobody stands in").taps("✏️ Choose a deputy").taps("小赵")
    world.salesperson.types("24 Nov to 27 Nov").taps("✅").sees("Done", "小赵 stands in")


def test_the_morning_digest_tells_the_deputy_of_what_waits_for_both(world: World) -> None:
    place(world)
    appoint(world)
    world.clock.pass_(hours=23)
    with world.database.transaction() as session:
        scheduled.morning_digest(world.actor(session))
    world.deliver()
    for phone in (world.salesperson, world.other_salesperson):
        phone.hears("早上好", "1")
