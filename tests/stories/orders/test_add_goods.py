"""Goods are added to an order that waits, by the dealer or the salesperson; only the difference needs a new yes."""

from decimal import Decimal

from sqlmodel import col, select

from domain.checks import check_all
from domain.rules.approvals import ApprovalKind
from domain.rules.order_life import OrderStatus
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from tests.business import set_up
from tests.orders import approve, change, current, place
from tests.world import World


def lines(world: World, order: Order) -> dict[str, Decimal]:
    """What is wanted of each SKU."""
    with world.session() as session:
        assert check_all(session) == []
        wanted = (OrderLine.order_id == order.id, OrderLine.quantity > 0)
        return dict(session.exec(select(Sku.code, col(OrderLine.quantity)).join(OrderLine).where(*wanted)).all())


def test_a_dealer_adds_goods_in_words(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.dealer.types("0001 加 2箱 雪璃").sees("D20261123-0001", "➕ 加 雪璃柠檬汽水", "2箱")
    assert lines(world, order) == {"KL330": 48}
    world.dealer.taps("➕ 加").sees("雪璃柠檬汽水", "2箱", "¥172.00", "待审核", "↩️ 撤销这次修改")
    assert lines(world, order) == {"KL330": 48, "XB330": 48}
    assert world.stock("XB330").reserved == 48
    world.deliver()
    world.salesperson.hears("订单改了", "雪璃柠檬汽水 330ml罐 2箱：又要了").taps("✅ 通过").sees("已通过")
    assert world.stock("XB330").allocated == 48
    assert lines(world, order) == {"KL330": 48, "XB330": 48}


def test_a_short_number_is_enough(world: World) -> None:
    for _ in range(41):
        place(world, {"QS550": 1})
    order = place(world, {"KL330": 48})
    world.dealer.types("42 加 2箱 雪璃").sees("D20261123-0042").taps("➕ 加 雪璃")
    assert lines(world, order) == {"KL330": 48, "XB330": 48}


def test_a_salesperson_adds_goods_and_the_dealer_hears(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.salesperson.types("0001 加 2箱 雪璃").taps("➕ 加").sees("雪璃柠檬汽水")
    assert lines(world, order) == {"KL330": 48, "XB330": 48}
    world.deliver()
    world.dealer.hears("雪璃柠檬汽水", order.number)


def test_more_of_a_line_that_is_there_is_a_change_of_it(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.dealer.types("0001 加 2箱 可乐330").taps("改成 4箱")
    assert lines(world, order) == {"KL330": 96}


def test_each_of_the_goods_that_may_be_meant_is_offered(world: World) -> None:
    order = place(world, {"QS550": 24})
    world.dealer.types("0001 加 2箱 可乐").sees("330ml罐", "500ml瓶").taps("500ml瓶")
    assert lines(world, order) == {"QS550": 24, "KL500": 48}


def test_an_added_line_is_taken_back(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.dealer.types("0001 加 2箱 雪璃").taps("➕ 加").taps("↩️ 撤销这次修改")
    assert lines(world, order) == {"KL330": 48}
    assert world.stock("XB330").reserved == 0


def test_what_was_taken_out_comes_in_again_on_its_line(world: World) -> None:
    order = place(world, {"KL330": 48, "QS550": 24})
    change(world, order, "QS550", 0)
    world.dealer.types("0001 加 3箱 矿泉水").taps("➕ 加").sees("3箱")
    assert lines(world, order) == {"KL330": 48, "QS550": 72}


def test_more_than_there_is_is_not_added(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.dealer.types("0001 加 3箱 红牛").taps("➕ 加").sees("火犇")
    assert lines(world, order) == {"KL330": 48}
    assert world.stock("HN250").reserved == 0


def test_a_stale_offer_adds_nothing(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.dealer.types("0001 加 2箱 雪璃")
    message, button = world.dealer.find("➕ 加")
    world.dealer.taps_button(button, message)
    world.dealer.taps_button(button, message).sees("您", "改")
    assert lines(world, order) == {"KL330": 48, "XB330": 48}
    world.english_dealer.taps_button(button).does_not_see("0001")
    approve(world, order)
    world.dealer.types("0001 加 2箱 矿泉水").does_not_see("➕ 加")


def test_goods_we_do_not_know_are_asked_for(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.dealer.types("0001 加 2箱 没听说过").does_not_see("➕ 加")
    assert lines(world, order) == {"KL330": 48}


def test_only_the_difference_needs_a_new_yes(world: World) -> None:
    set_up(world, approval_amount="100")
    order = place(world, {"KL330": 72})
    approve(world, order)
    world.salesperson.types("0001 加 2箱 雪璃").taps("➕ 加").sees("小王 已同意", "还等财务同意")
    assert current(world, order).given == {ApprovalKind.SALES}
    approve(world, order, "小孙")
    assert current(world, order).status is OrderStatus.APPROVED
    assert lines(world, order) == {"KL330": 72, "XB330": 48}


def test_adding_speaks_english(world: World) -> None:
    order = place(world, {"KL330": 24}, who="Ann")
    world.english_dealer.types("0001 add 2 cases of lemon soda").sees("➕ Add Xueli Lemon Soda").taps("➕ Add")
    assert lines(world, order) == {"KL330": 24, "XB330": 48}
