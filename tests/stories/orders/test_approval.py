"""A salesperson decides on orders: the card, yes, no, too late, and two at once."""

import threading

from sqlmodel import col, select

from domain.refusals import OrderMoved
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Order
from storage.inbox import Delivery
from tests.orders import approve, change, current, place
from tests.phones import Phone
from tests.world import World


def status(world: World, order: Order) -> OrderStatus:
    return current(world, order).status


def test_the_card_of_a_new_order_says_all_that_a_decision_needs(world: World) -> None:
    before = place(world, {"XB330": 24})
    world.clock.pass_(days=1)
    order = place(world, {"KL330": 48, "HN250": 48})
    world.deliver()
    world.salesperson.hears(
        "🔔 新订单", order.number, "李记便利店", "老李", "峰泡可乐", "2箱", "有货", before.number[5:]
    )
    world.salesperson.hears("✅ 通过", "❌ 拒绝", "🛒 商品明细", "¥")


def test_a_dealer_with_an_own_salesperson_is_nobody_elses_business(world: World) -> None:
    place(world)
    world.deliver()
    assert not world.other_salesperson.heard
    assert not world.admin.heard


def test_what_is_not_there_is_said_on_the_card(world: World) -> None:
    place(world, {"ZJ10": 16})
    world.deliver()
    world.salesperson.hears("欠 2箱")


def test_approving_tells_the_dealer_and_the_warehouse(world: World) -> None:
    order = place(world)
    world.deliver()
    world.salesperson.taps("✅ 通过").sees("已通过", order.number, "待备货").does_not_see("✅ 通过")
    world.deliver()
    world.dealer.hears("✅", order.number, "通过了")
    world.warehouse.hears("要备货", order.number, "峰泡可乐")
    assert status(world, order) is OrderStatus.APPROVED
    assert world.stock("KL330").allocated == 48


def test_the_warehouse_card_shows_no_prices(world: World) -> None:
    approve(world, place(world))
    world.deliver()
    assert "¥" not in world.warehouse.heard[0].text()


def test_tapping_approve_twice_changes_nothing_more(world: World) -> None:
    order = place(world)
    world.deliver()
    message, button = world.salesperson.find("✅ 通过")
    world.salesperson.taps_button(button, message)
    world.salesperson.taps_button(button, message).sees("您", "通过", order.number)
    world.deliver()
    assert len([reply for reply in world.warehouse.heard if order.number in reply.text()]) == 1
    assert world.stock("KL330").allocated == 48


def test_a_second_approver_is_told_who_was_faster(world: World) -> None:
    order = place(world, who="老莫")
    world.deliver()
    late = world.other_salesperson.find("✅ 通过")
    world.salesperson.taps("✅ 通过").sees("已通过")
    world.other_salesperson.taps_button(late[1], late[0]).sees("小王", "通过", order.number)
    world.other_salesperson.does_not_see("✅ 通过")


def test_the_other_approvers_card_closes_itself(world: World) -> None:
    place(world, who="老莫")
    world.deliver()
    world.salesperson.taps("✅ 通过")
    world.deliver()
    card = world.other_salesperson.chat[-1].reply
    if world.channel.value == "telegram":
        assert not [button for button in card.choices() if "✅ 通过" in button.label]
        assert "待备货" in card.title
    assert len(world.other_salesperson.heard) == 1, "a card that closes itself rings nobody's phone"


