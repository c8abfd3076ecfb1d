"""A chat is taken away from its person: a lost phone, a number that somebody else has now."""

from sqlmodel import Session, select

from domain.people import invites
from domain.rules.rights import Role
from domain.tables.notices import Notice
from domain.tables.orders import Event
from domain.tables.people import Channel, Identity, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from storage import outbox
from tests.orders import place
from tests.phones import Phone
from tests.world import World


def test_an_unbound_chat_is_a_strangers_and_is_told_so(world: World) -> None:
    unbind(world)
    world.deliver()
    world.dealer.hears("这个聊天和老李解绑了", "🔑 输入邀请码")
    world.dealer.types("菜单").sees("邀请").does_not_see("老李", "李记便利店")


def test_it_is_said_before_that_it_is_the_only_one(world: World) -> None:
    page(world).taps(button_of(world)).sees("解绑老李的", "唯一的聊天")
    world.admin.taps("⬅️ 不解绑").sees("👤 老李", "最近来过")


def test_another_chat_of_the_person_goes_on(world: World) -> None:
    other = second_chat(world)
    page(world).taps(button_of(world)).does_not_see("唯一的聊天").taps("✅ 解绑").sees("已解绑", "💬 演示页")
    order = place(world, {"KL500": 24})
    world.salesperson.types("菜单").taps("⏳").taps(order.number[-4:]).taps("✅ 通过")
    world.deliver()
    world.phone(other, Channel.DEMO).hears(order.number)


def test_nothing_of_the_talk_is_left_for_whoever_has_the_chat_next(world: World) -> None:
    world.dealer.types("可乐500").taps("✏️")
    old = [*world.dealer.last]
    unbind(world)
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session), role=Role.SALESPERSON, name="新来的").code
    world.dealer.starts(code).sees("欢迎您，新来的").types("24").does_not_see("购物车里")
    assert old
    assert world.person("老李").active


def test_unbinding_is_taken_back(world: World) -> None:
    unbind(world)
    world.deliver()
    world.admin.taps("↩️ 撤销").sees("聊天又接上了", "👤 老李")
    world.deliver()
    world.dealer.hears("这个聊天又是老李的了")
    world.dealer.types("菜单").sees("老李，您好")


def test_what_was_taken_back_in_time_is_never_told(world: World) -> None:
    unbind(world)
    world.admin.taps("↩️ 撤销")
    world.deliver()
    assert not [reply for reply in world.dealer.heard if "解绑" in reply.title]


def test_it_is_not_taken_back_once_somebody_else_came_in_there(world: World) -> None:
    unbind(world)
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session), role=Role.WAREHOUSE, name="新来的").code
    world.dealer.starts(code).sees("欢迎您，新来的")
    world.admin.taps("↩️ 撤销").sees("后来又有人改过了")
    world.dealer.types("菜单").sees("新来的")


def test_the_chat_one_writes_in_stays(world: World) -> None:
    world.admin.types("菜单").taps("人员").types("陈总").does_not_see("解绑")
    world.admin.presses(data_of(Verb.UNBIND_NOW, identity(world, "chen"))).sees("正在用的聊天")
    world.admin.types("菜单").sees("陈总，您好")


def test_only_admins_unbind(world: World) -> None:
    chat = identity(world, "mo")
    for phone in (world.salesperson, world.dealer, world.finance, world.warehouse):
        phone.presses(data_of(Verb.UNBIND, chat)).does_not_see("老莫")
        phone.presses(data_of(Verb.UNBIND_NOW, chat)).does_not_see("老莫")
    world.phone("mo").types("菜单").sees("老莫，您好")


def test_the_word_about_it_waits_where_it_cannot_be_pushed(world: World) -> None:
    unbind(world)
    keep_all(world)
    world.dealer.types("在吗").sees("这个聊天和老李解绑了", "邀请")
    world.dealer.types("在吗").does_not_see("解绑")


def test_nobody_else_reads_what_is_kept_for_a_chat(world: World) -> None:
    unbind(world)
    keep_all(world)
    world.phone("stranger").types("在吗").does_not_see("老李")
    world.english_dealer.types("menu").does_not_see("老李")


