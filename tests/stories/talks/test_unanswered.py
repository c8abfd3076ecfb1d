"""Nobody answers, or nobody says anything any more: others are asked, and the talk ends, each once."""

from datetime import date

from domain.people import deputies
from domain.tables.notices import NoticeKind
from tests.talks import pass_minutes, said, the_talk
from tests.world import World


def ask(world: World) -> None:
    world.dealer.types("人工").types("货到了吗，急")
    world.deliver()


def appoint(world: World) -> None:
    """小赵 stands in for 小王 today."""
    ids = {name: world.person(name).id for name in ("小王", "小赵")}
    with world.database.transaction() as session:
        today = date(2026, 11, 23)
        deputies.appoint(world.actor(session, "陈总"), ids["小王"], ids["小赵"], today, today)


def test_after_ten_minutes_the_deputy_is_asked_and_after_ten_more_the_admins(world: World) -> None:
    appoint(world)
    ask(world)
    assert pass_minutes(world, 9) == 0
    assert pass_minutes(world, 1, runs=3) == 1
    world.other_salesperson.hears("李记便利店 老李", "等了 10 分钟", "货到了吗，急")
    assert world.notices(NoticeKind.THREAD_UNANSWERED) == 1
    assert pass_minutes(world, 10, runs=3) == 1
    world.admin.hears("李记便利店 老李", "等了 20 分钟").taps("💬 回复").types("我去问")
    world.deliver()
    world.dealer.hears("陈总：", "我去问")
    assert world.notices(NoticeKind.THREAD_UNANSWERED) == 2
    assert pass_minutes(world, 15, runs=2) == 0  # somebody answered


def test_without_a_deputy_the_admins_are_asked_at_once(world: World) -> None:
    ask(world)
    assert pass_minutes(world, 10, runs=2) == 1
    world.admin.hears("李记便利店 老李", "还没有人回复")
    the_talk(world)


def test_who_answers_in_time_is_left_in_peace_and_so_are_the_others(world: World) -> None:
    ask(world)
    world.salesperson.taps("💬 回复").types("到了")
    assert pass_minutes(world, 25) == 0
    assert world.notices(NoticeKind.THREAD_UNANSWERED) == 0


def test_a_talk_ends_by_itself_after_half_an_hour_and_both_are_told(world: World) -> None:
    ask(world)
    world.salesperson.taps("💬 回复").types("到了")
    assert pass_minutes(world, 29) == 0
    assert pass_minutes(world, 1, runs=2) == 1
    world.dealer.hears("半小时没人说话", "小王", "自动结束了")
    world.salesperson.hears("半小时没人说话", "李记便利店 老李", "自动结束了")
    assert the_talk(world).closed_by_id is None
    assert world.notices(NoticeKind.THREAD_CLOSED) == 2
    world.dealer.types("可乐500 10箱").sees("放进购物车了")


def test_a_machine_that_was_off_for_a_week_does_each_once(world: World) -> None:
    appoint(world)
    ask(world)
    assert pass_minutes(world, 7 * 24 * 60, runs=3) == 1
    assert the_talk(world).closed_at == world.clock()
    assert world.notices(NoticeKind.THREAD_CLOSED) >= 2  # the buyer, the salesperson, and whoever was asked
    world.dealer.hears("自动结束了")
    assert said(world) == [("老李", "货到了吗，急")]
