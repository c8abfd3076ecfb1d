"""Each of the terms, told from the order to the payment, through the chats of those who take part."""

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.tables.orders import Order
from domain.tables.people import Account
from tests.orders import current, ship
from tests.world import World

HOUSE = "李记便利店"


@pytest.mark.parametrize(("terms", "first"), [("现结", True), ("月结:25:10", False), ("批结", False)])
def test_an_order_is_placed_agreed_sent_and_paid(world: World, terms: str, first: bool) -> None:  # noqa: FBT001
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == HOUSE)).one().terms = terms
    world.dealer.types("可乐500 2箱").taps("🛒").taps("✅ 去结算").taps("✅").sees("下单成功")
    world.deliver()
    world.salesperson.taps("✅ 通过")
    if first:
        _pays(world)
    world.deliver()
    world.dealer.hears("通过")
    order = next(iter(_orders(world)))
    ship(world, order)
    if not first:
        world.dealer.types("欠多少").sees("欠 ¥120.00")
        _pays(world)
    world.dealer.types("欠多少").sees("没有欠款")
    assert not current(world, order).is_unpaid
    with world.session() as session:
        assert check_all(session) == []


def _pays(world: World) -> None:
    world.dealer.types("付了 120").taps("✅ 告诉财务").sees("已经告诉财务")
    world.deliver()
    world.finance.taps("✅ 到账").sees("¥120.00 记好了")


def _orders(world: World) -> list[Order]:
    with world.session() as session:
        return list(session.exec(select(Order)))
