"""A parcel came with something missing or broken: received with those words, and told at once to whoever can help."""

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.rules.order_life import OrderStatus
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.orders import Event, Order, OrderShare
from domain.tables.shipments import Shipment
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import approve, current, parcels_of, pick, place, receive, ship
from tests.world import World

WORDS = "可乐少了2罐，压坏一箱"


def test_the_words_are_kept_and_salesperson_and_warehouse_are_told_at_once(world: World) -> None:
    order = _sent(world)
    world.dealer.types("我的货到哪了").taps("⚠️").sees("少了什么、坏了什么", "1123-0001").types(WORDS)
    world.dealer.sees("已签收", WORDS, "小王、仓库", "⭐5")
    world.deliver()
    for phone in (world.salesperson, world.warehouse):
        (news,) = [reply for reply in phone.heard if WORDS in reply.title]
        assert news.title.startswith(f"⚠️ “{WORDS}”")
        assert all(word in news.text() for word in ("D20261123-0001", "第1包", "李记便利店", "老李", "峰泡可乐"))
    (parcel,) = parcels_of(world, order)
    assert (parcel.status, parcel.receipt_words) == (ShipmentStatus.DELIVERED, WORDS)
    assert current(world, order).status is OrderStatus.COMPLETED


def test_they_stand_on_the_card_and_in_the_tracking_of_both_sides(world: World) -> None:
    _short(world, _sent(world))
    for phone in (world.dealer, world.salesperson, world.warehouse):
        phone.types("0001").sees(f"⚠️ 少货或破损：{WORDS}").taps("🚚 到哪了").sees(f"⚠️ 少货或破损：{WORDS}")


def test_the_event_says_the_same_and_the_books_agree(world: World) -> None:
    order = _sent(world)
    _short(world, order)
    with world.session() as session:
        told = session.exec(select(Event).where(Event.kind == "shipment.delivered")).one()
        assert (told.order_id, told.reason) == (order.id, WORDS)
        assert check_all(session) == []


def test_each_parcel_has_a_way_of_its_own(world: World) -> None:
    order = place(world, {"KL330": 72})
    approve(world, order)
    ship(world, order, {"KL330": 48})
    ship(world, order, number="SF2")
    world.dealer.types("我的货到哪了").taps("⚠️ 第2包").sees("第2包").types("破了3罐").sees("第2包已签收", "破了3罐")
    world.dealer.does_not_see("⭐").taps("✅ 收到第1包").sees("订单完成")
    assert [each.receipt_words for each in parcels_of(world, order)] == ["", "破了3罐"]


@pytest.mark.parametrize("words", ["少2箱", "有三瓶碎了", "外箱湿了", "2 bottles broken", "可乐 2箱没收到", "缺一件"])
def test_words_about_goods_amounts_and_damage_are_the_answer(world: World, words: str) -> None:
    order = _sent(world)
    world.dealer.types("我的货到哪了").taps("⚠️").types(words).sees("已签收", words)
    assert parcels_of(world, order)[0].receipt_words == words


@pytest.mark.parametrize("words", ["你好", "等一下", "谢谢", "0001", "可乐多少钱", "再来一单", "我的货到哪了"])
def test_other_words_receive_nothing_and_the_question_waits(world: World, words: str) -> None:
    order = _sent(world)
    world.dealer.types("我的货到哪了").taps("⚠️").types(words).does_not_see("已签收")
    assert not _is_received(world, order)
    world.dealer.types("破了2罐")
    if "⚠️ 就这样登记" in world.dealer.labels:
        world.dealer.taps("⚠️ 就这样登记")
    world.dealer.sees("已签收", "破了2罐")


@pytest.mark.parametrize("words", ["可乐 2箱", "2箱", "包装有问题", "少了怎么办？"])
def test_words_that_may_be_something_else_are_asked_about(world: World, words: str) -> None:
    order = _sent(world)
    world.dealer.types("我的货到哪了").taps("⚠️").types(words).sees("就这样登记")
    assert not _is_received(world, order)
    world.dealer.taps("⚠️ 就这样登记").sees("已签收", words)


