"""✅ 对账无误 closes a period for both, ❌ 有异议 opens a case that finance answers."""

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import col, select

from domain.checks import check_all
from domain.finance import agreements, corrections, payments
from domain.refusals import StatementClosed, StatementMoved
from domain.tables.ledger import LedgerEntry
from domain.tables.notices import NoticeKind
from domain.tables.people import Account
from domain.tables.statements import StatementClosing
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import approve, place, ship
from tests.together import at_once
from tests.world import MONDAY, World

HOUSE = "李记便利店"
NOVEMBER = date(2026, 11, 30)


@pytest.fixture
def owner(world: World) -> int:
    with world.session() as session:
        return session.exec(select(Account.id).where(Account.name == HOUSE)).one()


def bought(world: World, much: int = 10) -> None:
    order = place(world, {"KL500": much})
    approve(world, order)
    ship(world, order)


def in_december(world: World) -> None:
    bought(world)
    world.clock.pass_(days=10)


def is_whole(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def days(world: World) -> list[date]:
    with world.session() as session:
        return list(session.exec(select(col(LedgerEntry.day)).order_by(col(LedgerEntry.id))))


def test_the_dealer_agrees_by_one_tap_and_the_salesperson_hears(world: World) -> None:
    in_december(world)
    world.dealer.types("对账单").sees("11月1日–11月30日", "点“对账无误”").taps("✅ 对账无误").sees("对好了", "老李")
    assert "✅ 对账无误" not in world.dealer.labels
    world.deliver()
    world.salesperson.hears(HOUSE, "对账无误", "11月30日", "¥25.00")
    world.dealer.types("对账单").sees("12月1日–12月3日", "期初欠款 ¥25.00").does_not_see("对账无误")
    world.finance.types(f"{HOUSE}11月的对账单").sees("老李", "已对账").does_not_see("❌ 有异议")
    is_whole(world)


def test_a_period_that_still_runs_is_not_agreed_on(world: World, owner: int) -> None:
    bought(world)
    world.dealer.types("对账单").sees("11月23日").does_not_see("对账无误", "有异议")
    for last in ("2026-11-23", "2026-11-30", "2026-12-31"):
        world.dealer.presses(data_of(Verb.AGREE, owner, last, 1)).does_not_see("对好了")


def test_on_the_closing_day_itself_what_follows_is_of_the_next_day(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().terms = "月结:23:10"
    bought(world)
    world.dealer.types("对账单").sees("10月24日–11月23日").taps("✅ 对账无误")
    bought(world, 4)
    assert days(world) == [date(2026, 11, 23), date(2026, 11, 24)]
    world.dealer.types("欠多少").sees("欠 ¥35.00", "未到期 ¥35.00")
    world.finance.types("谁欠钱").sees("¥35.00")
    world.dealer.types("对账单 11月").sees("＝ 期末欠款 ¥25.00")
    is_whole(world)


def test_what_came_in_between_is_shown_before_it_is_agreed_on(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().terms = "月结:23:10"
    bought(world)
    yes = world.dealer.types("对账单").find("✅ 对账无误")
    bought(world, 4)
    world.dealer.taps_button(yes[1], yes[0]).sees("又有新账", "＝ 期末欠款 ¥35.00").taps("✅ 对账无误").sees("对好了")
    world.dealer.taps_button(yes[1], yes[0]).sees("已经对过了")
    is_whole(world)


def test_only_buyers_agree_and_only_on_their_own(world: World, owner: int) -> None:
    in_december(world)
    for phone in (world.salesperson, world.finance, world.admin, world.english_dealer, world.customer, world.warehouse):
        phone.presses(data_of(Verb.AGREE, owner, "2026-11-30", 1)).does_not_see("对好了", "Agreed")
        phone.presses(data_of(Verb.DISPUTE_LINE, owner, "2026-11-30")).does_not_see("哪里不对", "What is wrong")
    with world.session() as session:
        assert session.exec(select(StatementClosing)).all() == []


def test_two_who_agree_at_once_agree_once(world: World, owner: int) -> None:
    in_december(world)
    with world.database.transaction() as session:
        agreements.agree(world.actor(session, "老李"), owner, NOVEMBER, 1)
    with pytest.raises(StatementClosed), world.database.transaction() as session:
        agreements.agree(world.actor(session, "老李"), owner, NOVEMBER, 1)
    world.clock.pass_(days=31)
    with pytest.raises(StatementMoved), world.database.transaction() as session:
        agreements.agree(world.actor(session, "老李"), owner, date(2026, 12, 31), 7)


def test_an_entry_waits_for_an_agreement_and_comes_after_it(world: World, owner: int) -> None:
    """Whoever pays in the moment somebody agrees is of the next period, in whichever order both are done."""
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().terms = "月结:23:10"
    bought(world)
    today = MONDAY.date()

    def agreed() -> None:
        with world.database.transaction() as session:
            buyer = world.actor(session, "老李")
            agreements.agree(buyer, owner, today, agreements.entries_until(buyer, owner, today))
            time.sleep(0.2)

    def paid() -> None:
        time.sleep(0.1)
        with world.database.transaction() as session:
            payments.record(world.actor(session, "小孙"), owner, Decimal(5))

    at_once(agreed, paid)
    with world.session() as session:
        (closing,) = session.exec(select(StatementClosing)).all()
        within = session.exec(select(LedgerEntry).where(col(LedgerEntry.day) <= today)).all()
        assert (closing.closing, closing.entries) == (sum(each.amount for each in within), len(within))
    assert days(world) == [today, today + timedelta(days=1)]
    is_whole(world)


def test_what_is_wrong_with_a_line_is_answered_by_finance(world: World) -> None:
    in_december(world)
    world.dealer.types("对账单").taps("❌ 有异议").sees("哪一笔不对").taps("发货").sees("哪里不对", "¥25.00")
    world.dealer.types("少了两瓶可乐").sees("告诉财务", "少了两瓶可乐").taps("✅ 告诉财务").sees("已经告诉财务")
    world.dealer.taps("📄 对账单").sees("等财务答复").does_not_see("对账无误")
    world.deliver()
    world.finance.hears(f"{HOUSE} 的 老李 对账有异议", "¥25.00", "少了两瓶可乐")
    world.finance.taps("✏️ 答复").types("核对过了，少两瓶，已经调账减 5 元").sees("答复 老李").taps("✅ 发给客户").sees(
        "发出去"
    )
    world.deliver()
    world.dealer.hears("财务答复", "少两瓶", "¥25.00").taps("📄 对账单").taps("✅ 对账无误").sees("对好了")
    is_whole(world)


def test_something_that_is_missing_can_be_said_too_and_a_case_stays_in_sight(world: World) -> None:
    in_december(world)
    world.dealer.types("对账单").taps("❌ 有异议").taps("➕ 别的").types("我 28 号付过 20").taps("✅ 告诉财务")
    world.dealer.taps("📄 对账单").taps("❌ 有异议").taps("➕ 别的").types("我 28 号付过 20").taps("✅ 告诉财务")
    assert world.notices(NoticeKind.STATEMENT_DISPUTED) == 1, "the same twice is one"
    world.finance.types(f"{HOUSE}11月的对账单").taps("❓ 看异议").sees("我 28 号付过 20", "对账单").taps("✏️ 答复")
    world.finance.types("查到了，谢谢").taps("✅ 发给客户")
    again = world.finance.find("✅ 发给客户") if "✅ 发给客户" in world.finance.labels else None
    assert again is None
    is_whole(world)


@pytest.mark.parametrize("words", ["x" * 8000, "🎁" * 301])
def test_very_long_words_are_refused_with_a_bound(world: World, words: str) -> None:
    in_december(world)
    world.dealer.types("对账单").taps("❌ 有异议").taps("➕ 别的").types(words)
    assert world.notices(NoticeKind.STATEMENT_DISPUTED) == 0
    assert "告诉财务：" not in world.dealer.text


def test_a_closed_period_that_was_touched_is_found(world: World, owner: int) -> None:
    in_december(world)
    with world.database.transaction() as session:
        actor = world.actor(session, "小孙")
        payments.record(actor, owner, Decimal(5))
        corrections.correct(actor, owner, Decimal(-5), "抹零")
    with world.database.transaction() as session:
        agreements.agree(world.actor(session, "老李"), owner, NOVEMBER, 1)
    is_whole(world)
    with world.database.transaction() as session:
        for entry in session.exec(select(LedgerEntry).where(LedgerEntry.day > NOVEMBER)):
            entry.day = NOVEMBER
    with world.session() as session:
        assert "statement_closed" in {each.what for each in check_all(session)}
