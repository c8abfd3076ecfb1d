"""A word with a person: it goes to the salesperson, the answer comes back, and it is kept."""

import pytest
from sqlmodel import select

from domain.people import account_transfers
from domain.tables.people import Account, Person
from domain.threads import messages
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import place
from tests.phones import Phone
from tests.returns import picture
from tests.talks import pass_minutes, said, the_talk
from tests.world import World


def begin(world: World) -> Phone:
    """老李 asks for a person, says something, and 小王 opens the talk."""
    world.dealer.types("找业务员").sees("小王", "❌ 结束对话").types("明天几点能送到？").sees("已发给 小王")
    world.deliver()
    return world.salesperson.taps("💬 回复 李记便利店 老李")


def test_what_is_typed_goes_to_the_salesperson_and_the_answer_comes_back(world: World) -> None:
    begin(world).sees("明天几点能送到？", "都会发给 李记便利店 老李").types("上午十点").sees("已发给 李记便利店 老李")
    world.deliver()
    world.salesperson.hears("李记便利店 老李", "明天几点能送到？")
    world.dealer.hears("小王：", "上午十点")
    assert said(world) == [("老李", "明天几点能送到？"), ("小王", "上午十点")]
    assert the_talk(world).waiting_since is None


def test_blanks_alone_are_said_to_nobody(world: World) -> None:
    begin(world)
    world.dealer.types("\n \n")
    assert said(world) == [("老李", "明天几点能送到？")]


def test_in_english_too(world: World) -> None:
    world.english_dealer.types("talk to a human").sees("小王", "❌ End the talk").types("do you deliver on Sunday?")
    world.english_dealer.sees("Sent to 小王").types("end the talk").sees("has ended")
    world.deliver()
    world.salesperson.hears("Harbour Mart Ann", "do you deliver on Sunday?")
    world.salesperson.hears("结束了", "Ann")


def test_it_is_about_an_order_where_it_began_there_and_is_shown_there(world: World) -> None:
    order = place(world)
    world.deliver()
    world.dealer.types("0001").taps("🙋 问这单").sees("1123-0001", "小王").types("能换成冰的吗").sees("已发给")
    world.deliver()
    world.salesperson.hears("李记便利店 老李（1123-0001 号单）", "能换成冰的吗")
    assert the_talk(world).order_id == order.id
    world.salesperson.types("0001").taps("💬 对话").sees("1123-0001 的对话", "老李：能换成冰的吗").taps("💬 回复")
    world.salesperson.types("可以")
    world.dealer.types("0001").taps("🙋 问这单").sees("能换成冰的吗", "小王：可以")
    world.dealer.types("欠款").taps("💬 对话").sees("李记便利店 的对话", "小王：可以")


def test_two_of_the_staff_see_one_talk_and_who_answered(world: World) -> None:
    world.phone("mo").types("人工").types("你们有冰柜吗")
    world.deliver()
    for phone in (world.salesperson, world.other_salesperson):
        phone.hears("陌生超市 老莫", "你们有冰柜吗").taps("💬 回复 陌生超市 老莫")
    world.other_salesperson.types("有的")
    world.deliver()
    world.salesperson.hears("小赵 回复了 陌生超市 老莫", "有的").types("下周送去")
    world.deliver()
    world.other_salesperson.hears("小王 回复了 陌生超市 老莫", "下周送去")
    world.phone("mo").hears("小赵：", "有的").hears("小王：", "下周送去")
    world.phone("mo").taps("❌ 结束对话").sees("结束了")
    world.deliver()
    for phone in (world.salesperson, world.other_salesperson):
        phone.hears("陌生超市 老莫 的对话结束了", "老莫")


def test_either_ends_it_and_then_words_are_read_as_ever(world: World) -> None:
    begin(world).types("说完了").sees("结束了")
    world.deliver()
    world.dealer.hears("小王 结束了对话").types("可乐500 10箱").sees("放进购物车了")
    world.salesperson.types("谢谢")
    assert said(world) == [("老李", "明天几点能送到？")]
    assert the_talk(world).closed_at is not None


