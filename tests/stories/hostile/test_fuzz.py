"""A hundred thousand messages nobody should send: always an answer, never a fault, nothing without the right."""

from decimal import Decimal

import pytest

from domain import scheduled
from domain.actor import Actor
from domain.carts import carts
from domain.checks import check_all
from domain.fulfilment import picking, shipments
from domain.orders import placing, status_changes
from domain.tables.orders import Order
from handlers.conversation.turn import Answer, Incoming, Left
from locales import words_for
from locales.words import LANGUAGES
from tests.lengths import times
from tests.stories.hostile.guard import NOBODY, Guard
from tests.stories.hostile.monkey import KNOWN, Monkey
from tests.world import World

#: Three talks on two channels: 1,500 messages as a rule; 100,000 in fifty longer ones in the long form.
MESSAGES, SEEDS = times(250, long=1_000), times(3, long=50)
APOLOGIES = tuple(words_for(language)("trouble.ours", id="|").partition("|")[0] for language in LANGUAGES)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_sent_is_answered_and_changes_only_what_it_may(world: World, seed: int) -> None:
    monkey, guard = Monkey(world, seed), Guard(world.database)
    live_in(world)
    for who in KNOWN:
        world.phone(who).types("菜单")
    time_passes(world, guard)
    monkey.listen()
    for number in range(MESSAGES):
        before = len(monkey.sent)
        incoming = monkey.next()
        is_new = len(monkey.sent) > before
        actor = guard.actor(incoming.identity) if is_new else NOBODY
        answer = world.answer(incoming)
        said = f"message {number}: {incoming}\n{answer.replies}"
        assert answer.repeated is not is_new
        assert is_answered(incoming, answer), f"no answer to {said}"
        assert not is_apology(answer), f"a fault of ours at {said}"
        assert not (trespasses := guard.trespasses(actor)), f"{actor} changed {trespasses} by {said}"
        monkey.look(incoming, answer)
        if number % 25 == 0:
            time_passes(world, guard)
            monkey.listen()
    time_passes(world, guard)


def live_in(world: World) -> None:
    """Orders of three dealers at every stage of their life."""
    cola = world.sku("KL330").id
    for buyer, salesperson in (("老李", "小王"), ("Ann", "小王"), ("老莫", "小赵")):
        for stage in range(5):
            with world.database.transaction() as session:
                buys, sells, packs = (world.actor(session, name) for name in (buyer, salesperson, "老周"))
                order = ordered(buys, cola, 24 + stage)
                if stage > 0:
                    status_changes.approve(sells, order.id, 1)
                if stage > 1:
                    parcel = picking.pick(packs, order.id)
                if stage > 2:
                    shipments.ship(packs, parcel.id, 1, "sf", f"SF{stage}")
                if stage > 3:
                    shipments.confirm_receipt(buys, parcel.id)


def ordered(actor: Actor, sku_id: int, quantity: int) -> Order:
    cart = carts.put(actor, carts.CartWish(sku_id=sku_id, quantity=Decimal(quantity)))
    return placing.submit(actor, cart_id=cart.cart.id, revision=cart.cart.revision, total_seen=cart.total).order


def time_passes(world: World, guard: Guard) -> None:
    """Notices arrive, old orders expire, and the books agree."""
    world.clock.pass_(minutes=40)
    world.deliver()
    with world.database.transaction() as session:
        scheduled.expire_due(world.actor(session))
        assert check_all(session) == []
    guard.look()


def is_answered(incoming: Incoming, answer: Answer) -> bool:
    return isinstance(incoming.body, Left) or any(reply.text() for reply in answer.replies) or answer.repeated


def is_apology(answer: Answer) -> bool:
    return any(reply.title.startswith(APOLOGIES) for reply in answer.replies)
