"""Coming in by the door for retail: name and number, a yes, an account of one's own; and nothing where it is shut."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.tables.orders import Event
from domain.tables.people import Account, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import SentKind
from handlers.conversation.verbs import Verb
from tests.invited import invite
from tests.retail import account_of, come_in, open_door, set_up
from tests.world import World


def test_a_stranger_is_welcomed_and_comes_in_with_one_text_and_one_tap(world: World) -> None:
    open_door(world)
    stranger = world.phone("new").types("有可乐吗").sees("人人可以买", "🛒 开始购物", "🔑", "🌐 English")
    stranger.taps("🛒 开始购物").sees("怎么称呼", "保存", "删除")
    stranger.types("我叫张三，电话 138 0000 0000").sees("张三 · 13800000000", "保存", "✅", "✏️")
    assert account_of(world, "new") is None
    stranger.taps("✅ 同意").sees("欢迎您，张三", "🔍", "🛒", "📦").does_not_see("#", "叫法", "业务员", "对账")
    account = account_of(world, "new")
    assert account is not None
    assert (account.name, account.retail, account.terms) == ("张三 #0001", True, "现结")
    stranger.types("菜单").sees("张三，您好").does_not_see("#0001")
    stranger.types("帮助").sees("先付款").does_not_see("业务员")


def test_name_and_number_may_come_one_after_the_other_in_any_order(world: World) -> None:
    open_door(world)
    first = world.phone("first").types("hi").taps("🛒").types("王小明").sees("王小明，您好", "电话")
    first.types("021-65551234").sees("王小明 · 02165551234").taps("✅").sees("欢迎您，王小明")
    second = world.phone("second").types("hi").taps("🛒").types("13911112222").sees("怎么称呼您")
    second.types("李四").sees("李四 · 13911112222").taps("✏️ 改一下").sees("怎么称呼")
    second.types("李思 13911112223").sees("李思 · 13911112223").taps("✅").sees("欢迎您，李思")


def test_both_at_once_need_no_button_before(world: World) -> None:
    open_door(world)
    world.phone("new").types("张三 13800000000").sees("张三 · 13800000000").taps("✅").sees("欢迎您")


def test_it_is_english_for_whoever_reads_english(world: World) -> None:
    open_door(world)
    stranger = world.phone("new").types("hello").taps("🌐 English").sees("Everybody can buy here", "🛒 Start")
    stranger.taps("🛒").types("Ann Lee +49 151 23456789").sees("Ann Lee · +4915123456789").taps("✅ I agree")
    stranger.sees("Welcome, Ann Lee", "2 cases cola").types("menu").sees("Ann Lee")


@pytest.mark.parametrize("wrong", ["张三 12345", "张三 1380000000", "张三 23800000000", "13800000000000000000000"])
def test_what_is_no_number_is_asked_again(world: World, wrong: str) -> None:
    open_door(world)
    stranger = world.phone("new").types("hi").taps("🛒").types(wrong).sees("不像电话")
    stranger.types("张三 13800000000").sees("张三 · 13800000000")


def test_too_many_wrong_numbers_shut_the_door_for_an_hour(world: World) -> None:
    open_door(world)
    stranger = world.phone("new").types("hi").taps("🛒")
    for number in range(5):
        stranger.types(f"张三 1234{number}").sees("不像电话")
    stranger.types("张三 13800000000").sees("一个小时")
    world.clock.pass_(hours=1, minutes=1)
    stranger.types("张三 13800000000").taps("✅").sees("欢迎您")


@pytest.mark.parametrize("said", ["你好", "2箱可乐", "多少钱？", "13", "bcdfg", "。", "x" * 8000])
def test_what_is_neither_name_nor_number_brings_nobody_in(world: World, said: str) -> None:
    open_door(world)
    world.phone("new").types(said)
    assert account_of(world, "new") is None
    world.phone("new").sends(SentKind.PICTURE).sees("人人可以买")
    world.phone("new").starts().sees("🛒 开始购物")


def test_a_second_tap_and_an_old_button_change_nothing_more(world: World) -> None:
    open_door(world)
    guest = come_in(world, "new")
    for _ in range(2):
        guest.presses(data_of(Verb.RETAIL_JOIN)).sees("张三，您好")
        guest.presses(data_of(Verb.RETAIL)).sees("张三，您好")
    assert accounts_of(world) == 1
    world.phone("other").presses(data_of(Verb.RETAIL_JOIN)).sees("怎么称呼")
    assert accounts_of(world) == 1


def test_an_invite_opens_as_ever_while_the_door_is_open(world: World) -> None:
    open_door(world)
    world.phone("new").types("hi").taps("🔑").sees("邀请码").types(invite(world)).sees("欢迎您", "新客超市")
    world.phone("lost").types("ABC123").sees("不像邀请码")


def test_the_same_name_and_number_is_another_account(world: World) -> None:
    open_door(world)
    come_in(world, "one")
    come_in(world, "two")
    first, second = account_of(world, "one"), account_of(world, "two")
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("张三 #0001", "张三 #0002")


def test_who_is_switched_off_does_not_come_in_again(world: World) -> None:
    open_door(world)
    guest = come_in(world, "new")
    world.admin.types("人员").taps("🏪 零售顾客").taps("🔍").taps("张三").taps("👤").taps("停用").taps("停用")
    guest.types("张三 13800000000").sees("停用")
    guest.presses(data_of(Verb.RETAIL_JOIN)).sees("停用")


SAID = ("你好", "张三 13800000000", "2箱可乐", "ABC123", "menu", "0", "🛒 开始购物", "✅ 同意，开始购物")
PRESSED = (Verb.RETAIL, Verb.RETAIL_JOIN, Verb.RETAIL_DOOR, Verb.MAKE_DEALER)


def test_with_the_door_shut_nothing_of_it_exists(world: World) -> None:
    """A stranger hears what they heard before there was such a door; its buttons are as any that we never drew."""
    unknown = world.phone("elsewhere").presses("nosuchverb").text
    for number, verb in enumerate(PRESSED):
        assert world.phone(f"presses{number}").presses(data_of(verb)).text == unknown
    for number, said in enumerate(SAID):
        stranger = world.phone(f"says{number}").types(said)
        stranger.sees("邀请").does_not_see("🛒", "购物", "人人", "电话")
    assert accounts_of(world) == 0


def test_with_the_door_shut_no_link_scan_picture_or_old_card_leads_anywhere(world: World) -> None:
    """What a stranger still has on their screen from when it was open is as good as nothing."""
    open_door(world)
    shown = [world.phone(f"old{at}").types("hi").sees("🛒 开始购物") for at in range(4)]
    told = world.phone("told").types("张三 13800000000").sees("✅ 同意")
    named = world.phone("named").types("hi").taps("🛒").types("王小明").sees("电话")
    set_up(world, "retail", "closed")
    shown[0].taps("🛒 开始购物")
    shown[1].types("🛒 开始购物")
    shown[2].types("1")
    shown[3].types("第一个")
    told.taps("✅ 同意")
    named.types("13800000000")
    starts = [world.phone(f"link{at}").starts(code) for at, code in enumerate((None, "retail", "open", "SHOP"))]
    sent = [world.phone(f"sent{at}").sends(kind) for at, kind in enumerate(SentKind)]
    for stranger in (*shown, told, named, *starts, *sent):
        stranger.sees("邀请").does_not_see("🛒", "开始购物", "人人", "怎么称呼", "欢迎您，")
        stranger.types("菜单").sees("邀请").does_not_see("🛒", "📦")
    assert accounts_of(world) == 0


def test_it_shuts_before_whoever_is_just_telling_their_name(world: World) -> None:
    open_door(world)
    stranger = world.phone("new").types("hi").taps("🛒").types("张三 13800000000")
    set_up(world, "retail", "closed")
    stranger.taps("✅ 同意").sees("邀请").does_not_see("欢迎您，张三")
    assert accounts_of(world) == 0


def test_who_is_in_stays_in_when_it_shuts(world: World) -> None:
    open_door(world)
    guest = come_in(world, "new")
    set_up(world, "retail", "closed")
    guest.types("菜单").sees("张三，您好", "🔍")


def test_the_bound_of_a_day_holds_and_admins_are_told_once(world: World) -> None:
    open_door(world, most=3)
    set_up(world, "shop_phone", "021-65550000")
    told = [world.phone(f"s{number}").types(f"张三 1380000000{number}") for number in range(6)]
    for stranger in told[:3]:
        stranger.taps("✅").sees("欢迎您")
    for stranger in told[3:]:
        stranger.taps("✅").sees("明天再来", "021-65550000")
    world.phone("late").types("hi").taps("🛒").sees("明天再来")
    world.deliver()
    assert sum("零售顾客满了" in reply.title for reply in world.admin.heard) == 1
    assert accounts_of(world) == 3
    world.clock.pass_(hours=24)
    told[5].types("张三 13800000005").taps("✅").sees("欢迎您")


def test_coming_in_is_written_down_with_the_consent(world: World) -> None:
    open_door(world)
    come_in(world, "new")
    with world.session() as session:
        event = session.exec(select(Event).where(Event.kind == "retail.joined")).one()
        person = session.exec(select(Person).where(Person.name == "张三")).one()
    assert event.facts["consent"] is True
    assert event.subject == f"person:{person.id}"
    assert event.at - world.clock() < timedelta(seconds=1)
    assert person.phone == "13800000000"


def accounts_of(world: World) -> int:
    with world.session() as session:
        return len(session.exec(select(Account.id).where(Account.retail == True)).all())  # noqa: E712 - a column
