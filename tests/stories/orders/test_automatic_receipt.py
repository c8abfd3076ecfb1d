"""A parcel of which nobody says that it came: a reminder that names the day, then it counts as received."""

from sqlmodel import select

from domain import scheduled
from domain.checks import check_all
from domain.rules.order_life import OrderStatus
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account
from tests.business import set_up
from tests.orders import approve, current, parcels_of, place, receive, ship
from tests.world import World


def sent(world: World) -> Order:
    """Ten cans leave in one parcel, at eleven on Monday morning."""
    order = place(world, {"KL330": 10})
    approve(world, order)
    ship(world, order)
    world.deliver()
    return order


def days_on(world: World, days: int, hours: int = 0) -> None:
    """The clock's jobs run at the end of it."""
    world.clock.pass_(days=days, hours=hours)
    with world.database.transaction() as session:
        scheduled.receive_unconfirmed(world.actor(session))
    world.deliver()


def test_the_buyer_is_reminded_and_two_days_later_it_counts_as_received(world: World) -> None:
    order = sent(world)
    days_on(world, 11)
    assert world.notices(NoticeKind.RECEIPT_REMINDER) == 0
    days_on(world, 1)
    world.dealer.hears(order.number, "收到了吗", "12月7日", "就按收到处理")
    days_on(world, 1)
    assert current(world, order).status is OrderStatus.APPROVED
    days_on(world, 1)
    assert current(world, order).status is OrderStatus.COMPLETED
    world.salesperson.hears(order.number, "一直没人签收，按收到处理了")
    world.dealer.types(order.number).sees("已完成")
    with world.session() as session:
        assert check_all(session) == []
    days_on(world, 1)
    assert world.notices(NoticeKind.RECEIPT_REMINDER) == 1, "each once"


def test_a_tap_on_the_reminder_confirms_it(world: World) -> None:
    order = sent(world)
    days_on(world, 12)
    world.dealer.hears("收到了吗").taps("收到")
    assert current(world, order).status is OrderStatus.COMPLETED
    days_on(world, 3)
    [parcel] = parcels_of(world, order)
    assert parcel.received_by_id is not None


def test_whoever_misses_something_says_so_instead(world: World) -> None:
    order = sent(world)
    days_on(world, 12)
    world.dealer.hears("收到了吗").taps("有少货或破损").types("少了两罐").sees("少了两罐")
    world.deliver()
    world.salesperson.hears("少了两罐", order.number)


def test_a_machine_that_was_off_reminds_first_and_never_at_night(world: World) -> None:
    order = sent(world)
    days_on(world, 40, hours=12)
    assert world.notices(NoticeKind.RECEIPT_REMINDER) == 0, "it is night"
    days_on(world, 0, hours=12)
    assert world.notices(NoticeKind.RECEIPT_REMINDER) == 1
    assert current(world, order).status is OrderStatus.APPROVED
    days_on(world, 2)
    assert current(world, order).status is OrderStatus.COMPLETED


def test_the_shop_sets_its_days(world: World) -> None:
    set_up(world, receipt_days="5")
    order = sent(world)
    days_on(world, 3)
    days_on(world, 2)
    assert current(world, order).status is OrderStatus.COMPLETED


def test_what_is_billed_on_receipt_is_billed_then_and_once(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "李记便利店")).one().terms = "货到付款"
    order = sent(world)
    days_on(world, 12)
    world.dealer.types("欠多少").sees("没有欠款")
    days_on(world, 2)
    days_on(world, 1)
    receive(world, parcels_of(world, order)[0])
    world.dealer.types("欠多少").sees("欠 ¥")
    with world.session() as session:
        assert check_all(session) == []
