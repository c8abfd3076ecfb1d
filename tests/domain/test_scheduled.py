"""Scheduled work with the clock in hand: expiry, reminders, the morning digest, and letting go of the old."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, func, select

from domain.actor import Actor
from domain.rules.order_life import OrderStatus
from domain.scheduled import expire_due, forget_old, morning_digest, remind_due
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account, InviteTry, Person
from domain.tables.stock import StockLevel
from tests.orders import approve, current, place, ship
from tests.world import World

TUESDAY_AT_EIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # in Shanghai


def run(world: World, job: Callable[[Actor], int]) -> int:
    """One look of the clock, in a transaction of its own."""
    with world.database.transaction() as session:
        return job(world.actor(session))


def told(world: World, kind: NoticeKind) -> list[str]:
    """Who was left a notice of a kind, in the order of writing."""
    with world.session() as session:
        query = select(Person.name).join(Notice, col(Notice.person_id) == Person.id).where(Notice.kind == kind)
        return list(session.exec(query.order_by(col(Notice.id))))


def digest(world: World, name: str) -> dict[str, object]:
    """What somebody's newest digest says."""
    with world.session() as session:
        query = select(Notice).join(Person, col(Person.id) == Notice.person_id)
        mine = query.where(Person.name == name, Notice.kind == NoticeKind.MORNING_DIGEST)
        return session.exec(mine.order_by(col(Notice.id).desc())).first().facts  # type: ignore[union-attr]


class TestExpiry:
    def test_an_order_expires_when_its_time_has_passed_and_its_stock_goes_back(self, world: World) -> None:
        order = place(world)
        world.clock.pass_(hours=47)
        assert run(world, expire_due) == 0
        world.clock.pass_(hours=1)
        assert run(world, expire_due) == 1
        assert current(world, order).status is OrderStatus.EXPIRED
        assert world.stock("KL330").reserved == 0
        assert sorted(told(world, NoticeKind.ORDER_EXPIRED)) == ["小王", "老李"]

    def test_expiring_twice_changes_nothing_more(self, world: World) -> None:
        place(world)
        world.clock.pass_(days=3)
        run(world, expire_due)
        assert run(world, expire_due) == 0
        assert len(told(world, NoticeKind.ORDER_EXPIRED)) == 2

    def test_a_decided_order_does_not_expire(self, world: World) -> None:
        order = place(world)
        approve(world, order)
        world.clock.pass_(days=30)
        assert run(world, expire_due) == 0
        assert current(world, order).status is OrderStatus.APPROVED

    def test_a_missed_week_is_made_up_for_at_once(self, world: World) -> None:
        for name in ("老李", "Ann", "老莫"):
            place(world, who=name)
        world.clock.pass_(days=7)
        assert run(world, expire_due) == 3

    def test_an_order_that_cannot_expire_does_not_hold_up_the_others(self, world: World) -> None:
        bad = place(world, {"KL330": 48})
        world.clock.pass_(minutes=1)
        good = place(world, {"XB330": 24}, "Ann")
        cola = world.sku("KL330").id
        with world.database.transaction() as session:
            spoil(session, cola)
        world.clock.pass_(days=3)
        assert run(world, expire_due) == 1
        assert current(world, good).status is OrderStatus.EXPIRED
        assert current(world, bad).status is OrderStatus.SUBMITTED


class TestReminders:
    def test_the_approver_is_reminded_once_after_the_houses_time(self, world: World) -> None:
        order = place(world)
        world.clock.pass_(minutes=59)
        assert run(world, remind_due) == 0
        world.clock.pass_(minutes=1)
        assert run(world, remind_due) == 1
        assert run(world, remind_due) == 0
        world.deliver()
        world.salesperson.hears("还在等审核", order.number, "11月23日 10:00", "✅ 通过")
        assert not world.admin.heard

    def test_nobody_is_reminded_at_night(self, world: World) -> None:
        place(world)
        world.clock.pass_(hours=13)  # eleven at night
        assert run(world, remind_due) == 0
        world.clock.pass_(hours=9)
        assert run(world, remind_due) == 1

    def test_after_as_long_again_the_admins_get_the_card_once(self, world: World) -> None:
        order = place(world)
        world.clock.pass_(hours=1)
        run(world, remind_due)
        world.clock.pass_(hours=1)
        assert run(world, remind_due) == 1
        assert run(world, remind_due) == 0
        world.clock.pass_(hours=5)
        assert run(world, remind_due) == 0
        world.deliver()
        world.admin.hears("还在等审核", order.number, "李记便利店", "✅ 通过")
        assert told(world, NoticeKind.ORDER_REMINDER) == ["小王", "陈总"]

    def test_the_admins_card_closes_itself_when_the_salesperson_decides(self, world: World) -> None:
        order = place(world)
        for _ in range(2):
            world.clock.pass_(hours=1)
            run(world, remind_due)
        world.deliver()
        approve(world, order)
        world.deliver()
        assert "陈总" in told(world, NoticeKind.REDRAW_CARD)

    def test_missed_runs_bring_one_reminder_and_not_both_at_once(self, world: World) -> None:
        place(world)
        world.clock.pass_(hours=30)
        run(world, remind_due)
        assert told(world, NoticeKind.ORDER_REMINDER) == ["小王"]

    def test_where_all_salespeople_are_asked_all_are_reminded(self, world: World) -> None:
        place(world, who="老莫")
        world.clock.pass_(hours=1)
        run(world, remind_due)
        assert sorted(told(world, NoticeKind.ORDER_REMINDER)) == ["小王", "小赵"]

    def test_a_decided_order_reminds_nobody(self, world: World) -> None:
        approve(world, place(world))
        world.clock.pass_(hours=2)
        assert run(world, remind_due) == 0

    def test_a_reminder_that_arrives_after_the_decision_is_not_shown(self, world: World) -> None:
        order = place(world)
        world.clock.pass_(hours=1)
        run(world, remind_due)
        approve(world, order, "陈总")
        world.deliver()
        assert not [reply for reply in world.salesperson.heard if "还在等审核" in reply.text()]


