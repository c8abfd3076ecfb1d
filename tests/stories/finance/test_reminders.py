"""What is sent by itself: statements in the evening of their day, reminders of what is due, and the digest."""

from sqlmodel import select

from domain import scheduled
from domain.tables.notices import NoticeKind
from domain.tables.people import Account
from tests.orders import approve, place, ship
from tests.world import World

HOUSE = "李记便利店"


def on_terms(world: World, terms: str) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().terms = terms


def bought(world: World, much: int = 10) -> None:
    order = place(world, {"KL500": much})
    approve(world, order)
    ship(world, order)


def jobs(world: World) -> int:
    """What the clock does every few minutes."""
    with world.database.transaction() as session:
        actor = world.actor(session)
        done = scheduled.send_statements(actor) + scheduled.remind_of_payments(actor)
    world.deliver()
    return done


def days_on(world: World, days: int) -> None:
    """To eleven in the morning, so many days later."""
    world.clock.pass_(days=days)


def test_the_statement_comes_in_the_evening_of_its_day_and_once(world: World) -> None:
    on_terms(world, "月结:25:10")
    bought(world)
    days_on(world, 2)
    assert jobs(world) == 0
    world.clock.pass_(hours=9)
    assert jobs(world) == 1
    assert jobs(world) == 0
    world.dealer.hears("请您对一下", "10月26日–11月25日", "＝ 期末欠款 ¥25.00").taps("✅ 对账无误").sees("对好了")
    assert len(world.dealer.heard[-1].files) == 2


def test_a_machine_that_was_off_for_a_week_sends_each_once_and_never_at_night(world: World) -> None:
    bought(world)
    world.clock.pass_(days=14, hours=12)
    assert jobs(world) == 0, "it is ten in the evening"
    world.clock.pass_(hours=12)
    jobs(world)
    jobs(world)
    assert world.notices(NoticeKind.STATEMENT_READY) == 1
    world.dealer.hears("11月1日–11月30日")
    assert not any("Statement" in reply.text() for reply in world.english_dealer.heard), "they never had an entry"


def test_what_was_agreed_on_before_is_not_sent(world: World) -> None:
    bought(world)
    days_on(world, 8)
    world.dealer.types("对账单").taps("✅ 对账无误")
    jobs(world)
    assert world.notices(NoticeKind.STATEMENT_READY) == 0


def test_buyers_are_reminded_before_on_the_day_and_weekly_after(world: World) -> None:
    on_terms(world, "5")
    bought(world)
    told = []
    for _ in range(30):
        days_on(world, 1)
        jobs(world)
        told.append(
            [world.notices(kind) for kind in (NoticeKind.PAYMENT_SOON, NoticeKind.PAYMENT_DUE, NoticeKind.PAYMENT_LATE)]
        )
    assert told[0] == [0, 0, 0]
    assert told[1] == [1, 0, 0]
    assert told[4] == [1, 1, 0]
    assert told[10] == [1, 1, 0]
    assert told[11] == [1, 1, 1]
    assert told[18] == [1, 1, 2]
    world.dealer.hears("¥25.00", "11月28日到期").hears("今天到期").hears("已过付款日", "我付了")
    world.dealer.taps("💵 我付了").sees("您付了多少").types("25").taps("✅ 告诉财务").sees("已经告诉财务")


def test_what_is_due_soon_today_and_late_is_said_in_one_message_a_day(world: World) -> None:
    for terms, waits in (("1", 7), ("1", 2), ("3", 0)):
        on_terms(world, terms)
        bought(world)
        days_on(world, waits)
    before = len(world.dealer.heard)
    days_on(world, -1)
    on_terms(world, "1")
    bought(world)
    days_on(world, 1)
    jobs(world)
    jobs(world)
    told = [reply.text() for reply in world.dealer.heard[before:] if "到期" in reply.text() or "付款日" in reply.text()]
    assert len(told) == 1
    assert all(words in told[0] for words in ("已过付款日", "今天到期", "12月5日到期"))


def test_the_stop_button_stops_reminders_and_nothing_else(world: World) -> None:
    on_terms(world, "2")
    bought(world)
    days_on(world, 1)
    jobs(world)
    world.dealer.taps("🔕 不再提醒").sees("不再提醒付款")
    days_on(world, 10)
    jobs(world)
    assert world.notices(NoticeKind.PAYMENT_LATE) == 0
    assert world.notices(NoticeKind.STATEMENT_READY) == 1
    world.dealer.types("欠多少").taps("🔔 付款提醒").sees("到期前会提醒")
    world.dealer.types("欠多少").does_not_see("🔔 付款提醒")


def test_what_was_paid_meanwhile_is_not_reminded_of(world: World) -> None:
    on_terms(world, "2")
    bought(world)
    world.finance.types(f"{HOUSE}欠多少").taps("💵 收款").types("25").taps("✅ 记上")
    days_on(world, 2)
    jobs(world)
    assert world.notices(NoticeKind.PAYMENT_DUE) == 0


def test_the_digest_says_who_is_overdue(world: World) -> None:
    on_terms(world, "2")
    bought(world)
    days_on(world, 5)
    with world.database.transaction() as session:
        scheduled.morning_digest(world.actor(session))
    world.deliver()
    world.salesperson.hears("1 家逾期", f"{HOUSE} ¥25.00").taps("⏰").sees("一共逾期 ¥25.00")
    assert not any("逾期" in reply.text() for reply in world.other_salesperson.heard)
