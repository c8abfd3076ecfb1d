"""Words do what was meant by them, and nothing else: at open questions, as numbers, and as sentences."""

import pytest

from domain.rules.order_life import OrderStatus
from tests.orders import approve, current, pick, place, receive, share, ship
from tests.world import World

#: What arrives while something is asked, and is no answer to it.
MEANWHILE = ("等一下", "我再看看", "可乐500 10箱", "你好", "谢谢", "我的货到哪了", "矿泉水", "5", "👍", "2箱")


@pytest.mark.parametrize("words", MEANWHILE)
def test_no_order_is_called_off_by_words_that_are_no_reason(world: World, words: str) -> None:
    order = place(world, {"KL330": 48})
    dealer = world.dealer.types("订单").taps("1123-0001").taps("❌ 取消订单").types(words)
    assert current(world, order).status is OrderStatus.SUBMITTED
    dealer.types("老板说先不进货了")
    if current(world, order).status is OrderStatus.SUBMITTED:
        dealer.taps("❌ 就按这个原因取消")
    assert current(world, order).reason == "老板说先不进货了"


@pytest.mark.parametrize("words", MEANWHILE)
def test_no_order_is_rejected_by_words_that_are_no_reason(world: World, words: str) -> None:
    order = place(world, {"KL330": 48})
    world.deliver()
    world.salesperson.types("待审核").taps("1123-0001").taps("❌ 拒绝").types(words)
    assert current(world, order).status is OrderStatus.SUBMITTED


@pytest.mark.parametrize(
    "words", [each for each in MEANWHILE if each != "2箱"] + ["还没有", "发错了", "D20261123-0001"]
)
def test_no_parcel_leaves_under_words_that_are_no_number(world: World, words: str) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    pick(world, current(world, order))
    world.warehouse.types("0001").taps("📦").taps("🚚").taps("顺丰").types(words)
    assert world.stock("KL330").on_hand == 1000
    world.warehouse.types("SF1234567890123")
    if world.stock("KL330").on_hand == 1000:
        world.warehouse.taps("🚚")
    world.dealer.types("我的货到哪了").sees("SF1234567890123")


