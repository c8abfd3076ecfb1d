"""Bringing notices from the outbox to people: at once, again until delivered, in order for each chat."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.messenger import Delivered, Kept, Later, Messenger, Outcome, Refused, Unreachable
from bot.metrics import Metrics
from bot.moments import in_a_moment
from bot.on_disk import OnDisk
from bot.trace import marked
from bot.waiting import first_of
from domain import people
from domain.acting import House
from domain.prepared import hold
from domain.tables.notices import Notice
from domain.tables.people import Channel
from handlers.pushing import Desk, Nowhere, Push, in_plain_words, prepare
from handlers.stored import dump_reply
from storage import cards, outbox
from storage.engine import Database
from storage.outage import is_outage
from storage.shelf import Shelf

log = structlog.get_logger()

#: Without being woken, the outbox is looked at this often.
EVERY = 5.0
#: How often and after how many seconds to try again to write down what was sent.
TRIES, AGAIN = 20, 0.5
#: Seconds that news waits: whoever caused it is answered first, and several that come together are taken on together.
COURTESY = 0.01
#: Seconds until a notice for a channel that is not served here is looked at again.
NOT_SERVED = 300.0
#: How many notices are worded at once, where that holds up others' answers, and how many are under way.
FEW, MANY = 5, 20


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A notice this process has taken on, ``until`` when; without a ``push`` nobody needs to hear it any more.

    ``push`` is an outcome where it is clear beforehand that it cannot be brought.
    """

    notice_id: int
    kind: str
    attempts: int
    until: datetime | None
    left_at: datetime
    trace: str
    push: Push | Kept | Later | None


