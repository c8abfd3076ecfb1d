"""Ten thousand messages that nobody should send: always an answer, never a fault, nothing without the right."""

import pytest

from domain import due
from domain.checks import check_all
from handlers.turn import Answer, Incoming, Left
from locales import words_for
from locales.words import LANGUAGES
from tests.lengths import times
from tests.stories.guard import Guard
from tests.stories.monkey import KNOWN, Monkey
from tests.world import World

MESSAGES = 250
#: Two channels each: 1,500 messages as a rule, 10,000 in the long form.
SEEDS = times(3, long=20)
APOLOGIES = tuple(words_for(language)("trouble.ours", id="|").partition("|")[0] for language in LANGUAGES)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_people_send_they_are_answered_and_change_only_what_they_may(world: World, seed: int) -> None:
    monkey, guard = Monkey(world, seed), Guard(str(world.database.url.database))
    for who in KNOWN:
        world.phone(who).types("菜单")
    guard.look()
    for number in range(MESSAGES):
        incoming = monkey.next()
        actor = guard.actor(incoming.identity)
        answer = world.door.answer(incoming)
        said = f"message {number}: {incoming}\n{answer.replies}"
        assert is_answered(incoming, answer), f"no answer to {said}"
        assert not is_apology(answer), f"a fault of ours at {said}"
        assert not (trespasses := guard.trespasses(actor)), f"{actor} changed {trespasses} by {said}"
        monkey.look(incoming, answer)
        if number % 25 == 0:
            time_passes(world, guard)
    time_passes(world, guard)


def time_passes(world: World, guard: Guard) -> None:
    """Notices arrive, old orders expire, and the books agree."""
    world.clock.pass_(minutes=40)
    world.deliver()
    with world.database.transaction() as session:
        due.expire_due(world.by(session))
        assert check_all(session) == []
    guard.look()


def is_answered(incoming: Incoming, answer: Answer) -> bool:
    return isinstance(incoming.body, Left) or any(reply.text() for reply in answer.replies) or answer.repeated


def is_apology(answer: Answer) -> bool:
    return any(reply.title.startswith(APOLOGIES) for reply in answer.replies)