def test_what_somebody_received_already_is_refused_with_who_it_was(world: World) -> None:
    order = _sent(world)
    world.dealer.types("我的货到哪了").taps("⚠️")
    world.admin.types("0001").taps("✅ 收到").sees("订单完成")
    world.dealer.types(WORDS).sees("陈总", "签收完毕")
    assert parcels_of(world, order)[0].receipt_words == ""


def test_a_second_tap_on_an_old_button_is_refused(world: World) -> None:
    order = _sent(world)
    world.dealer.types("我的货到哪了")
    message, button = world.dealer.find("⚠️")
    world.dealer.taps_button(button, message).types(WORDS).sees("已签收")
    world.dealer.taps_button(button, message).sees("您", "签收完毕").does_not_see("少了什么")
    assert parcels_of(world, order)[0].receipt_words == WORDS


def test_of_a_parcel_that_is_still_being_packed_nothing_can_be_missing(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    parcel = pick(world, order)
    world.dealer.presses(data_of(Verb.RECEIVED_SHORT, parcel.id)).sees("备货中").does_not_see("少了什么")


def test_an_endless_story_is_refused_and_asked_again(world: World) -> None:
    order = _sent(world)
    world.dealer.types("我的货到哪了").taps("⚠️").types("少了" * 200).sees("300")
    assert not _is_received(world, order)
    world.dealer.types("少了2罐").sees("已签收")


def test_a_customer_neither_confirms_nor_complains_for_the_dealer(world: World) -> None:
    order = _sent(world)
    with world.database.transaction() as session:
        session.add(OrderShare(order_id=order.id, person_id=world.actor(session, "阿美").person_id or 0))
    (parcel,) = parcels_of(world, order)
    world.customer.types("我的货到哪了").sees("SF1001").does_not_see("✅", "⚠️")
    for verb in (Verb.RECEIVED, Verb.RECEIVED_SHORT):
        world.customer.presses(data_of(verb, parcel.id)).sees("卖货给您的商家")
    world.customer.types("收到了").does_not_see("✅")
    assert not _is_received(world, order)
    _short(world, order)
    world.deliver()
    world.customer.types("0001").sees("已完成").does_not_see(WORDS)
    assert not [reply for reply in world.customer.heard if WORDS in reply.text()]


@pytest.mark.parametrize("who", ["wang", "zhou", "sun", "mo"])
def test_nobody_else_receives_for_the_dealer(world: World, who: str) -> None:
    order = _sent(world)
    (parcel,) = parcels_of(world, order)
    world.phone(who).types("0001").presses(data_of(Verb.RECEIVED_SHORT, parcel.id)).types(WORDS)
    assert not _is_received(world, order)


@pytest.mark.parametrize(("words", "next_"), [("少了两瓶", "想怎么办"), ("0001有破损", "多少")])
def test_who_says_it_without_being_asked_is_asked_what_is_not_known_yet(world: World, words: str, next_: str) -> None:
    order = _sent(world)
    world.dealer.types(words).sees("峰泡可乐", next_)
    assert not _is_received(world, order)


def test_in_english(world: World) -> None:
    order = place(world, {"KL330": 48}, who="Ann")
    approve(world, order)
    ship(world, order)
    phone = world.english_dealer.types("where is my order").taps("⚠️").sees("missing or broken")
    phone.types("2 cans are missing").sees("2 cans are missing", "小王", "warehouse")


def _sent(world: World) -> Order:
    order = place(world, {"KL330": 48})
    approve(world, order)
    ship(world, order)
    return order


def _short(world: World, order: Order) -> None:
    world.dealer.types("我的货到哪了").taps("⚠️").types(WORDS).sees("已签收")


def _is_received(world: World, order: Order) -> bool:
    parcel: Shipment = parcels_of(world, order)[0]
    return parcel.status is ShipmentStatus.DELIVERED


def test_a_receipt_without_words_tells_nobody_of_damage(world: World) -> None:
    order = _sent(world)
    receive(world, parcels_of(world, order)[0])
    world.deliver()
    world.salesperson.hears("有货签收了")
    assert not [reply for phone in (world.salesperson, world.warehouse) for reply in phone.heard if "⚠️" in reply.text()]
