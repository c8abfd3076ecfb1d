"""The owner looks people up, switches them off and on again, and what the others then hear and see."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from domain import scheduled
from domain.events.journal import last
from domain.people import invites
from domain.rules.rights import Role
from domain.tables.orders import Event
from domain.tables.people import Identity, Person
from handlers.administration import invite_person, people
from handlers.conversation.callback_data import data_of
from handlers.conversation.request import Request
from handlers.conversation.serialisation import dump_reply
from handlers.conversation.turn import Reply
from handlers.conversation.verbs import Verb
from storage import outbox
from tests.orders import place
from tests.phones import Phone
from tests.world import World

OFF = "您的使用权限已经停用"


def test_the_page_of_a_dealer_shows_who_they_are_and_what_goes_on(world: World) -> None:
    place(world, {"KL500": 24})
    page(world, "老李").sees("采购 · 李记便利店", "业务员：小王", channel_name(world), "最近来过", "1 张订单进行中")


def test_the_page_of_a_salesperson_shows_accounts_and_what_waits(world: World) -> None:
    place(world, {"KL500": 24})
    page(world, "小王").sees("业务员", "照看 2 家客户", "1 张订单在等审核").taps("🏪 照看的客户").sees(
        "小王照看 2 家客户", "李记便利店", "Harbour Mart"
    )


def test_somebody_who_blocked_us_is_shown_so(world: World) -> None:
    with world.database.transaction() as session:
        chat = session.exec(select(Identity).where(Identity.external == "li")).one()
        chat.reachable = False
    page(world, "老李").sees("已拉黑或取消关注")


def test_a_list_has_pages_and_each_person_a_row(world: World) -> None:
    more_people(world, Role.WAREHOUSE, 10)
    world.admin.types("菜单").taps("人员").sees("仓库 11 人").taps("🔍 仓库名单")
    first = [label for label in world.admin.labels if label.startswith("👤")]
    assert len(first) == 8
    world.admin.taps("▶️")
    second = [label for label in world.admin.labels if label.startswith("👤")]
    assert len(second) == 3
    assert not {*first} & {*second}


def test_a_part_of_a_name_finds_somebody(world: World) -> None:
    world.admin.types("菜单").taps("人员").sees("发名字").types("小孙").sees("👤 小孙", "财务")
    world.admin.taps("⬅️").types("小").sees("哪一位", "小王", "小赵", "小孙").taps("👤 小赵").sees("业务员")
    world.admin.types("菜单").taps("人员").types("没这个人").sees("没有找到叫“没这个人”的人")


def test_two_of_the_same_name_are_told_apart_by_their_account(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "Ann")).one().name = "老李"
    world.admin.types("菜单").taps("人员").types("老李").sees("老李 · 李记便利店", "老李 · Harbour Mart")
    world.admin.taps("Harbour Mart").sees("采购 · Harbour Mart")


def test_a_name_in_a_sentence_leads_to_the_page(world: World) -> None:
    """What a typed sentence is routed to: 停用 老李, deactivate 老李."""
    assert "老李" in shown(world, lambda request: people.by_name(request, " 老李 ").replies).title


def test_inviting_in_a_sentence_begins_where_the_button_does(world: World) -> None:
    """What a typed sentence is routed to: 邀请业务员, invite a salesperson."""
    with world.database.transaction() as session:
        turn = invite_person.begin(world.request(session, "陈总"), Role.SALESPERSON)
    assert "邀请码" in turn.replies[0].title
    assert shown(world, lambda request: invite_person.begin(request, Role.ADMIN).replies).title == "邀请一位管理员？"


@pytest.mark.parametrize("name", ["小王", "老周", "小孙", "老李"])
def test_only_admins_see_peoples_pages(world: World, name: str) -> None:
    page(world, "老莫")
    phone = {"小王": "wang", "老周": "zhou", "小孙": "sun", "老李": "li"}[name]
    world.phone(phone).presses(data_of(Verb.PERSON, world.person("老莫").id)).does_not_see("老莫", "陌生超市")


def test_who_is_off_is_refused_with_the_reason_whatever_they_do(world: World) -> None:
    world.dealer.types("可乐500").types("菜单")
    old = world.dealer.find("🛒")
    switch_off(world, "老李")
    world.dealer.taps_button(old[1], old[0]).sees(OFF)
    for words in ("可乐500 10箱", "菜单", "0", "帮助", "人工"):
        world.dealer.types(words).sees(OFF).does_not_see("🏠")
    world.dealer.starts().sees(OFF)


def test_who_is_off_is_refused_in_their_own_language(world: World) -> None:
    world.english_dealer.types("menu")
    switch_off(world, "Ann")
    world.english_dealer.types("menu").sees("switched off")


def test_who_is_off_hears_nothing(world: World) -> None:
    order = place(world, {"KL500": 24})
    world.deliver()
    switch_off(world, "老李")
    heard = len(world.dealer.heard)
    world.salesperson.types("菜单").taps("⏳").taps(order.number[-4:]).taps("✅ 通过")
    world.deliver()
    assert len(world.dealer.heard) == heard


def test_who_is_off_gets_no_digest(world: World) -> None:
    place(world, {"KL500": 24})
    world.deliver()
    switch_off(world, "小王", "直接停用")
    heard = len(world.salesperson.heard)
    world.clock.pass_(hours=50)
    run_jobs(world)
    assert len(world.salesperson.heard) == heard


def test_who_is_off_cannot_come_in_by_another_code(world: World) -> None:
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session), role=Role.WAREHOUSE).code
    switch_off(world, "老李")
    world.dealer.starts(code).sees(OFF)
    world.phone("new").starts(code).sees("欢迎您")


def test_invites_they_wrote_end_with_them_and_come_back_with_them(world: World) -> None:
    order = place(world, {"KL500": 24})
    with world.database.transaction() as session:
        code = invites.share(world.actor(session, "老李"), order.id).code
    switch_off(world, "老李")
    world.phone("new").starts(code).sees("已经收回了")
    world.admin.taps("↩️ 撤销").sees("撤销了")
    world.phone("new").starts(code).sees("欢迎您", order.number)


def test_switched_on_again_they_hear_so_and_go_on(world: World) -> None:
    switch_off(world, "老李")
    world.admin.sees("❌ 已停用（陈总").types("菜单").taps("人员").sees("停用 1 人").taps("❌ 停用的人（1）")
    world.admin.taps("老李").taps("✅ 恢复使用").sees("老李可以用了").does_not_see("已停用")
    world.deliver()
    world.dealer.hears("老李，您又可以用了")
    world.dealer.types("菜单").sees("老李，您好")


def test_switching_off_is_taken_back_for_ten_minutes(world: World) -> None:
    switch_off(world, "老李")
    undo = world.admin.find("↩️ 撤销")
    world.clock.pass_(minutes=11)
    world.admin.taps_button(undo[1], undo[0]).sees("超过 10 分钟")
    world.dealer.types("菜单").sees(OFF)


def test_an_undo_that_others_overtook_does_nothing(world: World) -> None:
    switch_off(world, "老李")
    undo = world.admin.find("↩️ 撤销")[1]
    world.admin.taps("✅ 恢复使用")
    switch_off(world, "老李")
    world.admin.presses(undo.data).sees("后来又有人改过了")
    world.dealer.types("菜单").sees(OFF)


def test_doing_it_twice_changes_nothing_more(world: World) -> None:
    page(world, "老李").taps("❌ 停用").sees("停用老李？", "随时能恢复")
    yes = world.admin.find("✅ 停用老李")[1]
    world.admin.presses(yes.data).sees("老李已停用").presses(yes.data).sees("之前就停用了")
    with world.session() as session:
        assert len(session.exec(select(Event).where(Event.kind == "person.switched_off")).all()) == 1


def test_the_last_admin_cannot_be_switched_off(world: World) -> None:
    page(world, "陈总").taps("❌ 停用").taps("✅ 停用陈总").sees("最后一位管理员")
    world.admin.types("菜单").sees("陈总")


def test_an_admin_beside_another_may_go(world: World) -> None:
    second_admin(world)
    page(world, "陈总").taps("❌ 停用").taps("✅ 停用陈总").sees("陈总已停用")
    world.admin.types("菜单").sees(OFF)
    world.phone("boss").types("菜单").taps("人员").types("陈总").taps("✅ 恢复使用").sees("陈总可以用了")


def test_an_admin_without_a_chat_is_nobody_who_could_stay(world: World) -> None:
    with world.database.transaction() as session:
        session.add(Person(name="旧老板", role=Role.ADMIN, created_at=world.clock()))
    page(world, "陈总").taps("❌ 停用").taps("✅ 停用陈总").sees("最后一位管理员")


def test_the_event_says_who_when_before_and_after(world: World) -> None:
    switch_off(world, "老李")
    person, owner = world.person("老李"), world.person("陈总")
    with world.session() as session:
        event = last(world.actor(session), "person.switched_off", f"person:{person.id}")
        assert event is not None
        assert (event.person_id, event.at) == (owner.id, world.clock())
        assert (event.facts["before"], event.facts["after"]) == ({"active": True}, {"active": False})


def test_what_a_platform_had_not_taken_yet_is_not_told_to_who_is_off(world: World) -> None:
    late = Reply(title="您的购物车")
    put_back(world, late)
    switch_off(world, "老李")
    world.deliver()
    assert late.title not in [reply.title for reply in world.dealer.heard]


def test_people_are_looked_after_in_english_too(world: World) -> None:
    world.admin.types("language").taps("English").taps("People").types("老李").sees("Buyer · 李记便利店")
    world.admin.taps("❌ Switch off").sees("Switch 老李 off?").taps("✅").sees("老李 is switched off", "↩️ Undo")


def test_nothing_but_what_was_done_to_people_is_taken_back_here(world: World) -> None:
    place(world, {"KL500": 24})
    with world.session() as session:
        event = session.exec(select(Event).where(Event.kind == "order.submitted")).first()
        assert event is not None
    world.admin.presses(data_of(Verb.UNDO_PEOPLE, event.id)).does_not_see("撤销了")


def page(world: World, name: str) -> Phone:
    """The owner looks at somebody's page."""
    return world.admin.types("菜单").taps("人员").types(name).sees(f"👤 {name}")