def test_the_event_says_whose_it_was(world: World) -> None:
    owner, person, chat = world.person("陈总").id, world.person("老李").id, identity(world, "li")
    unbind(world)
    with world.session() as session:
        event = session.exec(select(Event).where(Event.kind == "chat.unbound")).one()
    assert (event.person_id, event.at, event.subject) == (owner, world.clock(), f"identity:{chat}")
    assert (event.facts["before"], event.facts["after"]) == ({"person": person}, {"person": None})


def test_a_new_phone_of_the_same_person_is_the_same_person(world: World) -> None:
    order = place(world, {"KL500": 24})
    code = new_chat(world)
    page(world).taps(button_of(world)).taps("✅ 解绑")
    world.phone("new").starts(code).sees("欢迎您，老李", "李记便利店").types("订单").sees(order.number[-9:])
    world.deliver()
    world.admin.hears("老李 绑定了新的聊天")
    page(world).sees("最近来过", "1 张订单进行中")


def test_a_person_keeps_their_language_in_a_new_chat(world: World) -> None:
    with world.database.transaction() as session:
        code = invites.for_chat(world.actor(session, "陈总"), person_id(session, "Ann")).code
        session.exec(select(Identity).where(Identity.external == "ann")).one().person_id = None
    world.phone("new").starts(code).sees("Welcome, Ann")


def test_a_second_chat_in_the_same_place_is_refused_with_the_way_forward(world: World) -> None:
    code = new_chat(world)
    world.phone("new").starts(code).sees("先解绑旧的")
    page(world).taps(button_of(world)).taps("✅ 解绑")
    world.phone("new").starts(code).sees("欢迎您，老李")


def test_a_second_chat_elsewhere_is_welcome(world: World) -> None:
    world.phone("li-demo", Channel.DEMO).starts(new_chat(world)).sees("欢迎您，老李")
    page(world).sees("💬 演示页", "❌ 解绑演示页")


def test_a_code_for_another_chat_is_for_nobody_else(world: World) -> None:
    code = new_chat(world)
    world.english_dealer.starts(code).does_not_see("Welcome")
    world.salesperson.starts(code).does_not_see("欢迎")
    world.phone("li-demo", Channel.DEMO).starts(code).sees("欢迎您，老李")


def test_who_is_off_gets_no_new_chat(world: World) -> None:
    code = new_chat(world)
    page(world).taps("❌ 停用").taps("✅ 停用老李").does_not_see("绑定新聊天")
    world.phone("new").starts(code).sees("已经收回了")
    world.admin.presses(data_of(Verb.NEW_CHAT_NOW, world.person("老李").id)).does_not_see("邀请码")


def test_an_open_invite_says_whose_chat_it_makes(world: World) -> None:
    new_chat(world)
    world.admin.types("菜单").taps("人员").taps("没用的邀请（1）").sees("采购 · 老李 · 李记便利店")


def page(world: World) -> Phone:
    return world.admin.types("菜单").taps("人员").types("老李").sees("👤 老李")


def button_of(world: World) -> str:
    return {Channel.TELEGRAM: "❌ 解绑Telegram", Channel.WECHAT: "❌ 解绑微信"}[world.channel]


def unbind(world: World) -> None:
    """The owner unbinds 老李's phone."""
    page(world).taps(button_of(world)).taps("✅ 解绑").sees("已解绑")


def second_chat(world: World) -> str:
    """老李 talks to us in another place, too."""
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(Person.name == "老李")).one()
        session.add(Identity(channel=Channel.DEMO, external="li-demo", person_id=person.id, seen_at=world.clock()))
    return "li-demo"


def identity(world: World, external: str) -> int:
    with world.session() as session:
        return session.exec(select(Identity.id).where(Identity.external == external)).one()


def keep_all(world: World) -> None:
    """No platform takes what is due now; it waits for the next contact."""
    with world.database.transaction() as session:
        for notice in session.exec(select(Notice)).all():
            outbox.defer(notice, "no window")


def new_chat(world: World) -> str:
    """The owner gives 老李 a code for one more chat."""
    page(world).taps("➕ 绑定新聊天").sees("还是同一个人").taps("✅ 给新邀请码").sees("邀请好了：老李")
    return next(reply.title for reply in world.admin.last if "邀请码" in reply.title).split()[-1]


def person_id(session: Session, name: str) -> int:
    return session.exec(select(Person.id).where(Person.name == name)).one()
