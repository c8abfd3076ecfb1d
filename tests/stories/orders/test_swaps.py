"""Other goods instead: offered by the salesperson, agreed to or not by the dealer, or over after a day."""

from decimal import Decimal

import pytest
from sqlmodel import col, select

from domain import scheduled
from domain.checks import check_all
from domain.fulfilment import shipments
from domain.orders import line_change, proposals, status_changes
from domain.refusals import BadQuantity, NobodyToAsk, NotEnoughStock, NothingAgreed, NotOnSale, OrderMoved, Refusal
from domain.rules.approvals import ApprovalKind
from domain.rules.order_life import OrderStatus
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Person
from tests.business import set_up
from tests.orders import approve, current, pick, place, receive, ship, withdraw
from tests.swaps import answer, count, offer
from tests.world import World


def lines(world: World, order: Order) -> dict[str, Decimal]:
    """What is ordered of each SKU; the books agree."""
    with world.session() as session:
        assert check_all(session) == []
        wanted = (OrderLine.order_id == order.id, OrderLine.quantity - OrderLine.refused > 0)
        return dict(session.exec(select(Sku.code, col(OrderLine.quantity)).join(OrderLine).where(*wanted)).all())


def a_day_passes(world: World, hours: float = 25) -> None:
    world.clock.pass_(hours=hours)
    with world.database.transaction() as session:
        scheduled.end_swaps(world.actor(session))


@pytest.fixture
def short(world: World) -> Order:
    """An order of two goods, of which one turned out to be short by a case."""
    order = place(world, {"KL330": 48, "HN250": 48})
    count(world, "HN250", 24)
    return order


def test_what_is_short_is_swapped_and_the_dealer_agrees_with_one_tap(world: World, short: Order) -> None:
    world.salesperson.types("订单").taps("1123-0001").taps("✏️").taps("火犇").taps("✏️ 换成别的商品").sees(
        "火犇能量饮料 250ml罐 1箱，换成什么？"
    )
    world.salesperson.types("雪璃 2箱").taps("✅ 换成 雪璃柠檬汽水").sees("已经去问客户", "等采购点头", "2箱", "¥84.00")
    assert lines(world, short) == {"KL330": 48, "HN250": 24}
    assert world.stock("XB330").reserved == 48
    world.deliver()
    world.dealer.hears("小王 想给您换货", short.number, "1箱 → 雪璃柠檬汽水 330ml罐 2箱", "等您点头", "11月24日 10:00")
    world.dealer.taps("✅ 换 雪璃").sees("换好了", "雪璃柠檬汽水 330ml罐 × 2箱", "（换货）").does_not_see("等您点头")
    assert lines(world, short) == {"KL330": 48, "HN250": 24, "XB330": 48}
    world.deliver()
    world.salesperson.hears("李记便利店 同意换货", short.number)
    approve(world, short)
    assert lines(world, short) == {"KL330": 48, "HN250": 24, "XB330": 48}
    assert world.stock("XB330").allocated == 48


def test_the_rest_goes_on_at_once_and_the_answer_follows(world: World, short: Order) -> None:
    proposal = offer(world, short, "HN250", "XB330", 48)
    approve(world, short)
    assert lines(world, short) == {"KL330": 48, "HN250": 24}
    parcel = ship(world, short)
    receive(world, parcel)
    assert current(world, short).status is OrderStatus.APPROVED
    world.deliver()
    answer(world, proposal, agreed=True)
    assert lines(world, short) == {"KL330": 48, "HN250": 24, "XB330": 48}
    world.deliver()
    world.warehouse.hears("同意换货", short.number, "雪璃柠檬汽水")
    receive(world, ship(world, short))
    assert current(world, short).status is OrderStatus.COMPLETED
    assert lines(world, short) == {"KL330": 48, "HN250": 24, "XB330": 48}


def test_after_a_day_without_an_answer_the_line_ends_and_everybody_hears(world: World, short: Order) -> None:
    offer(world, short, "HN250", "XB330", 48)
    world.deliver()
    a_day_passes(world, hours=23)
    assert world.stock("XB330").reserved == 48
    a_day_passes(world, hours=2)
    assert lines(world, short) == {"KL330": 48, "HN250": 24}
    assert world.stock("XB330").reserved == 0
    world.deliver()
    for phone in (world.salesperson, world.dealer):
        phone.hears("换货没等到答复", short.number, "火犇", "雪璃")
    world.dealer.presses(world.dealer.find("✅ 换 雪璃")[1].data).sees("等不到换货的答复")
    assert lines(world, short) == {"KL330": 48, "HN250": 24}


def test_a_tap_between_the_end_of_its_time_and_the_job_is_too_late(world: World, short: Order) -> None:
    offer(world, short, "HN250", "XB330", 48)
    world.deliver()
    world.clock.pass_(hours=24)
    world.dealer.taps("✅ 换 雪璃").sees("过了答复的时间")
    assert lines(world, short) == {"KL330": 48, "HN250": 24}


def test_the_time_to_answer_is_a_business_setting(world: World, short: Order) -> None:
    set_up(world, swap_hours="2")
    offer(world, short, "HN250", "XB330", 48)
    a_day_passes(world, hours=3)
    assert world.stock("XB330").reserved == 0


