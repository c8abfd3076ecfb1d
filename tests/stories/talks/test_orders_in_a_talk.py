"""While a talk is open orders in words are asked about, commands and buttons go on, and nothing is lost or doubled."""

import pytest
from sqlmodel import func, select

from domain.tables.carts import CartLine
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import SentKind, Source, Typed
from handlers.conversation.verbs import Verb
from tests.talks import pass_minutes, said, the_talk
from tests.world import World


@pytest.fixture(autouse=True)
def _in_a_talk(world: World) -> None:
    world.dealer.types("人工")


def in_cart(world: World) -> int:
    with world.session() as session:
        return session.exec(select(func.count()).select_from(CartLine)).one()


def test_words_that_may_be_an_order_are_asked_about_and_ordered_by_a_tap(world: World) -> None:
    world.dealer.types("可乐500 10箱").sees("这要下单吗？", "✅ 要下单", "💬 只是跟 小王 说")
    assert (in_cart(world), said(world)) == (0, [])
    world.dealer.taps("✅ 要下单").sees("放进购物车了", "10箱")
    assert (in_cart(world), said(world)) == (1, [])
    world.dealer.types("那个要快点")
    assert said(world) == [("老李", "那个要快点")]


def test_or_only_said(world: World) -> None:
    asked = world.dealer.types("可乐500 10箱").last[0].choices()[:2]
    world.dealer.taps("💬 只是跟").sees("已发给 小王")
    assert (in_cart(world), said(world)) == (0, [("老李", "可乐500 10箱")])
    for button in asked:
        world.dealer.presses(button.data).sees("已经发出去了")
    assert in_cart(world) == 0


def test_without_a_tap_it_is_said_before_what_follows_and_nothing_is_lost(world: World) -> None:
    world.dealer.types("可乐500 10箱").types("我是说上次那个")
    assert said(world) == [("老李", "可乐500 10箱"), ("老李", "我是说上次那个")]
    world.dealer.types("红牛 2箱")
    pass_minutes(world, 31)
    assert said(world)[-1] == ("老李", "红牛 2箱")
    world.salesperson.hears("老李", "红牛 2箱")
    assert the_talk(world).closed_at is not None


def test_what_came_and_what_is_asked_is_no_order(world: World) -> None:
    for words in ("可乐500 10箱什么时候到？", "少了两瓶可乐", "3箱", "2"):
        world.dealer.types(words).sees("已发给 小王")
    assert in_cart(world) == 0


def test_commands_and_buttons_go_on_as_ever(world: World) -> None:
    world.dealer.types("购物车").sees("购物车").types("菜单").sees("您好").taps("📦 我的订单").types("帮助").sees(
        "怎么用"
    )
    assert said(world) == []
    world.dealer.types("好的👍").sees("已发给 小王").types("人工").sees("小王", "稍等")


def test_a_card_that_is_opened_takes_its_amount(world: World) -> None:
    world.dealer.presses(data_of(Verb.PRODUCT, world.sku("JY1900").id)).types("2桶").sees("味满楼生抽")
    assert said(world) == []


def test_a_message_that_comes_again_is_said_once(world: World) -> None:
    for _ in range(3):
        world.dealer.send(Typed(text="在吗"), key="the same")
    for _ in range(2):
        world.dealer.send(Typed(text="可乐500 1箱"), key="the same order")
    world.dealer.taps("💬 只是跟")
    world.deliver()
    assert said(world) == [("老李", "在吗"), ("老李", "可乐500 1箱")]
    assert sum("在吗" in reply.text() for reply in world.salesperson.heard) == 1


def test_a_long_paste_arrives_whole(world: World) -> None:
    paste = "这批货的情况说明。" * 888 + "完结了没问题吧"
    world.dealer.types(paste[:8000]).sees("已发给 小王")
    world.deliver()
    world.salesperson.hears("一共", "字").taps("💬 11").sees("完结了" if len(paste) <= 8000 else "情况说明")
    assert said(world) == [("老李", paste[:8000])]
    world.dealer.types("长" * 8001).sees("太长")
    assert len(said(world)) == 1


def test_stickers_and_voice_are_answered_and_what_was_heard_is_said(world: World) -> None:
    world.dealer.sends(SentKind.STICKER).sees("👌")
    world.dealer.sends(SentKind.VOICE).sees("打字")
    world.dealer.send(Typed(text="几点送来", source=Source.HEARD)).sees("几点送来", "已发给 小王")
    assert said(world) == [("老李", "几点送来")]


def test_a_salesperson_who_orders_for_another_dealer_is_asked_too(world: World) -> None:
    world.dealer.types("在吗")
    world.deliver()
    world.salesperson.taps("💬 回复 李记便利店 老李").types("陌生超市 可乐500 5箱").sees("这要下单吗？")
    assert said(world) == [("老李", "在吗")]
