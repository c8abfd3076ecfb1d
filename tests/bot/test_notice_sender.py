"""The sender: notices arrive in order, again until they do, and one that fails holds up nobody else."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from bot import notice_sender
from bot.messenger import Kept, Later, Unreachable
from bot.notice_sender import NoticeSender
from bot.undelivered_replies import UndeliveredReplies
from domain.events.journal import notices_left
from domain.fulfilment import shipments
from domain.orders import status_changes
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Channel, Identity, Place
from handlers.conversation.turn import Incoming, Reply, Typed
from storage import card_messages, outbox
from tests.grounds import Kind
from tests.orders import approve, place, ship
from tests.servers.messenger import ScriptedMessenger
from tests.world import World

NEW, APPROVED = "🔔 新订单", "✅ 订单"


@pytest.fixture
def messenger(world: World) -> ScriptedMessenger:
    return ScriptedMessenger(world.channel)


@pytest.fixture
def sender(world: World, messenger: ScriptedMessenger) -> NoticeSender:
    return new_sender(world, messenger)


def new_sender(world: World, messenger: ScriptedMessenger) -> NoticeSender:
    sender = NoticeSender(world.database, world.supplier, world.clock, world.catalogue_index)
    sender.serve({world.channel: messenger})
    return sender


def send_all(sender: NoticeSender) -> None:
    async def rounds() -> None:
        while await sender.once():
            pass

    asyncio.run(rounds())


def waiting(world: World) -> list[Notice]:
    with world.session() as session:
        return [notice for notice in session.exec(select(Notice)) if notice.delivered_at is None]


def test_everybody_concerned_hears(world: World, sender: NoticeSender, messenger: ScriptedMessenger) -> None:
    order = place(world)
    approve(world, order)
    send_all(sender)
    assert messenger.titles("li")[0].startswith(f"{APPROVED} {order.number}")
    assert order.number in messenger.titles("zhou")[0]
    assert waiting(world) == []


def test_a_card_is_known_by_its_message_so_that_it_can_be_redrawn(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    order = place(world, who="老莫")
    send_all(sender)
    with world.session() as session:
        assert card_messages.message_of(session, world.channel, "zhao", f"order:{order.id}")
    approve(world, order, "小王")
    send_all(sender)
    assert [who for who, _ in messenger.redrawn] == ["zhao"]


@pytest.mark.parametrize(("where", "redrawn"), [(Place.COMMAND, ["wang"]), (Place.JOB, ["wang"]), (None, [])])
def test_whoever_acts_outside_a_chat_has_their_own_cards_redrawn(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger, where: Place | None, redrawn: list[str]
) -> None:
    order = place(world)
    send_all(sender)
    told = messenger.titles("wang")
    with world.database.transaction() as session:
        status_changes.approve(world.actor(session, "小王", where), order.id, order.revision)
        assert notices_left(session)
    send_all(sender)
    assert [who for who, _ in messenger.redrawn] == redrawn
    assert messenger.titles("wang") == told


def test_a_card_is_redrawn_once_for_all_that_one_act_notes(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    order = place(world)
    approve(world, order)
    parcel = ship(world, order)
    send_all(sender)
    with world.database.transaction() as session:
        dealer = world.actor(session, "老李", Place.COMMAND)
        shipments.confirm_receipt(dealer, parcel.id)  # which completes the order, too
    with world.session() as session:
        own = select(Notice).where(Notice.kind == NoticeKind.REDRAW_CARD, Notice.person_id == world.person("老李").id)
        assert len(session.exec(own).all()) == 1


def test_what_cannot_be_brought_now_is_brought_later_and_in_order(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    first, second = place(world), place(world)
    messenger.next_ones([Later(seconds=30, reason="429")])
    send_all(sender)
    assert messenger.titles("wang") == []
    world.clock.pass_(seconds=31)
    send_all(sender)
    assert [first.number in messenger.titles("wang")[0], second.number in messenger.titles("wang")[1]] == [True, True]


def test_one_chat_in_trouble_holds_up_no_other(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    order = place(world)
    messenger.next_ones([RuntimeError("a fault of ours")])
    send_all(sender)
    approve(world, order)
    send_all(sender)
    assert messenger.titles("wang") == []
    assert messenger.titles("li")
    assert messenger.titles("zhou")


def test_news_does_not_wait_for_a_clock_that_was_set_back(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    place(world)
    world.clock.pass_(minutes=-10)
    send_all(sender)
    assert messenger.titles("wang")[0].startswith(NEW)


def test_waiting_grows_with_every_try(world: World, sender: NoticeSender, messenger: ScriptedMessenger) -> None:
    place(world)
    pauses = []
    for _ in range(4):
        messenger.next_ones([Later(seconds=0, reason="502")])
        send_all(sender)
        (notice,) = waiting(world)
        pauses.append(notice.due_at - world.clock())
        world.clock.at = notice.due_at
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1] <= outbox.LONGEST_WAIT


def test_what_may_not_be_pushed_is_kept_for_the_next_contact(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    order = place(world)
    messenger.next_ones([Kept(reason="no window")])
    send_all(sender)
    (notice,) = waiting(world)
    assert notice.kept
    world.salesperson.types("菜单").sees(order.number)


def test_somebody_who_left_one_channel_is_told_on_another(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    other = ScriptedMessenger(Channel.DEMO)
    sender.serve({Channel.DEMO: other})
    person_id = world.person("小王").id
    with world.database.transaction() as session:
        long_ago = world.clock() - timedelta(days=1)
        session.add(Identity(channel=Channel.DEMO, external="wang-2", person_id=person_id, seen_at=long_ago))
    place(world)
    messenger.next_ones([Unreachable(reason="blocked")])
    send_all(sender)
    world.clock.pass_(minutes=1)
    send_all(sender)
    assert other.titles("wang-2")


def test_a_channel_that_is_not_served_gives_way_to_one_that_is(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    person_id = world.person("小王").id
    with world.database.transaction() as session:
        soon = world.clock() + timedelta(minutes=1)
        session.add(Identity(channel=Channel.TERMINAL, external="wang-t", person_id=person_id, seen_at=soon))
    place(world)
    send_all(sender)
    assert messenger.titles("wang")


def test_a_sender_that_died_leaves_its_notices_to_the_next(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    place(world)
    with world.database.transaction() as session:
        assert len(outbox.claim(session, world.clock())) == 1
    send_all(sender)
    assert messenger.titles("wang") == []
    world.clock.pass_(seconds=outbox.LEASE.total_seconds() + 1)
    send_all(sender)
    assert len(messenger.titles("wang")) == 1


def test_what_was_taken_on_and_not_begun_is_given_back(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    approve(world, place(world))

    async def until_the_first_is_brought() -> None:
        stop = asyncio.Event()
        messenger.after = stop.set
        await sender.run(stop)

    asyncio.run(until_the_first_is_brought())
    assert len(messenger.brought) == 1
    assert {notice.claimed_until for notice in waiting(world)} == {None}
    send_all(new_sender(world, messenger))
    assert waiting(world) == []


def test_what_somebody_else_took_on_meanwhile_is_left_to_them(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    place(world)
    theirs = world.clock() + timedelta(seconds=90)

    def somebody_else_takes_over() -> None:
        with world.database.transaction() as session:
            session.exec(select(Notice)).one().claimed_until = theirs

    messenger.after = somebody_else_takes_over
    messenger.next_ones([Later(seconds=0, reason="502")])
    asyncio.run(sender.once())
    (notice,) = waiting(world)
    assert (notice.claimed_until, notice.attempts) == (theirs, 0)


@pytest.mark.parametrize("kind", [Kind.SQLITE])
def test_what_was_sent_is_written_down_although_no_more_could_be_taken_on(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(world)
    place(world, who="老莫")
    claims = iter([outbox.claim])

    def claim(session: Session, now: datetime, limit: int) -> list[Notice]:
        for ask in claims:
            return ask(session, now, limit)
        raise OperationalError("claim", None, OSError("the disk is full"))

    monkeypatch.setattr(notice_sender, "FEW", 1)
    monkeypatch.setattr(outbox, "claim", claim)
    with pytest.raises(OperationalError):
        asyncio.run(sender.once())
    assert len(messenger.brought) == 1
    monkeypatch.undo()
    left = len(waiting(world))
    assert left
    send_all(sender)
    assert len(messenger.brought) == 1 + left


def test_a_reply_that_a_platform_did_not_take_goes_out_with_the_notices(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    late = UndeliveredReplies(world.database, world.clock, sender.wake)
    asyncio.run(late.put(world.channel, "li", Reply(title="迟到的回答"), "zh-CN"))
    send_all(sender)
    assert messenger.titles("li") == ["迟到的回答"]
    with world.session() as session:
        assert [notice.kind for notice in session.exec(select(Notice))] == [NoticeKind.RESEND]


def test_news_goes_to_the_topic_that_somebody_wrote_in_last(
    world: World, sender: NoticeSender, messenger: ScriptedMessenger
) -> None:
    wang = Incoming(channel=world.channel, identity="wang", key="t", body=Typed(text="菜单"), topic="105")
    world.answer(wang)
    place(world)
    send_all(sender)
    world.salesperson.types("菜单")
    place(world)
    send_all(sender)
    assert messenger.topics == ["105", ""]