class Deliver:
    """The sender. Woken after a turn that left notices, and by a job, so that nothing waits for ever."""

    def __init__(
        self,
        database: Database,
        house: House,
        now: Callable[[], datetime],
        shelf: Shelf,
        metrics: Metrics | None = None,
        on_disk: OnDisk | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._on_disk = on_disk or OnDisk(database)
        self._database = database
        self._house = house
        self._now = now
        self._shelf = shelf
        self._messengers: dict[Channel, Messenger] = {}
        self._work = asyncio.Event()
        self._more = True
        self._may_send: Callable[[], bool] = lambda: True
        self._loop: asyncio.AbstractEventLoop | None = None

    def serve(self, messengers: Mapping[Channel, Messenger]) -> None:
        """The channels that are there; notices for others wait."""
        self._messengers.update(messengers)

    def wake(self) -> None:
        """There may be something to deliver. Safe from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._work.set)

    async def run(self, stop: asyncio.Event, is_ours: Callable[[], bool] = lambda: True) -> None:
        """Deliver until told to stop, and while it is ours to do.

        What is being sent is finished, what was only taken on is given back.
        """
        self._loop = asyncio.get_running_loop()
        self._may_send = lambda: is_ours() and not stop.is_set()
        await self._take_over()
        while not stop.is_set():
            await asyncio.sleep(COURTESY)
            self._work.clear()
            try:
                while self._may_send() and await self.once() and self._more:
                    pass
            except OperationalError:
                log.warning("the outbox cannot be read just now")
            except Exception:
                log.exception("the sender stumbled and goes on")
            await first_of(EVERY, self._work, stop)

    async def _take_over(self) -> None:
        """Only one process sends: what is claimed now was claimed by one that is no more."""
        try:
            count = await in_a_moment(self._database, outbox.take_over)
            if count:
                log.warning("notices taken over, each may come twice", count=count)
        except OperationalError:
            log.warning("the outbox cannot be taken over, claims of a killed process lapse by themselves")

    async def once(self) -> int:
        """Deliver what is due now, one notice a receiver; how many were taken on."""
        sending: dict[asyncio.Task[Outcome | None], Claimed] = {}
        size, count, full = FEW if self._database.is_sqlite else MANY, 0, True
        try:
            while full and count < MANY:
                claimed = await self._taken_on(size)
                sending |= {asyncio.create_task(self._send(each)): each for each in claimed}
                count, full = count + len(claimed), len(claimed) == size
                await asyncio.sleep(0)  # those begin
        finally:  # whatever became of the rest
            await self._finished(sending)
        return count

    async def _finished(self, sending: dict[asyncio.Task[Outcome | None], Claimed]) -> None:
        """Each is written down as soon as it was sent."""
        while sending:
            done, _ = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
            results = [(sending.pop(each), each.result()) for each in done]
            await self._written_down(results, last=not sending)

    async def _written_down(self, results: list[tuple[Claimed, Outcome | None]], *, last: bool) -> None:
        """What was sent and not written down is sent again: so try for a while, should the database be away."""
        settle = partial(self._settle, results=results, last=last)
        for _ in range(TRIES - 1):
            try:
                return await in_a_moment(self._database, settle)
            except OperationalError:
                log.warning("what was sent cannot be written down just now")
            await asyncio.sleep(AGAIN)
        return await in_a_moment(self._database, settle)

    async def _taken_on(self, size: int) -> list[Claimed]:
        """Should one be impossible to word, all is undone, and each is worded by itself: it must not hold up others."""
        try:
            return await in_a_moment(
                self._database, partial(self._claim, size=size), at_length=partial(self._claim, size=1)
            )
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("notices are worded one by one")
            return await in_a_moment(self._database, partial(self._claim, size=size, one_by_one=True))

    def _desk(self, session: Session) -> Desk:
        channels = frozenset(self._messengers)
        return Desk(session=session, house=self._house, now=self._now(), shelf=self._shelf, channels=channels)

    def _claim(self, session: Session, *, size: int, one_by_one: bool = False) -> list[Claimed]:
        desk = self._desk(session)
        taken = outbox.claim(session, self._now(), size)
        worded = self._worded_safely if one_by_one else self._worded
        return [each for notice in taken if (each := worded(desk, notice)) is not None]

    def _worded_safely(self, desk: Desk, notice: Notice) -> Claimed | None:
        try:
            with desk.session.begin_nested():
                return self._worded(desk, notice)
        except Exception:
            log.exception("notice cannot be worded", notice=notice.id, kind=notice.kind.value, trace=notice.trace)
            self._metrics.notice_unworded()
            _refused(desk, hold(desk.session, notice), "cannot be worded")
            return None

    def _worded(self, desk: Desk, notice: Notice) -> Claimed:
        push: Push | Nowhere | Kept | Later | None = prepare(desk, notice)
        if isinstance(push, Nowhere):
            push = Kept(reason="there is nowhere to write to")
        elif isinstance(push, Push) and push.identity.channel not in self._messengers:
            push = Later(seconds=NOT_SERVED, reason=f"no channel {push.identity.channel}")
        return Claimed(
            notice_id=notice.id,
            kind=notice.kind.value,
            attempts=notice.attempts,
            until=notice.claimed_until,
            left_at=notice.created_at,
            trace=notice.trace,
            push=push,
        )

    async def _send(self, claimed: Claimed) -> Outcome | None:
        """What came of it; nothing where it was not begun any more. What it tells of is on the disk by then."""
        if claimed.push is None:
            return Delivered()
        if not isinstance(claimed.push, Push):
            return claimed.push
        if not self._may_send():
            return None
        try:
            await self._on_disk.reached()
        except OperationalError:
            return Later(seconds=0.0, reason="the disk does not take what is written")
        channel = claimed.push.identity.channel
        with marked(claimed.trace, channel=channel.value, notice=claimed.notice_id, kind=claimed.kind):
            outcome = await self._brought(claimed, claimed.push)
            self._metrics.notice_tried(channel, outcome, (self._now() - claimed.left_at).total_seconds())
            log.info("notice tried", to=claimed.push.identity.external, outcome=type(outcome).__name__.lower())
        return outcome

    async def _brought(self, claimed: Claimed, push: Push) -> Outcome:
        messenger = self._messengers[push.identity.channel]
        try:
            if push.redraw and push.replacing:
                return await messenger.redraw(push.identity.external, push.reply, push.language, push.replacing)
            return await messenger.push(
                push.identity.external, push.reply, push.language, push.replacing, push.identity.topic
            )
        except OperationalError:
            log.warning("the database is away or busy just now")
            return Later(seconds=outbox.backoff(claimed.attempts).total_seconds(), reason="the database is busy")
        except Exception as error:
            log.exception("notice failed")
            return Refused(reason=type(error).__name__)

    def _settle(self, session: Session, results: list[tuple[Claimed, Outcome | None]], *, last: bool) -> None:
        """Write down what came of these; after the last of those taken on, look whether there are more."""
        arrived = [(claimed, outcome) for claimed, outcome in results if isinstance(outcome, Delivered)]
        outbox.arrived(session, [claimed.notice_id for claimed, _ in arrived], self._now())
        for claimed, there in arrived:
            _remember_card(session, claimed.push, there)
        for claimed, outcome in results:
            if not isinstance(outcome, Delivered):
                self._settle_one(session, claimed, outcome)
        if last:
            self._more = outbox.is_any_due(session, self._now())

    def _settle_one(
        self, session: Session, claimed: Claimed, outcome: Later | Kept | Unreachable | Refused | None
    ) -> None:
        notice = session.get_one(Notice, claimed.notice_id, with_for_update=True)
        if notice.claimed_until != claimed.until:
            return  # somebody else took it on meanwhile, and knows better
        now = self._now()
        match outcome:
            case None:
                outbox.give_back(notice)
            case Later():
                wait = max(timedelta(seconds=outcome.seconds), outbox.backoff(notice.attempts))
                outbox.later(notice, now, wait, outcome.reason)
            case Kept():
                outbox.keep(notice, outcome.reason)
            case Refused():
                _refused(self._desk(session), notice, outcome.reason)
            case Unreachable() if isinstance(claimed.push, Push):
                people.unreachable(session, claimed.push.identity.channel, claimed.push.identity.external)
                outbox.later(notice, now, timedelta(0), outcome.reason)
            case Unreachable():
                raise AssertionError("nobody was asked")


def _refused(desk: Desk, notice: Notice, reason: str) -> None:
    """After some tries it is set aside, so that it holds up no other; the person is told that there is news."""
    if not outbox.refused(notice, desk.now, reason):
        return
    log.error("a notice is set aside", notice=notice.id, kind=notice.kind.value, reason=reason, trace=notice.trace)
    push = in_plain_words(desk, notice)
    if push is not None:
        reply, where = dump_reply(push.reply), push.identity
        outbox.put_back(
            desk.session, where.channel, where.external, reply, push.language, desk.now, notice.trace, plain=True
        )


def _remember_card(session: Session, push: Push | Kept | Later | None, outcome: Delivered) -> None:
    if not isinstance(push, Push) or push.reply.card is None or outcome.message is None:
        return
    where = push.identity
    cards.remember(session, where.channel, where.external, push.reply.card, outcome.message)
