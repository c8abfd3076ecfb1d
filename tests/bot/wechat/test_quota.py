"""The ledger by itself: what it opens, what it takes, and that two at once never take the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from storage import wechat_quota
from storage.engine import Database
from storage.wechat_quota import Contact
from tests.bot.wechat.furniture import Clock


def open_window(database: Database, contact: Contact, clock: Clock) -> None:
    with database.transaction() as session:
        wechat_quota.open_window(session, "o1", contact, clock(), clock())


def claim(database: Database, clock: Clock, count: int = 1, spare: int = 0) -> tuple[Contact, ...]:
    with database.transaction() as session:
        return wechat_quota.claim(session, "o1", count, clock(), spare)


def test_nothing_may_be_sent_to_somebody_unknown(database: Database, clock: Clock) -> None:
    assert claim(database, clock) == ()


def test_the_window_that_closes_first_is_used_first(database: Database, clock: Clock) -> None:
    open_window(database, Contact.WROTE, clock)
    open_window(database, Contact.ACTED, clock)
    assert claim(database, clock, 4) == (Contact.ACTED,) * 3 + (Contact.WROTE,)
    assert claim(database, clock, 5) == ()
    assert claim(database, clock, 4) == (Contact.WROTE,) * 4
    assert claim(database, clock) == ()


def test_a_newer_contact_renews_a_window_and_never_adds_to_it(database: Database, clock: Clock) -> None:
    open_window(database, Contact.WROTE, clock)
    claim(database, clock, 3)
    clock.forward(seconds=1)
    open_window(database, Contact.WROTE, clock)
    assert claim(database, clock, 6) == ()
    assert len(claim(database, clock, 5)) == 5


def test_what_was_not_sent_is_given_back(database: Database, clock: Clock) -> None:
    open_window(database, Contact.WROTE, clock)
    taken = claim(database, clock, 5)
    with database.transaction() as session:
        wechat_quota.refund(session, "o1", taken[3:])
    assert claim(database, clock, 3) == ()
    assert len(claim(database, clock, 2)) == 2


def test_a_window_in_the_future_is_no_longer_than_any_other(database: Database, clock: Clock) -> None:
    with database.transaction() as session:
        wechat_quota.open_window(session, "o1", Contact.ACTED, clock() + timedelta(hours=1), clock())
    clock.forward(seconds=60)
    assert claim(database, clock) == ()


def test_twenty_at_once_take_five(database: Database, clock: Clock) -> None:
    open_window(database, Contact.WROTE, clock)
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: claim(database, clock), range(20)))
    assert sum(map(len, taken)) == 5


def test_of_two_rings_at_once_one_goes_out(database: Database, clock: Clock) -> None:
    def ring(_: int) -> bool:
        with database.transaction() as session:
            return wechat_quota.claim_ring(session, "o1", clock(), timedelta(minutes=3))

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(ring, range(4))) == 1
    clock.forward(minutes=3)
    assert ring(0)