def test_carrier_and_number_are_typed_together_and_two_numbers_are_two(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    pick(world, current(world, order))
    world.warehouse.types("0001").taps("📦").taps("🚚").taps("其他").types("中通 75312345678901，75312345678902")
    world.dealer.types("我的货到哪了").sees("中通 75312345678901 / 75312345678902")


def test_a_number_of_another_carrier_is_asked_about(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    pick(world, current(world, order))
    world.warehouse.types("0001").taps("📦").taps("🚚").taps("顺丰").types("YT1234567890123").sees("圆通", "按哪家发")
    assert world.stock("KL330").on_hand == 1000
    world.warehouse.taps("🚚 圆通").sees("圆通 YT1234567890123")


def test_a_number_opens_a_card_and_a_second_one_approves_nothing(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.deliver()
    world.salesperson.types("待审核").types("1").sees("1123-0001").types("1").sees("通过")
    assert current(world, order).status is OrderStatus.SUBMITTED
    world.salesperson.taps("✅ 确定").sees("已通过")
    assert current(world, order).status is OrderStatus.APPROVED


def test_a_label_alone_approves_nothing_and_words_that_name_the_order_do(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.deliver()
    world.salesperson.types("通过").sees("1123-0001")
    assert current(world, order).status is OrderStatus.SUBMITTED
    world.salesperson.types("通过 0001").sees("1123-0001", "✅ 通过")
    assert current(world, order).status is OrderStatus.SUBMITTED
    world.salesperson.taps("✅ 通过").sees("已通过")


def test_a_named_order_comes_again_and_not_the_last_one(world: World) -> None:
    place(world, {"KL330": 48})
    place(world, {"JY1900": 12})
    world.dealer.types("再来一单0001").sees("0001").types("购物车").sees("峰泡可乐 330ml罐").does_not_see("生抽")


def test_an_amount_follows_the_goods_put_last(world: World) -> None:
    world.dealer.types("峰泡可乐500ml").types("1箱").sees("1箱").types("5箱").sees("购物车里现在是 5箱")
    world.dealer.types("可乐330 2箱").types("购物车").sees("5箱")


def test_the_number_of_an_order_is_no_code_of_goods(world: World) -> None:
    place(world, {"KL330": 48})
    world.dealer.types("0001 可乐330改成5箱").sees("0001", "5箱")
    world.dealer.types("0009 可乐330改成5箱").sees("0009")
    world.dealer.types("购物车").sees("空的")


def test_an_order_beside_a_sentence_is_kept_and_offered(world: World) -> None:
    order = place(world, {"KL330": 48})
    world.dealer.types("取消0001，可乐500 2箱").sees("0001", "可乐500 2箱")
    assert current(world, order).status is OrderStatus.SUBMITTED
    world.dealer.taps("🛒 放进购物车").sees("峰泡可乐 500ml瓶")


def test_a_customer_types_a_second_code(world: World) -> None:
    first, second = place(world, {"KL330": 48}), place(world, {"JY1900": 12})
    world.customer.types(share(world, first)).sees(first.number)
    world.customer.types(share(world, second)).sees(second.number)


def test_an_order_for_a_dealer_comes_in_one_message(world: World) -> None:
    world.salesperson.types("李记 可乐500 5箱").sees("李记便利店", "峰泡可乐 500ml瓶")
    world.salesperson.types("购物车").sees("李记便利店", "5箱")


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("怎么付款", "付款"),
        ("今天天气不错啊你说是吧", "没听明白"),
    ],
)
def test_what_is_not_there_yet_is_said_and_no_goods_are_searched_for(world: World, sentence: str, answer: str) -> None:
    world.dealer.types(sentence).sees(answer, "找业务员").does_not_see("没找到", "找到 ")


@pytest.mark.parametrize("who", ["li", "ann", "wang", "zhou", "sun", "chen", "mei"])
def test_the_words_of_ones_own_menu_work_whenever_they_are_typed(world: World, who: str) -> None:
    phone = world.phone(who)
    phone.types("菜单")
    skipped = ("🔍", "❓", "🌐", "🏠", "🙋")  # asking for a person again is answered otherwise
    shown = [(each.label, each.data) for reply in phone.last for each in reply.choices()]
    for label, data in shown:
        if label.startswith(skipped):
            continue
        world.clock.pass_(hours=30)
        tapped = phone.presses(data).text
        phone.types("谢谢").types(label.split(" ", 1)[1])
        assert phone.text.split("\n")[0] == tapped.split("\n")[0], label


@pytest.mark.parametrize("who", ["li", "wang"])
def test_a_label_that_is_a_number_behind_its_sign_is_no_label(world: World, who: str) -> None:
    world.phone(who).types("可乐").types("⭐2").sees("峰泡可乐 500ml瓶")


def test_how_to_deliver_is_offered_as_the_note_of_a_full_cart(world: World) -> None:
    dealer = world.dealer.types("峰泡可乐330 2箱").types("上午十点前送，后门卸货").sees("备注")
    dealer.taps("✅ 记成备注").sees("备注：上午十点前送，后门卸货")
    dealer.types("结算").types("送货前打电话").taps("✅ 记成备注").sees("后门卸货", "送货前打电话")


def test_how_to_deliver_that_is_no_note_is_read_as_if_nothing_was_asked(world: World) -> None:
    dealer = world.dealer.types("峰泡可乐330 2箱").types("送货前打电话").taps("🔍").does_not_see("记成备注")
    dealer.types("购物车").does_not_see("送货前打电话")


def test_a_review_may_say_what_was_broken(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    receive(world, ship(world, current(world, order)))
    dealer = world.dealer.types("0001").taps("⭐4").types("送得很快，就是一箱压瘪了").sees("评价")
    dealer.taps("✅ 记成评价").sees("送得很快，就是一箱压瘪了")


@pytest.mark.parametrize(
    ("who", "asks"), [("li", "业务员是谁"), ("li", "我的业务员电话多少"), ("ann", "who is my rep")]
)
def test_who_looks_after_them_is_named_and_nobody_is_rung(world: World, who: str, asks: str) -> None:
    world.phone(who).types(asks).sees("小王", "🙋")
    world.deliver()
    assert not any("找您" in reply.text() for reply in world.salesperson.heard)


def test_what_is_emptied_leaves_nothing_that_waits(world: World) -> None:
    world.dealer.types("可乐 10箱").types("生抽 1箱").types("清空购物车")
    world.dealer.types("购物车").does_not_see("可乐 10箱")


def test_a_question_is_let_go_after_much_else_was_said(world: World) -> None:
    order = place(world, {"KL330": 48})
    dealer = world.dealer.types("订单").taps("1123-0001").taps("❌ 取消订单")
    for _ in range(5):
        dealer.types("我的货到哪了").sees("还等着您填取消的原因")
    dealer.types("我的货到哪了").does_not_see("还等着")
    dealer.types("老板说先不进货了")
    assert current(world, order).status is OrderStatus.SUBMITTED


@pytest.mark.parametrize("words", ["下一页", "更多", "next"])
def test_the_next_page_of_nothing_is_answered_shortly(world: World, words: str) -> None:
    for phone in (world.dealer, world.warehouse, world.customer):
        phone.types("谢谢").types(words).sees("后面没有了").does_not_see("没找到")


@pytest.mark.parametrize("words", ["先别送", "先别发货"])
def test_to_hold_deliveries_without_any_order_is_answered(world: World, words: str) -> None:
    world.dealer.types(words).sees("现在没有要送的订单").does_not_see("没找到")


def test_to_hold_a_delivery_asks_which_and_says_what_can_be_done(world: World) -> None:
    place(world, {"KL330": 24})
    place(world, {"KL330": 48})
    world.dealer.types("先别送").sees("哪一单", "撤回", "0001", "0002", "🙋")
