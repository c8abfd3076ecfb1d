"""What a dealer's own customer would like: words without prices, which only the dealer turns into a cart."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from domain import scheduled
from domain.people.wishes import SENT_MOST
from domain.tables.carts import CartLine
from domain.tables.orders import Order
from domain.tables.wishes import Wish, WishStatus
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.limits import show_only
from tests.orders import place, share
from tests.phones import Phone
from tests.world import World


def follower(world: World) -> Phone:
    """阿美, with whom 老李 shared an order."""
    return world.customer.starts(share(world, place(world, {"QS550": 24})))


def sent(world: World, words: str = "可乐500 2箱") -> Phone:
    """The same, after she sent a wish."""
    return follower(world).types(words).taps("✅ 发给")


def wish_of(world: World) -> Wish:
    with world.session() as session:
        return session.exec(select(Wish).order_by(col(Wish.created_at).desc()).limit(1)).one()


def in_carts(world: World) -> int:
    with world.session() as session:
        return len(session.exec(select(CartLine.id)).all())


def test_a_customer_sees_names_and_amounts_and_sends_them_by_a_tap(world: World) -> None:
    customer = follower(world).types("可乐500 2箱\n生抽 3桶")
    customer.sees("李记便利店", "峰泡可乐 500ml瓶", "2箱", "味满楼生抽", "3桶", "不是订单").does_not_see(
        "¥", "库存", "有货"
    )
    world.deliver()
    assert not any("想要" in reply.title for reply in world.dealer.heard)
    customer.taps("✅ 发给 李记便利店").sees("发给“李记便利店”了")
    world.deliver()
    world.dealer.hears("顾客 阿美 想要", "峰泡可乐 500ml瓶", "2箱", "还没有下单")


def test_the_dealers_yes_puts_it_into_their_cart_and_orders_nothing(world: World) -> None:
    customer, orders = sent(world, "可乐500 2箱，生抽 3桶"), orders_of(world)
    world.deliver()
    world.dealer.taps("✅ 放进我的购物车").sees("放进购物车了", "峰泡可乐 500ml瓶", "2箱", "味满楼生抽", "¥")
    assert orders_of(world) == orders
    world.deliver()
    customer.hears("李记便利店", "会替您安排", "2箱").does_not_see("¥")


def test_what_is_not_clear_is_asked_as_if_the_dealer_had_typed_it(world: World) -> None:
    customer = follower(world).types("可乐 2箱\n生抽 1桶").sees("“可乐 2箱”", "店家确认", "味满楼生抽")
    customer.taps("✅ 发给")
    world.deliver()
    world.dealer.hears("“可乐 2箱”").taps("✅ 放进").sees("330ml罐", "500ml瓶")


def test_the_dealers_no_is_told_too_and_puts_nothing_anywhere(world: World) -> None:
    customer = sent(world)
    world.deliver()
    world.dealer.taps("❌ 这次不要").sees("告诉顾客")
    world.deliver()
    customer.hears("李记便利店", "这次不行")
    assert in_carts(world) == 0


def test_who_comes_second_hears_what_the_first_said(world: World) -> None:
    sent(world)
    world.deliver()
    wish = wish_of(world)
    world.dealer.taps("✅ 放进").presses(data_of(Verb.TAKE_WISH, wish.id)).sees("老李", "放进购物车")
    world.dealer.presses(data_of(Verb.DECLINE_WISH, wish.id)).sees("老李", "放进购物车")
    assert in_carts(world) == 1


def test_a_draft_is_dropped_replaced_and_sent_once(world: World) -> None:
    customer = follower(world).types("可乐500 2箱").taps("❌ 不发了").sees("没有发")
    customer.types("可乐500 2箱")
    first = wish_of(world)
    customer.types("生抽 1桶")
    customer.presses(data_of(Verb.SEND_WISH, first.id)).does_not_see("发给“")
    customer.types("生抽 1桶").taps("✅ 发给")
    customer.presses(data_of(Verb.SEND_WISH, wish_of(world).id)).sees("发给“李记便利店”了")
    customer.presses(data_of(Verb.DROP_WISH, wish_of(world).id)).does_not_see("没有发")
    world.deliver()
    assert sum("想要" in reply.title for reply in world.dealer.heard) == 1


def test_it_takes_nothing_out_of_the_dealers_cart(world: World) -> None:
    """Words that would change an order are none of a customer's."""
    customer = follower(world)
    world.dealer.types("可乐500 10箱")
    customer.types("不要可乐500")
    customer.types("可乐500改成1箱，生抽 1桶").taps("✅ 发给")
    world.deliver()
    world.dealer.taps("✅ 放进").sees("10箱", "味满楼生抽")


