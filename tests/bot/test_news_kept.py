"""News is written down as delivered only when it was: it waits for who cannot be reached, and one holds up no other."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.messenger import Kept, Refused, Unreachable
from bot.notice_sender import NoticeSender
from bot.undelivered_replies import UndeliveredReplies
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Channel, Identity
from handlers.conversation.request import Request
from handlers.conversation.turn import Left, Reply
from handlers.notices import wording
from storage import outbox, receivers
from tests.orders import approve, change, place
from tests.servers.messenger import ScriptedMessenger
from tests.world import World

REFUSED = Refused(reason="BUTTON_DATA_INVALID")


@pytest.fixture
def messenger(world: World) -> ScriptedMessenger:
    return ScriptedMessenger(world.channel)


@pytest.fixture
def sender(world: World, messenger: ScriptedMessenger) -> NoticeSender:
    sender = NoticeSender(world.database, world.supplier, world.clock, world.catalogue_index)
    sender.serve({world.channel: messenger})
    return sender


def send_all(sender: NoticeSender) -> None:
    async def rounds() -> None:
        while await sender.once():
            pass

    asyncio.run(rounds())


def send_for_a_while(world: World, sender: NoticeSender) -> None:
    """As long as any refusal is tried again."""
    for _ in range(outbox.TRIES + 1):
        send_all(sender)
        world.clock.pass_(minutes=1)
    send_all(sender)


def all_of(world: World) -> list[Notice]:
    with world.session() as session:
        return list(session.exec(select(Notice).order_by(Notice.id)))  # type: ignore[arg-type]


def waiting(world: World) -> list[Notice]:
    return [notice for notice in all_of(world) if notice.delivered_at is None]


def test_news_for_somebody_who_blocked_us_is_shown_when_they_come_back(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    order = place(world)
    messenger.next_ones([Unreachable(reason="Forbidden: bot was blocked by the user")])
    send_all(sender)
    assert [notice.kept for notice in waiting(world)] == [True]
    world.salesperson.types("菜单")
    assert order.number in world.salesperson.last[0].text()
    assert waiting(world) == []
    world.salesperson.types("菜单").does_not_see(order.number)


def test_who_writes_while_their_news_is_being_sent_hears_it_at_once(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    order = place(world)
    world.clock.pass_(minutes=1)
    messenger.next_ones([Kept(reason="no open window")])

    def writes() -> None:
        world.salesperson.types("菜单")

    messenger.after = writes
    send_all(sender)
    assert [order.number in reply.text() for _, reply in messenger.brought] == [True]
    assert waiting(world) == []


def test_what_happens_while_somebody_is_away_waits_in_order(world: World, sender: NoticeSender) -> None:
    world.salesperson.send(Left())
    first, second = place(world), place(world)
    send_all(sender)
    assert [notice.kept for notice in waiting(world)] == [True, True]
    world.salesperson.starts()
    shown = [reply.text() for reply in world.salesperson.last]
    assert [first.number in shown[0], second.number in shown[1]] == [True, True]
    assert len(shown) == 3


def test_one_who_can_be_reached_nowhere_yet_hears_it_later(world: World, sender: NoticeSender) -> None:
    with world.database.transaction() as session:
        identity = session.exec(select(Identity).where(Identity.external == "wang")).one()
        person_id, identity.person_id = identity.person_id, None
    order = place(world)
    send_all(sender)
    assert [notice.kept for notice in waiting(world)] == [True]
    with world.database.transaction() as session:
        session.exec(select(Identity).where(Identity.external == "wang")).one().person_id = person_id
    world.salesperson.types("菜单").sees(order.number)


def test_an_answer_that_could_not_be_shown_waits_too(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    late = UndeliveredReplies(world.database, world.clock, sender.wake)
    asyncio.run(late.put(world.channel, "li", Reply(title="迟到的回答"), "zh-CN"))
    messenger.next_ones([Unreachable(reason="blocked")])
    send_all(sender)
    assert [notice.kept for notice in waiting(world)] == [True]
    assert world.dealer.types("菜单").last[0].title == "迟到的回答"


def test_a_card_is_not_brought_back_to_who_went(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    order = place(world, who="老莫")
    send_all(sender)
    world.other_salesperson.send(Left())
    approve(world, order, "小王")
    send_all(sender)
    assert waiting(world) == []
    assert messenger.redrawn == []


def test_nobody_who_was_switched_off_hears_anything_more(world: World, sender: NoticeSender) -> None:
    place(world)
    seller = world.person("小王")
    with world.database.transaction() as session:
        session.merge(seller).active = False
    send_all(sender)
    assert waiting(world) == []


@pytest.mark.parametrize("channel", [Channel.TELEGRAM])
def test_kept_news_never_takes_the_place_of_what_was_pressed(world: World, sender: NoticeSender) -> None:
    """The first reply of an answer may replace the pressed card: news rings as a message of its own."""
    order = place(world)
    world.deliver()
    world.salesperson.send(Left())
    change(world, order, "KL330", 24)
    send_all(sender)
    (card,) = [message for message in world.salesperson.chat if message.reply.card == f"order:{order.id}"]
    world.salesperson.taps("✅")
    assert world.salesperson.last[0].card == card.reply.card
    assert len(world.salesperson.chat) == 1 + len(world.salesperson.last)


def test_what_a_platform_refuses_for_good_holds_up_no_other(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    first, second = place(world), place(world)
    messenger.next_ones([REFUSED] * outbox.TRIES)
    send_for_a_while(world, sender)
    told = [reply for who, reply in messenger.brought if who == "wang"]
    assert second.number in told[0].title
    assert first.number in told[1].text()
    assert (told[1].buttons, told[1].picture, told[1].card) == ((), None, None)
    (aside,) = waiting(world)
    assert (aside.order_id, aside.failure) == (first.id, "BUTTON_DATA_INVALID")
    assert aside.set_aside_at is not None


def test_the_plain_words_lead_to_what_was_refused(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    order = place(world)
    messenger.next_ones([REFUSED] * outbox.TRIES)
    send_for_a_while(world, sender)
    assert f"“{order.number}”" in messenger.brought[-1][1].text()
    world.salesperson.types(order.number).sees(order.number, "李记便利店")


def test_a_chat_that_takes_nothing_at_all_is_left_in_peace(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    place(world)
    messenger.next_ones([REFUSED] * outbox.TRIES * 3)
    send_for_a_while(world, sender)
    send_for_a_while(world, sender)
    assert len(messenger.script) == outbox.TRIES
    assert [notice.kind for notice in waiting(world)] == [NoticeKind.ORDER_WAITING, NoticeKind.RESEND]


def test_a_fault_of_ours_in_sending_holds_up_no_other(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    place(world)
    second = place(world)
    messenger.next_ones([ValueError("a button that cannot be drawn")] * outbox.TRIES)
    send_for_a_while(world, sender)
    assert second.number in messenger.titles("wang")[0]


def test_news_that_cannot_be_worded_holds_up_no_other(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = place(world), place(world)
    worded = wording.word

    def word(request: Request, notice: Notice) -> Reply | None:
        if notice.order_id == first.id:
            raise KeyError("a text that is missing")
        return worded(request, notice)

    monkeypatch.setattr(wording, "word", word)
    send_for_a_while(world, sender)
    told = [reply.text() for who, reply in messenger.brought if who == "wang"]
    assert [second.number in told[0], first.number in told[1]] == [True, True]
    (aside,) = waiting(world)
    assert aside.set_aside_at is not None


def test_what_was_set_aside_is_counted_and_forgotten_in_the_end(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    place(world)
    messenger.next_ones([REFUSED] * outbox.TRIES)
    send_for_a_while(world, sender)
    with world.session() as session:
        depth = outbox.depth(session, world.clock())
    assert (depth.set_aside, depth.due, depth.later, depth.kept, depth.oldest) == (1, 0, 0, 0, None)


def test_somebody_on_two_channels_is_shown_it_on_the_one_they_come_by(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    other = next(each for each in (Channel.TELEGRAM, Channel.WECHAT) if each is not world.channel)
    person_id = world.person("小王").id
    with world.database.transaction() as session:
        session.add(
            Identity(
                channel=other,
                external="wang-2",
                person_id=person_id,
                seen_at=world.clock() - timedelta(days=1),
                reachable=False,
            )
        )
    order = place(world)
    messenger.next_ones([Unreachable(reason="blocked")])
    send_all(sender)
    assert world.phone("wang-2", other).types("菜单").last[0].text().count(order.number)


def test_who_left_is_known_to_have_left(world: World, sender: NoticeSender, messenger: ScriptedMessenger) -> None:
    place(world)
    messenger.next_ones([Unreachable(reason="blocked")])
    send_all(sender)
    with world.session() as session:
        assert receivers.chats_of(session, world.person("小王").id) == []
