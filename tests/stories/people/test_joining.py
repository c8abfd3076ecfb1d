"""Coming in: by link, scan or typed code, and what strangers hear."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from domain.people import invites
from domain.rules.rights import Role
from domain.tables.people import Account, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import SentKind, Tapped
from handlers.conversation.verbs import Verb
from tests.invited import invite
from tests.orders import place, share
from tests.world import World


def test_a_stranger_is_told_kindly_how_to_come_in(world: World) -> None:
    for way in ("你好", "可乐 10箱", "menu", "0"):
        world.phone("new").types(way).sees("邀请", "🔑", "🌐 English")
    world.phone("new").sends(SentKind.PICTURE).sees("邀请")
    world.phone("new").starts().sees("邀请")


def test_a_stranger_reads_the_other_language_and_keeps_it_after_joining(world: World) -> None:
    stranger = world.phone("new").types("hi").taps("🌐 English").sees("invite link")
    stranger.types("hello?").sees("invite link")
    stranger.types(invite(world)).sees("Welcome", "新客超市", "🛒 Cart")
    stranger.types("menu").sees("Hello")


@pytest.mark.parametrize("written", ["{}", "  {}  ", "邀请码：{}", "my code is {}", "https://t.me/shop_bot?start={}"])
def test_a_typed_code_opens_the_door_however_it_is_written(world: World, written: str) -> None:
    code = invite(world)
    world.phone("new").types(written.format(code)).sees("欢迎您", "新客超市", "🔍", "🛒")


def test_a_code_may_be_typed_small_and_in_groups(world: World) -> None:
    code = invite(world).lower()
    world.phone("new").types(f"{code[:4]} {code[4:8]}-{code[8:]}").sees("欢迎您")


def test_a_link_opens_the_door_and_greets_by_name(world: World) -> None:
    world.phone("new").starts(invite(world, name="老钱")).sees("欢迎您，老钱", "新客超市")
    world.phone("new").starts().sees("老钱，您好 · 新客超市")


def test_a_scan_opens_the_door(world: World) -> None:
    world.phone("new").sends(SentKind.SCAN, invite(world)).sees("欢迎您")


def test_the_same_link_again_leads_to_the_menu(world: World) -> None:
    code = invite(world)
    world.phone("new").starts(code).sees("欢迎您")
    world.phone("new").starts(code).sees("您好", "🛒")


def test_a_code_works_for_one_person_only(world: World) -> None:
    code = invite(world)
    world.phone("first").starts(code).sees("欢迎您")
    world.phone("second").starts(code).sees("已经有人用过", "🔑")
    world.phone("second").types("你好").sees("邀请")


def test_an_old_code_does_not_work(world: World) -> None:
    code = invite(world)
    world.clock.pass_(days=8)
    world.phone("late").starts(code).sees("过期")


def test_too_many_wrong_codes_shut_the_door_for_an_hour_even_for_the_right_one(world: World) -> None:
    code = invite(world)
    guesser = world.phone("guesser")
    for guess in range(5):
        guesser.types(f"BCDFGHJK222{guess + 2}").sees("没有这个邀请码")
    guesser.types(code).sees("一个小时")
    world.clock.pass_(hours=1, minutes=1)
    guesser.types(code).sees("欢迎您")


def test_what_is_no_code_is_not_counted(world: World) -> None:
    guesser = world.phone("guesser")
    for _ in range(8):
        guesser.types("请问怎么注册呀").sees("邀请")
    guesser.types(invite(world)).sees("欢迎您")


def test_somebody_inside_needs_no_other_invite(world: World) -> None:
    world.dealer.starts(invite(world, account="别家")).sees("已经绑定好了")
    assert account_of(world, "老李") == "李记便利店"


def test_whoever_wrote_the_invite_is_not_locked_out_by_following_it(world: World) -> None:
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session, "陈总"), role=Role.WAREHOUSE).code
    world.admin.starts(code).sees("已经绑定好了")
    world.phone("new").starts(code).sees("欢迎您")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.BUYER])
def test_each_role_comes_in_to_its_own_menu(world: World, role: Role) -> None:
    world.phone("new").starts(invite(world, role)).sees("欢迎您", "❓", "🌐")


def test_an_invite_lasts_a_week(world: World) -> None:
    code = invite(world)
    world.clock.at += timedelta(days=6, hours=23)
    world.phone("new").starts(code).sees("欢迎您")


def account_of(world: World, name: str) -> str:
    with world.session() as session:
        return session.exec(
            select(Account.name).join(Person, col(Person.account_id) == Account.id).where(Person.name == name)
        ).one()


def test_a_customer_follows_a_shared_order_and_then_another(world: World) -> None:
    first, second = place(world, {"KL500": 24}), place(world, {"XB330": 24})
    world.phone("new").starts(share(world, first)).sees("欢迎您", "李记便利店", first.number, "📦")
    code = share(world, second)
    for _ in range(2):
        world.phone("new").starts(code).sees(second.number)
    world.phone("new").taps(f"📦 看订单 {second.number}").sees(second.number).does_not_see("¥")


def test_a_dealer_who_tries_the_link_for_a_customer_does_not_use_it_up(world: World) -> None:
    order = place(world, {"KL500": 24})
    code = share(world, order)
    world.dealer.starts(code).sees(order.number)
    world.english_dealer.starts(code).sees("with us already")
    world.phone("new").starts(code).sees("欢迎您", order.number)


def test_a_code_for_one_more_order_may_be_typed(world: World) -> None:
    order = place(world, {"KL500": 24})
    world.customer.send(Tapped(data=data_of(Verb.JOIN))).sees("阿美", "邀请码").types("红罐子").sees("不像邀请码")
    world.customer.types(share(world, order).lower()).sees(order.number)


@pytest.mark.parametrize("words", ["ABC123", "邀请码 123456", "my code is BCDFGHJK-2345-678", "bcdfg"])
def test_a_stranger_with_what_is_no_code_hears_what_codes_look_like_and_whom_to_ask(world: World, words: str) -> None:
    world.phone("new").types(words).sees("不像邀请码", "BCDF-GHJK-2345", "业务员", "🔑")


@pytest.mark.parametrize("words", ["你好", "hello", "可乐 10箱", "怎么订货"])
def test_a_stranger_who_sends_no_code_is_greeted(world: World, words: str) -> None:
    world.phone("new").types(words).sees("👋").does_not_see("不像邀请码")
