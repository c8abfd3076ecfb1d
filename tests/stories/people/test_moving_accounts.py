"""An account goes to another salesperson, with the orders that wait, and everybody concerned hears who it is now."""

from sqlmodel import col, select

from domain.rules.rights import Role
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Identity, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import place
from tests.phones import Phone
from tests.world import World


def test_one_account_goes_to_a_colleague_and_all_three_hear(world: World) -> None:
    give(world, "李记便利店", "小赵").sees("李记便利店交给小赵了", "收到通知", "↩️ 撤销")
    assert keeper_of(world, "李记便利店") == "小赵"
    assert keeper_of(world, "Harbour Mart") == "小王"
    world.deliver()
    world.dealer.hears("以后由小赵负责李记便利店")
    world.salesperson.hears("李记便利店交给小赵了")
    world.other_salesperson.hears("李记便利店从现在起由您负责", "待审核")
    assert not world.english_dealer.heard


def test_what_waits_comes_to_the_new_one_as_a_card_that_works(world: World) -> None:
    order = place(world, {"KL500": 24})
    world.deliver()
    give(world, "李记便利店", "小赵").sees("1 张等审核的订单也转过去了")
    world.deliver()
    world.other_salesperson.hears(order.number, "✅ 通过")
    world.other_salesperson.taps("✅ 通过").sees(order.number)
    assert status_of(world, order) == "approved"


def test_the_card_of_the_old_one_says_whose_it_is_now(world: World) -> None:
    order = place(world, {"KL500": 24})
    world.deliver()
    approve = world.salesperson.find("✅ 通过")[1]
    give(world, "李记便利店", "小赵")
    world.deliver()
    if world.channel == "telegram":
        card = next(message.reply for message in world.salesperson.chat if message.reply.card == f"order:{order.id}")
        assert "现在由小赵处理" in card.title
        assert "✅" not in "".join(button.label for button in card.choices())
    world.salesperson.presses(approve.data)
    assert status_of(world, order) == "submitted"


def test_all_accounts_of_one_go_at_once_and_come_back(world: World) -> None:
    page(world, "小王").taps("🏪 照看的客户").taps("🤝 全部交给别人").sees("2 家客户全部交给谁")
    world.admin.taps("🤝 交给小赵").sees("Harbour Mart等 2 家客户交给小赵了")
    assert {keeper_of(world, each) for each in ("李记便利店", "Harbour Mart")} == {"小赵"}
    world.deliver()
    world.other_salesperson.hears("等 2 家客户从现在起由您负责")
    world.english_dealer.hears("小赵 looks after Harbour Mart")
    world.admin.taps("↩️ 撤销").sees("还归原来的业务员")
    world.deliver()
    assert {keeper_of(world, each) for each in ("李记便利店", "Harbour Mart")} == {"小王"}
    world.dealer.hears("以后由小王负责李记便利店")
    world.other_salesperson.hears("等 2 家客户交给小王了")


def test_an_account_of_nobody_is_found_and_given(world: World) -> None:
    order = place(world, {"KL500": 24}, "老莫")
    world.deliver()
    world.admin.types("菜单").taps("人员").taps("🔍 业务员名单").taps("没有业务员的客户").taps("陌生超市")
    world.admin.sees("陌生超市交给谁负责").taps("🤝 交给小赵").sees("陌生超市交给小赵了")
    world.deliver()
    heard = [reply for reply in world.other_salesperson.heard if reply.card == f"order:{order.id}"]
    assert len(heard) == 1, "he has the card already"
    world.admin.taps("↩️")
    assert keeper_of(world, "陌生超市") == ""
    world.deliver()
    world.phone("mo").hears("没有固定的业务员")


def test_the_dealers_page_leads_there_too(world: World) -> None:
    page(world, "老李").taps("🤝 换业务员").sees("李记便利店现在由小王负责").taps("🤝 交给陈总").sees("交给陈总了")
    assert keeper_of(world, "李记便利店") == "陈总"


def test_giving_again_changes_nothing_more(world: World) -> None:
    give(world, "李记便利店", "小赵")
    world.admin.presses(data_of(Verb.ASSIGN, account_id(world, "李记便利店"), world.person("小赵").id))
    world.admin.sees("已经都在小赵手上")
    assert len(events(world, "account.assigned")) == 1


def test_taking_back_is_refused_once_it_went_on(world: World) -> None:
    give(world, "李记便利店", "小赵")
    undo = world.admin.find("↩️")[1]
    world.admin.presses(data_of(Verb.ASSIGN, account_id(world, "李记便利店"), world.person("陈总").id)).sees("陈总")
    world.admin.presses(undo.data).sees("后来又有人改过了")
    assert keeper_of(world, "李记便利店") == "陈总"


def test_nobody_gets_an_account_who_cannot_look_after_it(world: World) -> None:
    for name in ("老周", "老李", "小孙"):
        world.admin.presses(data_of(Verb.ASSIGN, account_id(world, "李记便利店"), world.person(name).id))
        world.admin.does_not_see("交给")
    assert keeper_of(world, "李记便利店") == "小王"


