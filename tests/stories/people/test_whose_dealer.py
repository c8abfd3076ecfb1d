"""What a salesperson types with the name of a dealer before, in or behind an order, or with a buyer's own name."""

import pytest
from sqlmodel import select

from domain.tables.people import Account
from tests.orders import place
from tests.world import World

#: A dealer of 小赵's, said in every place, and a shop that nobody knows.
FOREIGN = (
    "陌生超市 可乐500 5箱",
    "陌生超市要可乐500 5箱",
    "陌生超市，可乐500 5箱",
    "陌生超市\n可乐500 5箱\n雪璃 3箱",
    "陌生 可乐500 5箱",
    "可乐500 5箱 陌生超市的",
    "老莫 可乐500 5箱",
    "给陌生超市下单：可乐500 5箱",
    "给陌生超市下单",
)


@pytest.fixture(autouse=True)
def _of_a_colleague(world: World) -> None:
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "陌生超市")).one()
        account.salesperson_id = world.actor(session, "小赵").person_id


@pytest.mark.parametrize("words", FOREIGN)
def test_an_order_for_a_colleagues_dealer_goes_into_no_cart(world: World, words: str) -> None:
    world.salesperson.types("给李记便利店下单")
    world.salesperson.types(words).sees("陌生超市", "小赵", "什么都没加").does_not_see("✅")
    world.salesperson.types("购物车").sees("李记便利店", "购物车是空的")


def test_nor_does_it_while_a_line_is_in_doubt_or_a_dealer_is_being_chosen(world: World) -> None:
    world.salesperson.types("给李记便利店下单").types("可乐 3箱").types("陌生超市 可乐500 5箱").sees(
        "小赵", "什么都没加"
    )
    world.salesperson.types("代客下单").types("陌生超市 可乐500 5箱").sees("小赵", "什么都没加")


def test_nor_an_order_for_a_shop_that_is_no_dealer(world: World) -> None:
    world.salesperson.types("给李记便利店下单")
    world.salesperson.types("顺发超市 可乐500 5箱").sees("“顺发超市”不在您的客户里", "什么都没加")
    world.salesperson.types("购物车").sees("购物车是空的")


def test_a_longer_name_is_not_taken_for_ones_own_dealer(world: World) -> None:
    with world.database.transaction() as session:
        keeper = world.actor(session, "小赵").person_id
        session.add(Account(name="李记便利店二店", salesperson_id=keeper, created_at=world.clock()))
    world.salesperson.types("李记便利店二店 可乐500 5箱").sees("李记便利店二店", "小赵", "什么都没加")
    world.salesperson.types("李记便利店 可乐500 5箱").sees("替“李记便利店”下单", "5箱")


def test_an_admin_orders_for_any_of_them(world: World) -> None:
    world.admin.types("陌生超市 可乐500 5箱").sees("替“陌生超市”下单", "5箱")


def test_a_buyers_name_means_their_shop(world: World) -> None:
    order = place(world, {"KL330": 24})
    for who in (world.salesperson, world.admin, world.finance):
        who.types("老李最近订了啥").sees("李记便利店", order.number[-9:])
    world.salesperson.types("老李 可乐500 2箱").sees("替“李记便利店”下单", "2箱")
    world.salesperson.types("给Ann下单").sees("正在代 Harbour Mart 下单")
    world.salesperson.types("代客下单").types("老李").taps("李记便利店").sees("正在代 李记便利店 下单")
