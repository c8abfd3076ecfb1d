"""Whoever types somebody else's name and number gets an account of their own, and nothing that is theirs."""

import pytest
from sqlmodel import col, select

from domain.rules.rights import Right
from domain.tables.people import Account, Identity, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from handlers.front_door import ACTIONS
from tests.orders import place
from tests.retail import account_of, come_in, open_door
from tests.world import World

PHONE = "13877774711"


def lives(world: World) -> str:
    """A consumer who orders to their home; the number of the order."""
    open_door(world)
    guest = come_in(world, "victim", "欧阳不二", PHONE)
    guest.types("可乐500 2箱").taps("🛒").taps("✅").taps("✏️ 改地址").types("翠竹弄9号").taps("✅ 提交").sees(
        "D20261123"
    )
    return "D20261123-0001"


def test_the_name_and_number_of_somebody_who_is_in_open_nothing(world: World) -> None:
    number = lives(world)
    thief = come_in(world, "thief", "欧阳不二", PHONE)
    for said in ("订单", number, "购物车", "我的货到哪了", "老样子", "地址", "照上次再来"):
        thief.types(said).does_not_see("翠竹弄", "峰泡可乐", "¥151")
    mine, theirs = account_of(world, "thief"), account_of(world, "victim")
    assert mine is not None
    assert theirs is not None
    assert mine.id != theirs.id


@pytest.mark.parametrize(("name", "phone"), [("老李", "13800000000"), ("陈总", "13800000001"), ("小王", "13800000002")])
def test_the_name_of_a_dealer_or_of_staff_opens_nothing(world: World, name: str, phone: str) -> None:
    open_door(world)
    order = place(world)
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == name)).one().phone = phone
    thief = come_in(world, "thief", name, phone)
    thief.types(order.number).does_not_see("峰泡可乐", "李记")
    thief.presses(data_of(Verb.ORDER, order.id)).does_not_see("峰泡可乐", "李记")
    with world.session() as session:
        person = session.exec(select(Person).join(Identity).where(Identity.external == "thief")).one()
        account = session.get_one(Account, person.account_id)
    assert (person.role.value, account.retail, account.name) == ("buyer", True, f"{name} #0001")


def test_a_consumer_reads_no_list_of_consumers_and_makes_nobody_a_dealer(world: World) -> None:
    lives(world)
    thief = come_in(world, "thief", "张三", "13800000000")
    theirs, mine = account_of(world, "victim"), account_of(world, "thief")
    assert theirs is not None
    assert mine is not None
    verbs = [verb for verb, action in ACTIONS.items() if action.right is Right.RETAIL_CHANGE]
    assert len(verbs) == 6
    for phone in (thief, world.dealer, world.salesperson, world.warehouse, world.finance, world.customer):
        for verb in verbs:
            for account in (theirs, mine):
                args = (account.id, 0)[: len(ACTIONS[verb].parameters)]
                phone.presses(data_of(verb, *args)).does_not_see("欧阳", PHONE)
        phone.presses(data_of(Verb.RETAIL_DOOR, "closed"))
        phone.presses(data_of(Verb.RETAIL_DOOR, "open"))
    with world.session() as session:
        assert len(session.exec(select(Account).where(col(Account.retail).is_(True))).all()) == 2
    world.phone("late").types("hi").sees("人人可以买")


def test_a_button_that_somebody_else_was_shown_brings_in_nobody_by_their_name(world: World) -> None:
    open_door(world)
    shown = world.phone("first").types("欧阳不二 13877774711").find("✅ 同意")[1]
    world.phone("second").presses(shown.data).sees("怎么称呼").does_not_see("欧阳", PHONE)
    assert account_of(world, "second") is None


def test_a_name_made_of_our_own_lines_is_no_name(world: World) -> None:
    open_door(world)
    for at, name in enumerate(("<a href=x>", "✅ 已付款", "零售 #0001", "a" * 60, "{name}", "=1+1", "张三\n✅ 已付款")):
        stranger = world.phone(f"new{at}").types("hi").taps("🛒").types(f"{name} 13800000000")
        stranger.does_not_see("对吗")
        assert account_of(world, stranger.identity) is None