class TestMorningDigest:
    def test_it_tells_what_waits_and_how_yesterday_went(self, world: World) -> None:
        first = place(world, {"JY1900": 6})
        approve(world, first)
        ship(world, first)
        approve(world, place(world, who="Ann"))
        place(world, {"XB330": 24})
        world.clock.at = TUESDAY_AT_EIGHT
        assert run(world, morning_digest) == 1
        world.deliver()
        world.salesperson.hears("早上好", "1 张订单等您审核", "11月23日 10:00", "1 张订单等仓库备货")
        world.salesperson.hears("昨天 3 张订单", "昨天发货 1 次")
        facts = digest(world, "小王")
        assert facts["total"] == str(sum(each.total for each in everything(world)))

    @pytest.mark.parametrize(("hour", "greeting"), [(8, "早上好"), (11, "早上好"), (16, "下午好"), (21, "晚上好")])
    def test_it_greets_by_the_time_of_day(self, world: World, hour: int, greeting: str) -> None:
        place(world)
        world.clock.at = TUESDAY_AT_EIGHT + timedelta(hours=hour - 8)
        run(world, morning_digest)
        world.deliver()
        world.salesperson.hears(greeting, "1 张订单等您审核")

    def test_it_comes_once_a_day_and_not_before_the_hour(self, world: World) -> None:
        place(world)
        world.clock.at = TUESDAY_AT_EIGHT
        world.clock.pass_(minutes=-1)
        assert run(world, morning_digest) == 0
        world.clock.pass_(minutes=1)
        assert run(world, morning_digest) == 1
        world.clock.pass_(minutes=5)
        assert run(world, morning_digest) == 0

    def test_it_comes_again_the_next_day(self, world: World) -> None:
        place(world)
        world.clock.at = TUESDAY_AT_EIGHT
        run(world, morning_digest)
        world.clock.pass_(hours=24)
        assert run(world, morning_digest) == 1

    def test_a_server_that_slept_through_the_morning_sends_it_late(self, world: World) -> None:
        place(world)
        world.clock.at = TUESDAY_AT_EIGHT
        world.clock.pass_(hours=6)
        assert run(world, morning_digest) == 1

    def test_a_digest_that_failed_half_way_is_made_again(self, world: World) -> None:
        place(world)
        world.clock.at = TUESDAY_AT_EIGHT

        def dies(actor: Actor) -> int:
            morning_digest(actor)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            run(world, dies)
        assert run(world, morning_digest) == 1

    def test_where_there_is_nothing_to_say_nothing_is_said(self, world: World) -> None:
        world.clock.at = TUESDAY_AT_EIGHT
        assert run(world, morning_digest) == 0
        place(world)
        world.clock.pass_(hours=1)
        assert run(world, morning_digest) == 0, "what comes later is not this morning's"

    def test_everybody_reads_about_their_own_accounts_and_nobodys(self, world: World) -> None:
        place(world)
        place(world, who="老莫")
        world.clock.at = TUESDAY_AT_EIGHT
        assert run(world, morning_digest) == 2
        assert digest(world, "小王")["waiting"] == 2
        assert digest(world, "小赵")["waiting"] == 1

    def test_expired_orders_are_named(self, world: World) -> None:
        order = place(world)
        with world.database.transaction() as session:
            session.get_one(Order, order.id).expires_at = world.clock()
        run(world, expire_due)
        world.clock.at = TUESDAY_AT_EIGHT
        run(world, morning_digest)
        assert digest(world, "小王")["expired"] == 1
        assert digest(world, "小王")["orders"] == 0

    def test_yesterdays_digest_is_not_shown_today(self, world: World) -> None:
        place(world)
        world.clock.at = TUESDAY_AT_EIGHT
        run(world, morning_digest)
        world.clock.pass_(hours=24)
        world.deliver()
        assert not [reply for reply in world.salesperson.heard if "早上好" in reply.text()]


class TestForgetting:
    def test_what_was_told_long_ago_goes_and_what_was_not_told_stays(self, world: World) -> None:
        place(world)
        world.deliver()
        place(world, who="Ann")
        world.clock.pass_(days=61)
        run(world, forget_old)
        assert told(world, NoticeKind.ORDER_WAITING) == ["小王"]

    def test_wrong_codes_are_forgotten_once_they_no_longer_count(self, world: World) -> None:
        with world.database.transaction() as session:
            session.add(InviteTry(channel=world.channel, external="nobody", at=world.clock()))
        world.clock.pass_(days=3)
        run(world, forget_old)
        with world.session() as session:
            assert session.exec(select(func.count()).select_from(InviteTry)).one() == 0


def everything(world: World) -> list[Order]:
    """All orders."""
    with world.session() as session:
        return list(session.exec(select(Order).join(Account)))


def spoil(session: Session, sku_id: int) -> None:
    """Make the books wrong, so that giving stock back would go below zero."""
    for level in session.exec(select(StockLevel).where(StockLevel.sku_id == sku_id)):
        level.reserved = Decimal(0)
