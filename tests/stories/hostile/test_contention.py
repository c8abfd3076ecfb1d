"""Sixty-four at once on the last goods: exactly what there is gets sold, and nobody hears of anybody's way crossed."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select
from structlog.testing import capture_logs
from structlog.typing import EventDict

from domain import scheduled
from domain.carts import carts
from domain.carts.carts import CartWish
from domain.checks import check_all
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.stock import stock
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Channel
from domain.tables.stock import StockLevel
from handlers.conversation.verbs import Verb
from locales import words_for
from tests.grounds import Kind
from tests.orders import current, place
from tests.phones import Phone
from tests.together import PATIENCE, at_once, is_waiting, newcomer, presses, wait_until
from tests.world import World

CROWD = 64
#: Three goods, two of them in each order, named in either way: whoever takes them one by one meets the others.
PAIRS = tuple(itertools.permutations(("KL330", "QS550", "JY1900"), 2))
APOLOGY = words_for("zh-CN")("trouble.ours", id="|").partition("|")[0]


@pytest.fixture
def channel() -> Channel:
    """The way a message came makes no difference to stock."""
    return Channel.TELEGRAM


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """Nobody may have been in anybody's way for long: not the people, and not the jobs."""
    with capture_logs() as logs:
        yield logs
    assert [each for each in logs if each["log_level"] in {"error", "critical"}] == []
    assert [each for each in logs if "Deadlock" in str(each.get("reason"))] == []


def buyer(world: World, name: str) -> Phone:
    return newcomer(world, name, Role.BUYER, account=f"{name}的店")


def filled(world: World, name: str, amounts: dict[str, int]) -> Callable[[], Phone]:
    """A buyer with a cart, the thumb over the button that submits it."""
    phone = buyer(world, name)
    wanted = [CartWish(sku_id=world.sku(code).id, quantity=Decimal(much)) for code, much in amounts.items()]
    with world.database.transaction() as session:
        cart = carts.add(world.actor(session, name), wanted)
    return presses(phone, Verb.SUBMIT, cart.cart.id, cart.cart.revision, cart.total)


def orders_of(world: World) -> list[Order]:
    with world.session() as session:
        return list(session.exec(select(Order)))


def is_right(world: World) -> bool:
    """The books agree, and nothing was promised that is not there."""
    with world.session() as session:
        assert check_all(session) == []
    return all(world.stock(code).available >= 0 for code in ("KL330", "QS550", "JY1900", "HN250", "ZJ10"))


def test_sixty_four_buyers_want_the_last_cans_among_other_goods(world: World) -> None:
    ways = itertools.cycle(({"HN250": 3, "KL330": 30}, {"KL330": 30, "HN250": 3}))
    at_once(*(filled(world, f"buyer-{number}", next(ways)) for number in range(CROWD)))
    assert len(orders_of(world)) == 16
    assert len({order.number for order in orders_of(world)}) == 16
    assert world.stock("HN250").reserved == 48
    assert world.stock("KL330").reserved == 480
    assert is_right(world)


def test_everything_that_can_happen_to_stock_happens_at_once(world: World) -> None:
    whose: dict[int, str] = {}
    old = [ordered(world, number, whose) for number in range(8)]
    world.clock.pass_(hours=47)
    young = [ordered(world, number, whose) for number in range(8, 40)]
    world.clock.pass_(hours=2)
    newcomers = [filled(world, f"late-{number}", dict.fromkeys(PAIRS[number % len(PAIRS)], 48)) for number in range(16)]
    at_once(
        *newcomers,
        *(presses(world.salesperson, Verb.APPROVE, order.id, 1) for order in [*young[:8], *old[:4]]),
        *(presses(world.phone(whose[order.id]), Verb.CANCEL_WHY, order.id, 1, "not_needed") for order in young[:8]),
        *(presses(world.phone(whose[order.id]), Verb.SET_ORDER_LINE, *larger(world, order)) for order in young[8:16]),
        *(presses(world.phone(whose[order.id]), Verb.WITHDRAW, order.id, 1) for order in young[16:24]),
        *(presses(world.other_salesperson, Verb.REJECT_WHY, order.id, 1, "reject_stock") for order in young[24:28]),
        *[lambda: expire(world)] * 4,
        *[lambda: take_in(world)] * 4,
    )
    expire(world)
    assert {current(world, order).status for order in old} <= {OrderStatus.EXPIRED, OrderStatus.APPROVED}
    assert {current(world, order).status for order in young[:8]} == {OrderStatus.CANCELLED}
    assert {current(world, order).revision for order in young[8:16]} == {2}
    assert {current(world, order).status for order in young[16:24]} == {OrderStatus.WITHDRAWN}
    assert world.stock("KL330").on_hand == 1400
    assert sold_to(world, "late-") == 16
    assert is_right(world)
    assert not [phone.text for phone in world.phones.values() if APOLOGY in phone.text]