def test_a_customer_learns_of_no_goods_that_their_dealer_does_not_see(world: World) -> None:
    show_only(world, "JY1900", "陌生超市")
    follower(world).types("可乐500 2箱\n生抽 3桶").sees("峰泡可乐").does_not_see("味满楼")


def test_a_customer_of_two_dealers_says_which(world: World) -> None:
    customer = follower(world)
    world.clock.pass_(minutes=1)
    customer.starts(share(world, place(world, {"QS550": 48}, "Ann"), "Ann"))
    customer.types("可乐500 2箱").sees("Harbour Mart").taps("➡️ 改发给 李记便利店").sees("发给“李记便利店”看看").taps(
        "✅ 发给"
    )
    world.deliver()
    world.dealer.hears("阿美")
    assert not any("would like" in reply.title for reply in world.english_dealer.heard)


@pytest.mark.parametrize("said", ["我的货到哪了", "可乐500多少钱？", "谢谢", "查一下 42", "啊啊啊"])
def test_what_is_no_wish_is_answered_as_before(world: World, said: str) -> None:
    follower(world).types(said).does_not_see("✅ 发给")


def test_somebody_who_follows_nothing_sends_nothing(world: World) -> None:
    world.customer.types("可乐500 2箱").does_not_see("✅", "峰泡")


def test_nobody_sends_more_than_so_many_a_day(world: World) -> None:
    customer = sent(world)
    with world.database.transaction() as session:
        sample = session.exec(select(Wish)).one()
        for _ in range(SENT_MOST - 1):
            session.add(
                Wish(
                    account_id=sample.account_id,
                    person_id=sample.person_id,
                    words="可乐500 1箱",
                    status=WishStatus.SENT,
                    created_at=world.clock(),
                    sent_at=world.clock(),
                )
            )
    customer.types("生抽 1桶").taps("✅ 发给").sees("一天最多")
    world.clock.at += timedelta(days=1, minutes=1)
    customer.types("生抽 1桶").taps("✅ 发给").sees("发给“李记便利店”了")


def test_other_dealers_and_staff_answer_no_wish(world: World) -> None:
    customer = sent(world)
    wish = wish_of(world)
    for phone in (world.english_dealer, world.salesperson, world.admin, world.warehouse, world.finance, customer):
        for verb in (Verb.TAKE_WISH, Verb.DECLINE_WISH):
            phone.presses(data_of(verb, wish.id)).does_not_see("阿美", "峰泡")
    assert wish_of(world).status is WishStatus.SENT


def test_nobody_sends_anothers_draft_or_to_somebody_elses_dealer(world: World) -> None:
    follower(world).types("可乐500 2箱")
    wish = wish_of(world)
    for phone in (world.dealer, world.admin, world.phone("nobody")):
        for verb in (Verb.SEND_WISH, Verb.DROP_WISH):
            phone.presses(data_of(verb, wish.id))
    with world.session() as session:
        ann = world.actor(session, "Ann").account_id or 0
    world.customer.presses(data_of(Verb.WISH_TO, wish.id, ann)).does_not_see("Harbour")
    kept = wish_of(world)
    assert (kept.id, kept.status, kept.account_id) == (wish.id, WishStatus.DRAFT, wish.account_id)


def orders_of(world: World) -> int:
    with world.session() as session:
        return len(session.exec(select(Order.id)).all())


def test_wishes_are_let_go_after_a_while(world: World) -> None:
    sent(world)
    world.clock.pass_(days=59)
    _forget(world)
    assert wish_of(world).status is WishStatus.SENT
    world.clock.pass_(days=2)
    _forget(world)
    with world.session() as session:
        assert session.exec(select(Wish)).all() == []
    world.deliver()
    assert not any("想要" in reply.title for reply in world.dealer.heard)


def _forget(world: World) -> None:
    with world.database.transaction() as session:
        scheduled.forget_old(world.actor(session))