def test_a_button_from_before_the_end_says_so_and_offers_to_go_on(world: World) -> None:
    begin(world)
    world.dealer.types("结束对话").sees("结束了")
    world.deliver()
    world.salesperson.taps("💬 回复 李记便利店").sees("已经结束了", "明天几点能送到？").types("上午十点")
    world.deliver()
    assert said(world) == [("老李", "明天几点能送到？")]
    world.salesperson.taps("❌ 结束对话").sees("已经结束了")
    world.salesperson.taps("💬 接着说").types("上午十点").sees("已发给")
    world.deliver()
    world.dealer.hears("小王：", "上午十点")
    world.dealer.types("可乐500 10箱").sees("放进购物车了")  # nothing is taken from who ended it
    world.dealer.taps("💬 回复").sees("上午十点").types("好的")
    assert said(world)[-1] == ("老李", "好的")
    assert the_talk(world).closed_at is None


def test_a_salesperson_stops_writing_and_the_talk_goes_on(world: World) -> None:
    begin(world).taps("⬅️ 先不写了").sees("不再发给 李记便利店 老李").types("今天来了多少单").does_not_see("已发给")
    world.dealer.types("在吗").sees("已发给 小王")
    world.deliver()
    world.salesperson.hears("李记便利店 老李", "在吗")
    world.salesperson.presses("talkleave").sees("没有在跟谁对话")


def test_pictures_go_both_ways_and_there_is_a_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "PICTURES_MOST", 3)
    begin(world).sends_file("shelf.jpg", picture()).sees("已发给 李记便利店 老李")
    world.dealer.sends_file("broken.jpg", picture(), "这箱压坏了").sees("已发给 小王")
    world.deliver()
    assert world.dealer.heard[-1].picture
    world.salesperson.hears("老李", "这箱压坏了")
    assert world.salesperson.heard[-1].picture
    for _ in range(2):
        world.dealer.sends_file("more.jpg", picture()).sees("已发给 小王")
    world.dealer.sends_file("more.jpg", picture()).sees("一天最多发 3 张")
    world.dealer.types("欠款").taps("💬 对话").sees("📷").taps("🖼")
    assert world.dealer.last[0].picture


def test_staff_and_a_dealers_own_customer_are_told_whom_to_ask_and_talk_with_nobody(world: World) -> None:
    for phone in (world.salesperson, world.warehouse, world.finance):
        phone.types("人工").sees("陈总").does_not_see("🙋", "结束对话")
    world.customer.types("人工").sees("邀请您的人").does_not_see("结束对话")
    assert said(world) == []


def test_nobody_else_sees_it(world: World) -> None:
    begin(world)
    talk = the_talk(world)
    for name, phone in (("Ann", world.english_dealer), ("小周", world.warehouse), ("小孙", world.finance)):
        for verb in (Verb.THREAD, Verb.THREAD_AGAIN, Verb.THREAD_CLOSE):
            phone.presses(data_of(verb, talk.id)).does_not_see("明天几点能送到")
            assert phone.refused, name
    assert the_talk(world).closed_at is None


def test_a_salesperson_who_no_longer_looks_after_them_writes_nothing_there(world: World) -> None:
    begin(world)
    with world.database.transaction() as session:
        account = session.exec(select(Account.id).where(Account.name == "李记便利店")).one()
        other = session.exec(select(Person.id).where(Person.name == "小赵")).one()
        account_transfers.assign(world.actor(session, "陈总"), account, other)
    world.salesperson.types("还在吗").does_not_see("已发给")
    assert said(world) == [("老李", "明天几点能送到？")]


def test_the_hour_passes_at_night_and_by_day_somebody_is_back(world: World) -> None:
    world.clock.pass_(hours=12)
    world.dealer.types("人工").sees("🌙", "11月24日 08:00").types("明天要货").sees("已发给 小王", "08:00 以后有人回复")
    assert pass_minutes(world, 180) == 0
    assert the_talk(world).closed_at is None
    assert pass_minutes(world, 7 * 60 + 5) == 0  # five past eight: the night does not count
    assert pass_minutes(world, 6) == 1
    world.admin.hears("李记便利店 老李", "还没有人回复")