def test_only_admins_give_accounts(world: World) -> None:
    press = data_of(Verb.ASSIGN, account_id(world, "李记便利店"), world.person("小赵").id)
    for phone in (world.salesperson, world.other_salesperson, world.dealer, world.finance, world.warehouse):
        phone.presses(press).does_not_see("交给小赵")
    assert keeper_of(world, "李记便利店") == "小王"


def test_the_event_says_who_had_it_before_and_after(world: World) -> None:
    before, after, owner = world.person("小王").id, world.person("小赵").id, world.person("陈总").id
    give(world, "李记便利店", "小赵")
    (event,) = events(world, "account.assigned")
    assert event.facts["before"] == {str(account_id(world, "李记便利店")): before}
    assert (event.facts["after"], event.person_id, event.at) == (after, owner, world.clock())


def test_switching_a_salesperson_off_offers_to_hand_over_first(world: World) -> None:
    order = place(world, {"KL500": 24})
    world.deliver()
    page(world, "小王").taps("❌ 停用").sees("手上有 2 家客户，1 张订单在等审核", "先交给谁")
    world.admin.taps("✅ 交给小赵，再停用").sees("小王已停用", "2 家客户交给小赵了，1 张等审核的订单也转过去了")
    world.deliver()
    world.other_salesperson.hears(order.number, "✅ 通过")
    world.dealer.hears("以后由小赵负责李记便利店")
    world.salesperson.taps("✅ 通过").sees("您的使用权限已经停用")
    world.admin.taps("↩️ 撤销").sees("照原样恢复使用")
    assert {keeper_of(world, each) for each in ("李记便利店", "Harbour Mart")} == {"小王"}
    world.salesperson.types("菜单").sees("小王，您好")


def test_without_handing_over_the_admins_get_the_cards(world: World) -> None:
    second_admin(world)
    order = place(world, {"KL500": 24})
    world.deliver()
    page(world, "小王").taps("❌ 停用").taps("❌ 不交接，直接停用").sees("小王已停用")
    world.deliver()
    world.phone("boss").hears(order.number, "✅ 通过")
    world.admin.types("菜单").sees("待审核（1）")


def test_when_nobody_sells_any_more_the_accounts_of_nobody_are_the_admins_too(world: World) -> None:
    second_admin(world)
    order = place(world, {"KL500": 24}, "老莫")
    world.deliver()
    page(world, "小赵").taps("❌ 停用").taps("✅ 停用小赵")
    world.deliver()
    assert not cards_of(world.phone("boss"), order)
    page(world, "小王").taps("❌ 停用").taps("❌ 不交接，直接停用")
    world.deliver()
    assert cards_of(world.phone("boss"), order)


def test_many_waiting_orders_come_as_some_cards_and_a_list(world: World) -> None:
    made = [place(world, {"KL500": 1 + n}) for n in range(12)]
    world.deliver()
    give(world, "李记便利店", "小赵").sees("12 张等审核的订单也转过去了")
    world.deliver()
    assert [len(cards_of(world.other_salesperson, each)) for each in made] == [1] * 10 + [0] * 2
    world.other_salesperson.types("菜单").sees("待审核（12）")


def page(world: World, name: str) -> Phone:
    return world.admin.types("菜单").taps("人员").types(name).sees(f"👤 {name}")


def give(world: World, account: str, keeper: str) -> Phone:
    """The owner gives an account of 小王 to somebody else."""
    page(world, "小王").taps("🏪 照看的客户").taps(account).sees(f"{account}现在由小王负责")
    return world.admin.taps(f"🤝 交给{keeper}")


def second_admin(world: World) -> None:
    """Another owner, with a phone."""
    with world.database.transaction() as session:
        person = Person(name="二老板", role=Role.ADMIN, created_at=world.clock(), language="zh-CN")
        session.add(person)
        session.flush()
        session.add(Identity(channel=world.channel, external="boss", person_id=person.id, seen_at=world.clock()))


def keeper_of(world: World, account: str) -> str:
    with world.session() as session:
        query = select(Person.name).join(Account, col(Account.salesperson_id) == Person.id)
        return session.exec(query.where(Account.name == account)).first() or ""


def account_id(world: World, name: str) -> int:
    with world.session() as session:
        return session.exec(select(Account.id).where(Account.name == name)).one()


def status_of(world: World, order: Order) -> str:
    with world.session() as session:
        return session.get_one(Order, order.id).status


def events(world: World, kind: str) -> list[Event]:
    with world.session() as session:
        return list(session.exec(select(Event).where(Event.kind == kind)))


def cards_of(phone: Phone, order: Order) -> list[str]:
    """The news of an order that a phone heard."""
    return [reply.title for reply in phone.heard if reply.card == f"order:{order.id}"]
