"""Orders of the days that somebody asks about, and lists that say which page of how many is shown."""

from datetime import timedelta

import pytest

from domain.rules.rights import Role
from domain.tables.people import Account, Identity, Invite, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import place
from tests.world import World


@pytest.fixture
def two_days(world: World) -> tuple[str, str]:
    """The short numbers of yesterday's order and of today's."""
    first = place(world, {"KL330": 24})
    world.clock.pass_(days=1)
    second = place(world, {"KL330": 48})
    return first.number[-9:], second.number[-9:]


@pytest.mark.parametrize("words", ["今天谁订货了", "今天谁下单了", "今天的订单", "who ordered today", "今天有几单"])
def test_todays_orders_are_todays(world: World, two_days: tuple[str, str], words: str) -> None:
    yesterday, today = two_days
    for who in (world.salesperson, world.admin, world.finance):
        who.types(words).sees(today, "11月24日").does_not_see(yesterday)


def test_orders_of_other_days(world: World, two_days: tuple[str, str]) -> None:
    yesterday, today = two_days
    world.salesperson.types("昨天谁订货了").sees(yesterday, "11月23日").does_not_see(today)
    world.salesperson.types("上周谁下单了").sees("11月16日到11月22日没有订单").taps("全部订单").sees(yesterday, today)
    world.dealer.types("昨天的订单").sees(yesterday, "11月23日").does_not_see(today)
    world.salesperson.types("这周谁下单了").sees(yesterday, today)
    world.salesperson.types("订单").sees(yesterday, today)


def test_orders_of_a_dealer_on_these_days(world: World, two_days: tuple[str, str]) -> None:
    yesterday, today = two_days
    world.salesperson.types("李记便利店今天订了什么").sees(today, "11月24日").does_not_see(yesterday)
    world.salesperson.types("李记便利店最近订了什么").sees(yesterday, today)
    world.salesperson.types("李记便利店上周订了什么").sees("李记便利店 11月16日到11月22日没有下单")
    world.salesperson.types("Harbour Mart订了什么").sees("Harbour Mart 还没有下过单")


def test_the_pages_of_a_day_stay_with_that_day(world: World) -> None:
    old = place(world, {"KL330": 24})
    world.clock.pass_(days=1)
    for number in range(9):
        place(world, {"KL330": 24 + number})
    world.salesperson.types("今天的订单").sees("第 1 / 2 页").taps("▶️").sees("第 2 / 2 页", "1124-0001")
    world.salesperson.does_not_see(old.number[-9:]).taps("◀️").sees("第 1 / 2 页", "11月24日")


def test_lists_of_people_accounts_and_invites_say_their_page(world: World) -> None:
    wang = world.person("小王").id
    with world.database.transaction() as session:
        for number in range(9):
            at = world.clock()
            person = Person(name=f"业务{number}", role=Role.SALESPERSON, created_at=at)
            off = Person(name=f"离开{number}", role=Role.WAREHOUSE, created_at=at, active=False)
            session.add_all((person, off))
            session.flush()
            session.add(Identity(channel=world.channel, external=f"off{number}", person_id=off.id, seen_at=at))
            session.add(Account(name=f"店{number}", salesperson_id=wang, created_at=at))
            session.add(Account(name=f"散{number}", created_at=at))
            until = at + timedelta(days=7)
            session.add(Invite(code_hash=f"hash{number}", role=Role.WAREHOUSE, created_at=at, expires_at=until))
    lists = (
        (Verb.PEOPLE, Role.SALESPERSON.value),
        (Verb.PEOPLE, "off"),
        (Verb.INVITE, Role.BUYER.value),
        (Verb.INVITES,),
        (Verb.ACCOUNTS_OF, wang),
        (Verb.ACCOUNTS_OF, 0),
        (Verb.ASSIGN_ALL, wang),
        (Verb.SWITCH_OFF, wang),
    )
    for verb, *args in lists:
        world.admin.presses(data_of(verb, *args)).sees("第 1 / ").taps("▶️").sees("第 2 / ")
