"""A salesperson orders on behalf of a dealer."""

from sqlmodel import select

from domain.rules.order_life import OrderStatus
from domain.tables.people import Account
from tests.orders import change, current, place
from tests.phones import Phone
from tests.world import World


def accounts(phone: Phone) -> Phone:
    """Opens the list of accounts."""
    return phone.presses("accounts")


def test_a_salesperson_chooses_one_of_their_accounts(world: World) -> None:
    accounts(world.salesperson).sees("李记便利店", "Harbour Mart", "陌生超市")
    world.salesperson.taps("李记便利店").sees("正在代 李记便利店 下单", "🔍", "🛒")
    assert world.person("小王").ordering_for_id is not None


def test_another_salespersons_accounts_are_not_listed(world: World) -> None:
    accounts(world.other_salesperson).sees("陌生超市").does_not_see("李记便利店", "Harbour Mart")


def test_a_part_of_the_name_finds_the_account(world: World) -> None:
    accounts(world.salesperson).types("harbour").sees("Harbour Mart").does_not_see("李记便利店")
    world.salesperson.types("李记").sees("李记便利店").does_not_see("Harbour Mart")
    world.salesperson.types("没有这家").sees("没有找到")
    world.salesperson.types("李记").taps("李记便利店").sees("正在代 李记便利店 下单")


def test_many_accounts_come_in_pages(world: World) -> None:
    with world.database.transaction() as session:
        session.add_all(Account(name=f"小店{number:02d}", created_at=world.clock()) for number in range(10))
    accounts(world.salesperson).taps("▶️").sees("◀️")
    assert sum("小店" in label for phone in (accounts(world.salesperson),) for label in phone.labels) < 10
    accounts(world.salesperson).types("小店").sees("有不少家")


def test_a_forged_press_serves_nobody_elses_account(world: World) -> None:
    accounts(world.salesperson)
    _, button = world.salesperson.find("李记便利店")
    world.other_salesperson.presses(button.data).sees("没找到")
    world.dealer.presses(button.data)
    assert world.person("小赵").ordering_for_id is None
    assert world.person("老李").ordering_for_id is None


def test_the_dealer_hears_what_was_ordered_for_them(world: World) -> None:
    order = place(world, who="小王", serving="李记便利店")
    world.deliver()
    world.dealer.hears("小王", "替您下了订单", order.number, "峰泡可乐")
    assert not world.salesperson.heard, "whoever ordered sees it in the answer"


def test_a_salesperson_approves_what_they_ordered_for_a_dealer(world: World) -> None:
    order = place(world, who="小王", serving="李记便利店")
    world.salesperson.presses("waiting").taps("李记便利店").taps("✅ 通过").sees("已通过")
    world.deliver()
    world.dealer.hears("替您下了订单").hears("通过了", order.number)
    assert current(world, order).status is OrderStatus.APPROVED


def test_the_dealer_hears_when_the_salesperson_changes_their_order(world: World) -> None:
    order = place(world)
    change(world, order, "KL330", 24, "小王")
    world.deliver()
    world.dealer.hears("小王", "改了您的订单", order.number, "1箱")


def test_stopping(world: World) -> None:
    accounts(world.salesperson).taps("李记便利店").taps("❌").sees("不再代 李记便利店 下单")
    assert world.person("小王").ordering_for_id is None
    world.salesperson.presses("unserve").sees("没有代哪家")


def test_an_account_that_moved_to_a_colleague_is_served_no_longer(world: World) -> None:
    accounts(world.salesperson).taps("李记便利店")
    successor = world.person("小赵").id
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "李记便利店")).one().salesperson_id = successor
    world.salesperson.presses("menu").does_not_see("李记便利店")
    assert world.person("小王").ordering_for_id is None
