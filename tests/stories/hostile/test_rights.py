"""Whoever presses whatever about somebody else's things is answered, sees nothing of theirs, and changes nothing."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from domain.rules.rights import Role, grants
from domain.tables.people import Channel, Identity, Person
from handlers.conversation.callback_data import read
from handlers.conversation.dispatch import Id
from handlers.conversation.turn import NUMERIC
from handlers.conversation.verbs import Verb
from handlers.front_door import ACTIONS
from locales import words_for
from locales.words import LANGUAGES
from storage.engine import Database
from tests.grounds import Ground, Plan, unsynced
from tests.lengths import LONG
from tests.phones import Phone
from tests.stories.hostile.guard import Guard
from tests.stories.hostile.monkey import TABLES, table_of
from tests.stories.hostile.others_things import Secrets, asks, every_press, every_question, hidden_from, live, phone_of
from tests.world import World, build, open_world, world_on

APOLOGIES = tuple(words_for(language)("trouble.ours", id="|").partition("|")[0] for language in LANGUAGES)
#: Some who have nothing to do with 李记便利店, have it no longer, or not with all of it; at length all of them.
SOME = ("mo", "zhou", "guest")
OTHERS = ("was-admin", "stranger", "wang", "zhao", "sun", "chen", "mei", "was-buyer", "colleague")
PEOPLE = (*SOME, *OTHERS) if LONG else SOME
#: The refusals of a person who lacks a right.
_REFUSED = {"NotAllowed", "NotFound", "StaleButton"}


@pytest.fixture
def lived(channel: Channel, ground: Ground) -> Plan:
    """All of that has happened once; each test has a copy."""

    def fill(database: Database) -> Secrets:
        build(database, channel)
        return live(world_on(database, channel))

    return ground.plan(f"their orders on {channel}", fill)


@pytest.fixture
def secrets(lived: Plan) -> Secrets:
    """What nobody else must see of it."""
    secrets: Secrets = lived.made
    return secrets


@pytest.fixture
def world(lived: Plan, channel: Channel) -> Iterator[World]:
    """The world in which it has happened."""
    with lived.copy() as url:
        world = open_world(url, channel, unsynced)
        yield world
        world.database.close()


@pytest.fixture
def guard(world: World) -> Guard:
    """Looks at the tables before and after."""
    return Guard(world.database)


def is_in_order(phone: Phone, guard: Guard, hidden: tuple[str, ...], did: object) -> None:
    """There is an answer, no fault of ours, nothing that was not for these eyes, and no change without the right."""
    shown = "\n".join((phone.text, *(button.say for reply in phone.last for button in reply.choices())))
    actor = guard.actor(phone.identity)
    assert phone.text.strip(), f"{actor} got no answer to {did}"
    assert not phone.text.startswith(APOLOGIES), f"a fault of ours for {actor} at {did}"
    assert not [word for word in hidden if word in shown], f"{actor} at {did} sees:\n{shown}"
    assert not guard.trespasses(actor), f"{actor} changed it by {did}"


@pytest.mark.thorough
@pytest.mark.parametrize("who", PEOPLE)
def test_pressing_other_peoples_buttons_shows_and_changes_only_what_the_role_may(
    world: World, secrets: Secrets, guard: Guard, who: str
) -> None:
    phone, hidden = phone_of(world, who, secrets), hidden_from(world, who, secrets)
    guard.look()
    for data in every_press(secrets):
        is_in_order(phone.presses(data), guard, hidden, data)
    world.deliver()
    told = "\n".join(reply.text() for reply in phone.heard)
    assert not [word for word in hidden if word in told]


@pytest.mark.thorough
@pytest.mark.parametrize("who", PEOPLE)
def test_answering_a_question_of_another_role_shows_and_changes_only_what_the_role_may(
    world: World, secrets: Secrets, guard: Guard, who: str
) -> None:
    phone, hidden = phone_of(world, who, secrets), hidden_from(world, who, secrets)
    guard.look()
    for question in every_question(secrets):
        asks(world, phone, question)
        answer = "7" if question.kind in NUMERIC else "不要了"
        is_in_order(phone.types(answer), guard, hidden, question)


def test_the_secrets_are_really_there_to_be_seen(world: World, secrets: Secrets) -> None:
    seen = ""
    for data in every_press(secrets):
        verb = data.partition(":")[0]
        if verb in {
            Verb.ORDER,
            Verb.TRACK,
            Verb.CART,
            Verb.CHECKOUT,
            Verb.MENU,
            Verb.NICKNAMES,
            Verb.PRODUCT,
            Verb.THREAD,
        }:
            seen += world.dealer.presses(data).text
    words = set(hidden_from(world, "stranger", secrets))
    assert len(words) > len(secrets.orders) * 2
    assert [word for word in words if word not in seen] == []


def test_every_id_in_a_button_is_of_a_table_that_is_tried() -> None:
    for verb, action in ACTIONS.items():
        ids = [parameter for parameter in action.parameters if parameter.kind == Id]
        assert {table_of(parameter) for parameter in ids} <= set(TABLES), verb


@pytest.mark.thorough
@pytest.mark.parametrize("who", ["mo", "zhou", "guest"])
def test_whoever_lacks_the_right_in_the_table_is_refused(world: World, secrets: Secrets, who: str) -> None:
    phone = phone_of(world, who, secrets)
    with world.session() as session:
        role = session.exec(select(Person.role).join(Identity).where(Identity.external == who)).one()
    for data in every_press(secrets):
        right = ACTIONS[read(data).verb].right
        if right is not None and not grants(Role(role), right):
            phone.presses(data)
            assert phone.refused in _REFUSED, f"{who} presses {data} without {right}"