def switch_off(world: World, name: str, how: str = "✅ 停用") -> None:
    page(world, name).taps("❌ 停用").taps(how).sees(f"{name}已停用")
    world.deliver()


def second_admin(world: World) -> None:
    """Another owner, with a phone."""
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session), role=Role.ADMIN, name="二老板").code
    world.phone("boss").starts(code).sees("欢迎您，二老板")


def more_people(world: World, role: Role, count: int) -> None:
    with world.database.transaction() as session:
        session.add_all(Person(name=f"{role}{n:02}", role=role, created_at=world.clock()) for n in range(count))


def shown(world: World, handler: Callable[[Request], tuple[Reply, ...]]) -> Reply:
    """What a handler shows the owner."""
    with world.database.transaction() as session:
        return handler(world.request(session, "陈总"))[0]


def channel_name(world: World) -> str:
    return {"telegram": "💬 Telegram", "wechat": "💬 微信"}[world.channel]


def run_jobs(world: World) -> None:
    """What falls due, and what it has to tell."""
    with world.database.transaction() as session:
        scheduled.remind_due(world.actor(session))
        scheduled.morning_digest(world.actor(session))
    world.deliver()


def put_back(world: World, reply: Reply) -> None:
    """An answer to 老李 that the platform did not take at once."""
    with world.database.transaction() as session:
        outbox.enqueue_reply(session, world.channel, "li", dump_reply(reply), "zh-CN", world.clock())
