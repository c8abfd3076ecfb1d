"""A message that PostgreSQL undid for no fault of its own is tried again: the person only sees the answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select
from structlog.testing import capture_logs

from domain.carts import carts
from domain.tables.orders import Order
from domain.tables.people import Channel, Identity
from domain.tables.stock import StockLevel
from handlers.conversation.verbs import Verb
from storage.engine import BUSY_MS
from tests.grounds import Kind
from tests.phones import Phone
from tests.together import PATIENCE, is_waiting, presses, wait_until
from tests.world import World

TRIED_AGAIN = "act is tried again"


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


@pytest.fixture
def kind() -> Kind:
    """SQLite lets only one write at all."""
    return Kind.POSTGRESQL


@pytest.fixture
def somebody(world: World) -> Iterator[Session]:
    """A session that has the stock in its hands, and does not give way soon."""
    sku_id = world.sku("KL330").id
    with world.session() as session:
        session.execute(text("SET LOCAL deadlock_timeout = '20s'"))
        session.exec(select(StockLevel).where(StockLevel.sku_id == sku_id).with_for_update())
        yield session


def submit(world: World) -> Phone:
    """The dealer orders cola."""
    wanted = carts.CartWish(sku_id=world.sku("KL330").id, quantity=Decimal(24))
    with world.database.transaction() as session:
        cart = carts.put(world.actor(session, "老李"), wanted)
    return presses(world.dealer, Verb.SUBMIT, cart.cart.id, cart.cart.revision, cart.total)()


def ordered(world: World) -> int:
    with world.session() as session:
        return len(session.exec(select(Order)).all())


def test_two_in_each_others_way(world: World, somebody: Session) -> None:
    with capture_logs() as logs, ThreadPoolExecutor(1) as dealer:
        answer = dealer.submit(submit, world)
        wait_until(lambda: is_waiting(world))
        somebody.exec(select(Identity).where(Identity.external == "li").with_for_update())
        somebody.commit()
        answer.result(PATIENCE).sees("D20261123-0001")
    # more than once where the turn that begins anew takes the identity before the other has woken up
    assert {each["reason"] for each in logs if each["event"] == TRIED_AGAIN} == {"DeadlockDetected"}
    assert ordered(world) == 1


def test_a_connection_that_is_cut(world: World, somebody: Session) -> None:
    cut = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with capture_logs() as logs, ThreadPoolExecutor(1) as dealer:
        answer = dealer.submit(submit, world)
        wait_until(lambda: is_waiting(world))
        somebody.execute(text(cut))
        wait_until(lambda: any(each["event"] == TRIED_AGAIN for each in logs))
        somebody.commit()
        answer.result(PATIENCE).sees("D20261123-0001")
    assert ordered(world) == 1


def test_nobody_waits_longer_than_a_platform_does(world: World, somebody: Session) -> None:
    """Then nothing was done, and the platform delivers again."""
    assert BUSY_MS < 5_000
    with ThreadPoolExecutor(1) as dealer, pytest.raises(OperationalError, match="lock timeout"):
        dealer.submit(submit, world).result(PATIENCE)
    somebody.commit()
    submit(world).sees("D20261123-0001")
    assert ordered(world) == 1