def test_two_approvers_at_the_same_moment_approve_once(world: World) -> None:
    order = place(world, who="老莫")
    outcomes: list[str] = []

    def press(name: str) -> None:
        try:
            approve(world, order, name)
            outcomes.append("yes")
        except OrderMoved:
            outcomes.append("late")

    threads = [threading.Thread(target=press, args=(name,)) for name in ("小王", "小赵")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["late", "yes"]
    assert world.stock("KL330").allocated == 48


def test_rejecting_for_a_common_reason(world: World) -> None:
    order = place(world)
    world.deliver()
    world.salesperson.taps("❌ 拒绝").sees("为什么", order.number, "李记便利店")
    world.salesperson.taps("货不够").sees("已拒绝", "货不够")
    world.deliver()
    world.dealer.hears("没有通过", order.number, "货不够", "🔁")
    assert status(world, order) is OrderStatus.REJECTED
    assert world.stock("KL330").reserved == 0


def test_a_common_reason_is_read_in_the_dealers_language(world: World) -> None:
    place(world, who="Ann")
    world.deliver()
    world.salesperson.taps("❌ 拒绝").taps("货不够")
    world.deliver()
    world.english_dealer.hears("was not approved", "Not enough stock")


def test_rejecting_in_ones_own_words(world: World) -> None:
    order = place(world)
    world.deliver()
    world.salesperson.taps("❌ 拒绝").types("路断了，下周再送").sees("已拒绝", "路断了")
    world.deliver()
    world.dealer.hears("没有通过", "路断了，下周再送")
    assert status(world, order) is OrderStatus.REJECTED


def test_thinking_again_before_giving_a_reason(world: World) -> None:
    order = place(world)
    world.deliver()
    world.salesperson.taps("❌ 拒绝").taps("⬅️").sees(order.number, "✅ 通过")
    assert status(world, order) is OrderStatus.SUBMITTED


def test_a_reason_that_is_far_too_long_is_asked_for_again(world: World) -> None:
    order = place(world)
    world.deliver()
    world.salesperson.taps("❌ 拒绝").types("长" * 400)
    assert status(world, order) is OrderStatus.SUBMITTED
    world.salesperson.types("货款没结清").sees("已拒绝")


def test_a_reason_that_comes_too_late_closes_the_question(world: World) -> None:
    order = place(world, who="老莫")
    world.deliver()
    world.salesperson.taps("❌ 拒绝")
    approve(world, order, "小赵")
    world.salesperson.types("没货").sees("小赵", "通过")
    with world.session() as session:
        last = session.exec(select(Delivery).order_by(col(Delivery.id).desc())).first()
        assert last is not None
        assert last.question is None
    assert status(world, order) is OrderStatus.APPROVED


def test_pressing_reject_too_late_asks_for_no_reason(world: World) -> None:
    order = place(world, who="老莫")
    world.deliver()
    approve(world, order, "小赵")
    world.salesperson.taps("❌ 拒绝").sees("小赵", "通过").does_not_see("为什么")


def test_the_lines_show_stock_price_and_the_dealers_words(world: World) -> None:
    place(world, {"KL330": 48, "MM5": 25})
    world.deliver()
    world.salesperson.taps("🛒 商品明细").sees(
        "¥44.00/箱", "库存 1,000罐", "占用 48罐", "可用 952罐", "米线", "✅ 通过"
    )
    world.salesperson.taps("⬅️").sees("🛒 商品明细")


def test_the_list_of_waiting_orders_begins_with_the_oldest(world: World) -> None:
    first = place(world)
    world.clock.pass_(minutes=5)
    second = place(world, who="Ann")
    world.deliver()
    world.salesperson.starts()
    waiting(world.salesperson).sees("2 张订单", "李记便利店", "Harbour Mart")
    labels = world.salesperson.labels
    assert first.number[5:] in labels[0]
    assert second.number[5:] in labels[1]
    world.salesperson.taps(first.number[5:]).sees(first.number, "✅ 通过")


def test_the_list_has_pages_of_eight(world: World) -> None:
    for _ in range(10):
        place(world)
    waiting(world.salesperson).sees("10 张订单", "▶️")
    world.salesperson.taps("▶️ 下一页").sees("1123-0010", "◀️").does_not_see("1123-0008", "▶️")


def test_after_approving_the_next_waiting_order_is_offered(world: World) -> None:
    place(world)
    second = place(world, who="Ann")
    world.deliver()
    waiting(world.salesperson).taps("李记便利店").taps("✅ 通过").sees("▶️ 下一张", "Harbour Mart")
    world.salesperson.taps("▶️ 下一张").sees(second.number, "✅ 通过")
    world.salesperson.taps("✅ 通过").does_not_see("下一张")
    waiting(world.salesperson).sees("都审完了")


def test_an_admin_approves_too(world: World) -> None:
    order = place(world)
    waiting(world.admin).taps("李记便利店").taps("✅ 通过").sees("已通过")
    world.deliver()
    world.dealer.hears("通过了", order.number)


def test_another_salesperson_can_neither_see_nor_decide(world: World) -> None:
    order = place(world)
    world.deliver()
    _, press = world.salesperson.find("✅ 通过")
    _, reject = world.salesperson.find("❌ 拒绝")
    for button in (press, reject):
        world.other_salesperson.presses(button.data).sees("没找到").does_not_see("李记便利店")
    waiting(world.other_salesperson).sees("都审完了")
    assert status(world, order) is OrderStatus.SUBMITTED


def test_a_dealer_cannot_approve_their_own_order(world: World) -> None:
    order = place(world)
    world.deliver()
    _, press = world.salesperson.find("✅ 通过")
    world.dealer.presses(press.data)
    assert status(world, order) is OrderStatus.SUBMITTED


def test_a_changed_order_comes_with_a_new_card_and_the_old_button_is_refused(world: World) -> None:
    order = place(world)
    world.deliver()
    old = world.salesperson.find("✅ 通过")
    change(world, order, "KL330", 24)
    world.deliver()
    world.salesperson.hears("订单改了", order.number, "1箱")
    world.salesperson.presses(old[1].data).sees("改", order.number)
    assert status(world, order) is OrderStatus.SUBMITTED


def waiting(phone: Phone) -> Phone:
    """Opens the list of orders that wait."""
    return phone.presses("waiting")
