"""The menu, help and language of each role, and asking for a human."""

import pytest
from sqlmodel import col, select

from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Person
from handlers.conversation.turn import Tapped
from tests.world import World

STAFF_AND_BUYERS = ("li", "wang", "zhou", "chen", "sun", "mei")


@pytest.mark.parametrize("who", STAFF_AND_BUYERS)
def test_everybody_has_a_menu_with_two_buttons_a_row_and_help(world: World, who: str) -> None:
    phone = world.phone(who).types("菜单").sees("您好")
    assert all(len(row) <= 2 for row in phone.last[0].buttons)
    phone.taps("❓").sees("怎么用", "🏠")


def test_the_buyer_is_greeted_with_the_name_of_the_account(world: World) -> None:
    world.dealer.types("0").sees("老李", "李记便利店", "🔍", "🛒", "📦", "🚚")
    world.english_dealer.types("menu").sees("Hello Ann", "Harbour Mart")


def test_language_is_switched_and_stays(world: World) -> None:
    world.dealer.types("菜单").taps("🌐").sees("🌐 中文", "🌐 English")
    world.dealer.taps("🌐 English").sees("I will use English", "🛒 Cart")
    world.dealer.types("menu").sees("Hello 老李").types("语言").taps("🌐 中文").sees("好的", "您好")


def test_a_buyer_asks_for_a_human_and_the_salesperson_is_told_once(world: World) -> None:
    world.dealer.types("人工").sees("小王")
    world.dealer.types("客服").sees("小王", "稍等")
    assert calls(world) == ["小王"]
    world.clock.pass_(minutes=11)
    world.dealer.types("人工").sees("告诉")
    assert calls(world) == ["小王", "小王"]


def test_others_learn_whom_to_ask(world: World) -> None:
    world.warehouse.types("人工").sees("陈总")
    world.customer.types("人工").sees("邀请您的人")
    assert calls(world) == []


def test_a_button_from_another_time_is_answered(world: World) -> None:
    world.dealer.send(Tapped(data="nonsense:1")).sees("过期", "🏠")
    world.dealer.send(Tapped(data="lang:tlh")).sees("过期", "🏠")


def calls(world: World) -> list[str]:
    """Whom a wish for a human reached."""
    with world.session() as session:
        query = select(Person.name).join(Notice, col(Notice.person_id) == Person.id)
        return list(session.exec(query.where(Notice.kind == NoticeKind.CONTACT_WANTED)))