def test_an_open_question_of_an_approved_order_ends_it_complete(world: World, short: Order) -> None:
    offer(world, short, "HN250", "XB330", 48)
    approve(world, short)
    receive(world, ship(world, short))
    a_day_passes(world)
    assert current(world, short).status is OrderStatus.COMPLETED
    assert world.stock("XB330").allocated == 0
    assert lines(world, short) == {"KL330": 48, "HN250": 24}


def test_a_dealer_says_no(world: World, short: Order) -> None:
    offer(world, short, "HN250", "XB330", 48)
    world.deliver()
    world.dealer.taps("❌ 不换").sees("这一样不要了").does_not_see("等您点头")
    assert lines(world, short) == {"KL330": 48, "HN250": 24}
    assert world.stock("XB330").reserved == 0
    world.deliver()
    world.salesperson.hears("不要换的商品", short.number)


@pytest.mark.parametrize("how", ["no", "silence"])
def test_an_order_of_which_nothing_is_left_ends(world: World, how: str) -> None:
    order = place(world, {"HN250": 24})
    count(world, "HN250", 0)
    proposal = offer(world, order, "HN250", "XB330", 48)
    with pytest.raises(NothingAgreed):
        approve(world, order)
    world.salesperson.types("订单").taps("1123-0001").does_not_see("✅ 通过")
    if how == "no":
        answer(world, proposal, agreed=False)
    else:
        a_day_passes(world)
    assert current(world, order).status is (OrderStatus.CANCELLED if how == "no" else OrderStatus.EXPIRED)
    assert world.stock("XB330").reserved == world.stock("HN250").reserved == 0
    assert lines(world, order) == {}
    world.deliver()
    world.salesperson.hears("火犇", order.number)


def test_a_yes_to_the_only_line_makes_it_the_order(world: World) -> None:
    order = place(world, {"HN250": 24})
    count(world, "HN250", 0)
    answer(world, offer(world, order, "HN250", "XB330", 48), agreed=True)
    approve(world, order)
    assert lines(world, order) == {"XB330": 48}


def test_the_salesperson_takes_the_question_back(world: World, short: Order) -> None:
    offer(world, short, "HN250", "XB330", 48)
    count(world, "HN250", 48)
    world.salesperson.types("订单").taps("1123-0001").taps("↩️ 不换 雪璃").sees("原来的商品回到订单里")
    assert lines(world, short) == {"KL330": 48, "HN250": 48}
    assert world.stock("XB330").reserved == 0


def test_what_was_given_up_meanwhile_does_not_come_back(world: World, short: Order) -> None:
    proposal = offer(world, short, "HN250", "XB330", 48)
    with world.database.transaction() as session, pytest.raises(NotEnoughStock):
        proposals.withdraw(world.actor(session, "小王"), proposal)
    assert lines(world, short) == {"KL330": 48, "HN250": 24}


def test_what_was_agreed_to_is_changed_priced_and_taken_back_as_other_lines_are(world: World, short: Order) -> None:
    answer(world, offer(world, short, "HN250", "XB330", 24), agreed=True)
    dealer = world.dealer.types(short.number).taps("✏️").sees("雪璃").taps("雪璃").does_not_see("最后一种").taps("➕")
    dealer.taps("✅")
    assert lines(world, short) == {"KL330": 48, "HN250": 24, "XB330": 48}
    world.salesperson.types(f"{short.number}").taps("✏️").taps("雪璃").taps("✏️ 改价").types("30/箱 老客户").sees(
        "已改价"
    )
    for gone in ("可乐", "火犇"):
        dealer.types(short.number).taps("✏️").taps(gone).taps("❌ 删掉这一种")
    assert lines(world, short) == {"XB330": 48}
    dealer.types(short.number).taps("✏️").taps("雪璃").sees("最后一种", "❌ 取消订单")
    withdraw(world, short)
    dealer.types("购物车").sees("雪璃柠檬汽水 330ml罐 × 2箱")


def test_an_order_that_waits_for_the_rest_keeps_what_was_agreed_to_instead(world: World) -> None:
    order, more = place(world, {"ZJ10": 16}), world.sku("ZJ10").id
    answer(world, offer(world, order, "ZJ10", "XB330", 24), agreed=True)
    with world.database.transaction() as session:
        actor = world.actor(session, "小王")
        line_change.add_goods(actor, line_change.to_change(actor, order.id), more, Decimal(8))
    approve(world, order)
    world.dealer.types(order.number).taps("❌ 欠货不等了").taps("❌")
    assert lines(world, order) == {"XB330": 24}
    assert current(world, order).status is OrderStatus.APPROVED


def test_two_questions_stand_on_one_card(world: World) -> None:
    order = place(world, {"KL330": 48, "HN250": 24, "QS550": 24})
    first, second = offer(world, order, "HN250", "XB330", 48), offer(world, order, "QS550", "KL500", 24)
    world.deliver()
    world.dealer.types("订单").taps("1123-0001").sees("雪璃柠檬汽水", "500ml瓶", "✅ 换 雪璃", "✅ 换 峰泡可乐")
    answer(world, first, agreed=True)
    answer(world, second, agreed=False)
    assert lines(world, order) == {"KL330": 48, "XB330": 48}