def test_sixty_four_want_goods_that_may_be_back_ordered_while_some_come_in(world: World) -> None:
    take_in(world, "ZJ10", 100)
    ways = itertools.cycle(({"ZJ10": 3, "KL330": 6}, {"KL330": 6, "ZJ10": 3}))
    at_once(
        *(filled(world, f"buyer-{number}", next(ways)) for number in range(CROWD)),
        *[lambda: take_in(world, "ZJ10", 10)] * 4,
    )
    assert len(orders_of(world)) == CROWD
    assert world.stock("ZJ10").reserved == 140
    assert waits_for(world, "ZJ10") == CROWD * 3 - 140
    assert is_right(world)


def test_whatever_happens_to_scarce_goods_at_once_nobody_waits_for_what_is_there(world: World) -> None:
    take_in(world, "ZJ10", 60)
    names = [f"buyer-{number}" for number in range(40)]
    for name in names:
        buyer(world, name)
    orders = [place(world, {"ZJ10": 4, "KL330": 6}, who=name) for name in names]
    newcomers = [filled(world, f"late-{number}", {"KL330": 6, "ZJ10": 2}) for number in range(8)]
    rests = itertools.cycle(("back_order", "cancel"))
    at_once(
        *newcomers,
        *(presses(world.salesperson, Verb.APPROVE_SHORT, order.id, 1, next(rests)) for order in orders[:20]),
        *(
            presses(world.phone(name), Verb.CANCEL_WHY, order.id, 1, "not_needed")
            for name, order in list(zip(names, orders, strict=True))[10:16]
        ),
        *(
            presses(world.phone(name), Verb.WITHDRAW, order.id, 1)
            for name, order in list(zip(names, orders, strict=True))[20:26]
        ),
        *(presses(world.other_salesperson, Verb.REJECT_WHY, order.id, 1, "reject_stock") for order in orders[26:32]),
        *[lambda: take_in(world, "ZJ10", 10)] * 4,
        *[lambda: count(world, "ZJ10", 30)] * 2,
    )
    assert is_right(world)
    level = world.stock("ZJ10")
    assert level.reserved + level.allocated <= level.on_hand
    assert not [phone.text for phone in world.phones.values() if APOLOGY in phone.text]


@pytest.mark.parametrize("kind", [Kind.POSTGRESQL])
def test_the_job_that_expires_orders_reaches_for_stock_in_the_same_order_as_people(world: World) -> None:
    for name, codes in (("老李", ("KL330", "JY1900")), ("Ann", ("KL330", "QS550"))):
        place(world, dict.fromkeys(codes, 12), who=name)
    world.clock.pass_(hours=49)
    with world.session() as person, ThreadPoolExecutor(1) as job:
        reach_for(world, person, "QS550")
        expired = job.submit(expire, world)
        wait_until(lambda: is_waiting(world))
        reach_for(world, person, "JY1900")
        person.commit()
        expired.result(PATIENCE)
    assert {order.status for order in orders_of(world)} == {OrderStatus.EXPIRED}


def reach_for(world: World, session: Session, code: str) -> None:
    """As an act does that changes how much there is."""
    its = select(Sku.id).where(Sku.code == code).scalar_subquery()
    session.exec(select(StockLevel).where(StockLevel.sku_id == its).with_for_update())


def ordered(world: World, number: int, whose: dict[int, str]) -> Order:
    """An order of two goods."""
    name = f"buyer-{number}"
    buyer(world, name)
    order = place(world, dict.fromkeys(PAIRS[number % len(PAIRS)], 12), who=name)
    whose[order.id] = name
    return order


def larger(world: World, order: Order) -> tuple[int, int, int, Decimal]:
    with world.session() as session:
        line = session.exec(select(OrderLine.id).where(col(OrderLine.order_id) == order.id)).first()
    assert line is not None
    return order.id, 1, line, Decimal(24)


def expire(world: World) -> None:
    with world.database.transaction() as session:
        scheduled.expire_due(world.actor(session))


def take_in(world: World, code: str = "KL330", amount: int = 100) -> None:
    level = world.stock(code)
    with world.database.transaction() as session:
        stock.receive(world.actor(session, "老周"), level.warehouse_id, level.sku_id, Decimal(amount))


def count(world: World, code: str, found: int) -> None:
    level = world.stock(code)
    with world.database.transaction() as session:
        stock.count(world.actor(session, "老周"), level.warehouse_id, level.sku_id, Decimal(found))


def waits_for(world: World, code: str) -> Decimal:
    """How much of a SKU order lines wait for."""
    with world.session() as session:
        lines = session.exec(select(OrderLine).join(Sku).where(Sku.code == code)).all()
    return sum((line.back_ordered for line in lines), Decimal(0))


def sold_to(world: World, beginning: str) -> int:
    return len([phone for name, phone in world.phones.items() if name.startswith(beginning) and "-0" in phone.text])