def test_an_answered_question_is_not_answered_twice(world: World, short: Order) -> None:
    proposal = offer(world, short, "HN250", "XB330", 48)
    world.deliver()
    message, button = world.dealer.find("✅ 换 雪璃")
    world.dealer.taps_button(button, message)
    world.dealer.taps_button(button, message).sees("您", "同意了换货")
    with pytest.raises(OrderMoved):
        answer(world, proposal, agreed=False)
    assert lines(world, short) == {"KL330": 48, "HN250": 24, "XB330": 48}


@pytest.mark.parametrize("who", ["Ann", "小王", "小赵", "老周", "小孙", "陈总", "阿美"])
def test_only_the_dealer_answers(world: World, short: Order, who: str) -> None:
    proposal = offer(world, short, "HN250", "XB330", 48)
    with pytest.raises(Refusal):
        answer(world, proposal, agreed=True, who=who)
    assert lines(world, short) == {"KL330": 48, "HN250": 24}


@pytest.mark.parametrize("who", ["老李", "Ann", "小赵", "老周", "小孙", "阿美"])
def test_only_who_approves_the_order_offers(world: World, short: Order, who: str) -> None:
    with pytest.raises(Refusal):
        offer(world, short, "HN250", "XB330", 48, who)
    assert lines(world, short) == {"KL330": 48, "HN250": 48}


def test_what_cannot_be_had_is_not_offered(world: World, short: Order) -> None:
    with pytest.raises(NotEnoughStock):
        offer(world, short, "HN250", "XB330", 2000)
    with pytest.raises(BadQuantity):
        offer(world, short, "HN250", "XB330", 0)
    with world.database.transaction() as session:
        session.exec(select(Sku).where(Sku.code == "XB330")).one().on_sale = False
    with pytest.raises(NotOnSale):
        offer(world, short, "HN250", "XB330", 48)
    assert lines(world, short) == {"KL330": 48, "HN250": 48}


def test_without_a_buyer_nobody_is_asked(world: World, short: Order) -> None:
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "老李")).one().active = False
    with pytest.raises(NobodyToAsk):
        offer(world, short, "HN250", "XB330", 48)


def test_taking_the_order_back_brings_what_was_wanted_into_the_cart(world: World, short: Order) -> None:
    offer(world, short, "HN250", "XB330", 48)
    count(world, "HN250", 48)
    withdraw(world, short)
    world.dealer.types("购物车").sees("火犇能量饮料 250ml罐 × 2箱", "峰泡可乐").does_not_see("雪璃")
    assert world.stock("XB330").reserved == 0
    assert lines(world, short) == {"KL330": 48, "HN250": 24}


def test_an_order_that_comes_to_nothing_asks_nothing_more(world: World, short: Order) -> None:
    proposal = offer(world, short, "HN250", "XB330", 48)
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, "老李"), short.id, "不要了")
    with pytest.raises(OrderMoved):
        answer(world, proposal, agreed=True)
    a_day_passes(world)
    assert world.stock("XB330").reserved == 0
    assert lines(world, short) == {"KL330": 48, "HN250": 24}


def test_a_swap_asks_only_those_whose_rule_fires(world: World) -> None:
    set_up(world, approval_amount="200")
    order = place(world, {"KL330": 48, "HN250": 24})  # ¥188.80
    assert current(world, order).asked == {ApprovalKind.SALES}
    proposal = offer(world, order, "HN250", "XB330", 96)  # ¥88.00 and ¥168.00
    assert current(world, order).asked == {ApprovalKind.SALES, ApprovalKind.FINANCE}
    approve(world, order)
    answer(world, proposal, agreed=True)
    assert current(world, order).given == {ApprovalKind.SALES}
    approve(world, order, "小孙")
    assert current(world, order).status is OrderStatus.APPROVED
    assert lines(world, order) == {"KL330": 48, "XB330": 96}


def test_a_parcel_that_is_being_picked_is_not_disturbed(world: World, short: Order) -> None:
    proposal = offer(world, short, "HN250", "XB330", 48)
    approve(world, short)
    parcel = pick(world, short)
    answer(world, proposal, agreed=True)
    with world.database.transaction() as session:
        shipments.ship(world.actor(session, "老周"), parcel.id, parcel.revision, "顺丰", "SF1")
    assert lines(world, short) == {"KL330": 48, "HN250": 24, "XB330": 48}
    world.warehouse.presses("queue").sees("1123-0001")


def test_swapping_speaks_english(world: World) -> None:
    order = place(world, {"KL330": 24, "HN250": 24}, who="Ann")
    offer(world, order, "HN250", "XB330", 24)
    world.deliver()
    world.english_dealer.hears("offers you other goods", "Xueli Lemon Soda")
    world.english_dealer.taps("✅ Yes, Xueli").sees("Swapped", "(instead)")
    assert lines(world, order) == {"KL330": 24, "XB330": 24}
