"""Sends notices from the outbox: at once, retried until delivered, in order for each chat."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.durability import Durability
from bot.first_of import first_of
from bot.messenger import Delivered, Kept, Later, Messenger, Outcome, Refused, Unreachable
from bot.monitoring.metrics import Metrics
from bot.monitoring.trace import trace_context
from bot.short_transactions import run_short
from domain.actor import Supplier
from domain.db.statements import attach
from domain.people import identities
from domain.tables.notices import Notice
from domain.tables.people import Channel
from handlers.conversation.serialisation import dump_reply
from handlers.notices.prepare import NoAddress, NoticeContext, PreparedNotice, in_plain_words, prepare
from storage import card_messages, outbox
from storage.catalogue_index import CatalogueIndex
from storage.engine import Database
from storage.outage import is_outage

log = structlog.get_logger()

#: Seconds between two looks at the outbox without being woken.
EVERY = 5.0
#: How often and after how many seconds recording the results is retried.
TRIES, AGAIN = 20, 0.5
#: Seconds before notices are claimed: the reply goes first, and notices that come together are sent in one batch.
BATCH_DELAY = 0.01
#: Seconds until a notice for a channel that is not served here is looked at again.
NOT_SERVED = 300.0
#: Notices claimed at once, on SQLite where that delays answers, and in flight at most.
FEW, MANY = 5, 20


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A notice this process has claimed, ``until`` when; without a ``push`` it is obsolete.

    ``push`` is an outcome where it is clear beforehand that it cannot be brought.
    """

    notice_id: int
    kind: str
    attempts: int
    until: datetime | None
    due_at: datetime
    left_at: datetime
    trace: str
    push: PreparedNotice | Kept | Later | None


class NoticeSender:
    """The sender. Woken after a turn that left notices, and every few seconds by itself."""

    def __init__(
        self,
        database: Database,
        supplier: Supplier,
        now: Callable[[], datetime],
        catalogue_index: CatalogueIndex,
        metrics: Metrics | None = None,
        durability: Durability | None = None,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._durability = durability or Durability(database)
        self._database = database
        self._supplier = supplier
        self._now = now
        self._catalogue_index = catalogue_index
        self._messengers: dict[Channel, Messenger] = {}
        self._work = asyncio.Event()
        self._more = True
        self._may_send: Callable[[], bool] = lambda: True
        self._loop: asyncio.AbstractEventLoop | None = None

    def serve(self, messengers: Mapping[Channel, Messenger]) -> None:
        """Add the messengers of the channels served here; notices for other channels wait."""
        self._messengers.update(messengers)

    def wake(self) -> None:
        """There may be notices to send. Safe from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._work.set)

    async def run(self, stop: asyncio.Event, is_ours: Callable[[], bool] = lambda: True) -> None:
        """Send until told to stop; notices being sent are finished, claimed ones are released."""
        self._loop = asyncio.get_running_loop()
        self._may_send = lambda: is_ours() and not stop.is_set()
        await self._take_over()
        while not stop.is_set():
            await asyncio.sleep(BATCH_DELAY)
            self._work.clear()
            try:
                while self._may_send() and await self.once() and self._more:
                    pass
            except OperationalError:
                log.warning("the outbox cannot be read just now")
            except Exception:
                log.exception("the notice sender failed and continues")
            await first_of(EVERY, self._work, stop)

    async def _take_over(self) -> None:
        """Release all claims: only one process sends, so they are of a process that is gone."""
        try:
            count = await run_short(self._database, outbox.release_all)
            if count:
                log.warning("notices taken over, each may come twice", count=count)
        except OperationalError:
            log.warning("the outbox cannot be taken over, claims of a killed process lapse by themselves")

    async def once(self) -> int:
        """Send what is due now, one notice per receiver; returns how many were claimed."""
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
        """Record each result as soon as it is there."""
        while sending:
            done, _ = await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
            results = [(sending.pop(each), each.result()) for each in done]
            await self._written_down(results, last=not sending)

    async def _written_down(self, results: list[tuple[Claimed, Outcome | None]], *, last: bool) -> None:
        """Retry for a while, should the database be away: what is not recorded is sent again."""
        settle = partial(self._settle, results=results, last=last)
        for _ in range(TRIES - 1):
            try:
                return await run_short(self._database, settle)
            except OperationalError:
                log.warning("what was sent cannot be written down just now")
            await asyncio.sleep(AGAIN)
        return await run_short(self._database, settle)

    async def _taken_on(self, size: int) -> list[Claimed]:
        """Claim notices. If one cannot be worded, all are undone and worded one by one, so that it blocks no other."""
        try:
            return await run_short(
                self._database, partial(self._claim, size=size), at_length=partial(self._claim, size=1)
            )
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("notices are worded one by one")
            return await run_short(self._database, partial(self._claim, size=size, one_by_one=True))

    def _context(self, session: Session) -> NoticeContext:
        channels = frozenset(self._messengers)
        return NoticeContext(
            session=session,
            supplier=self._supplier,
            now=self._now(),
            catalogue_index=self._catalogue_index,
            channels=channels,
        )

    def _claim(self, session: Session, *, size: int, one_by_one: bool = False) -> list[Claimed]:
        context = self._context(session)
        taken = outbox.claim(session, self._now(), size)
        worded = self._worded_safely if one_by_one else self._worded
        return [each for notice in taken if (each := worded(context, notice)) is not None]

    def _worded_safely(self, context: NoticeContext, notice: Notice) -> Claimed | None:
        try:
            with context.session.begin_nested():
                return self._worded(context, notice)
        except Exception:
            log.exception("notice cannot be worded", notice=notice.id, kind=notice.kind.value, trace=notice.trace)
            self._metrics.notice_unworded()
            _refused(context, attach(context.session, notice), "cannot be worded")
            return None

    def _worded(self, context: NoticeContext, notice: Notice) -> Claimed:
        push: PreparedNotice | NoAddress | Kept | Later | None = prepare(context, notice)
        if isinstance(push, NoAddress):
            push = Kept(reason="there is nowhere to write to")
        elif isinstance(push, PreparedNotice) and push.identity.channel not in self._messengers:
            push = Later(seconds=NOT_SERVED, reason=f"no channel {push.identity.channel}")
        return Claimed(
            notice_id=notice.id,
            kind=notice.kind.value,
            attempts=notice.attempts,
            until=notice.claimed_until,
            due_at=notice.due_at,
            left_at=notice.created_at,
            trace=notice.trace,
            push=push,
        )

    async def _send(self, claimed: Claimed) -> Outcome | None:
        """Send one notice; None where sending had to stop before. What it tells of is on the disk by then."""
        if claimed.push is None:
            return Delivered()
        if not isinstance(claimed.push, PreparedNotice):
            return claimed.push
        if not self._may_send():
            return None
        try:
            await self._durability.wait()
        except OperationalError:
            return Later(seconds=0.0, reason="the disk cannot be synced")
        channel = claimed.push.identity.channel
        with trace_context(claimed.trace, channel=channel.value, notice=claimed.notice_id, kind=claimed.kind):
            outcome = await self._brought(claimed, claimed.push)
            self._metrics.notice_tried(channel, outcome, (self._now() - claimed.left_at).total_seconds())
            log.info("notice tried", to=claimed.push.identity.external, outcome=type(outcome).__name__.lower())
        return outcome

    async def _brought(self, claimed: Claimed, push: PreparedNotice) -> Outcome:
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
        """Record these results; after the last one claimed, look whether more are due."""
        for claimed, outcome in results:  # before any notice is locked: a message locks its identity first
            if isinstance(outcome, Unreachable) and isinstance(claimed.push, PreparedNotice):
                identities.unreachable(session, claimed.push.identity.channel, claimed.push.identity.external)
        arrived = [(claimed, outcome) for claimed, outcome in results if isinstance(outcome, Delivered)]
        outbox.mark_all_delivered(session, [claimed.notice_id for claimed, _ in arrived], self._now())
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
                outbox.release(notice)
            case Later():
                wait = max(timedelta(seconds=outcome.seconds), outbox.backoff(notice.attempts))
                outbox.postpone(notice, now, wait, outcome.reason)
            case Kept() if notice.due_at != claimed.due_at:
                outbox.release(notice)  # they wrote while it was being sent
            case Kept():
                outbox.defer(notice, outcome.reason)
            case Refused():
                _refused(self._context(session), notice, outcome.reason)
            case Unreachable():
                outbox.postpone(notice, now, timedelta(0), outcome.reason)


def _refused(context: NoticeContext, notice: Notice, reason: str) -> None:
    """Retry, then set aside, so that it blocks no other; the person is told that there is news."""
    if not outbox.retry_or_set_aside(notice, context.now, reason):
        return
    log.error("a notice is set aside", notice=notice.id, kind=notice.kind.value, reason=reason, trace=notice.trace)
    push = in_plain_words(context, notice)
    if push is not None:
        reply, where = dump_reply(push.reply), push.identity
        outbox.enqueue_reply(
            context.session, where.channel, where.external, reply, push.language, context.now, notice.trace, plain=True
        )


def _remember_card(session: Session, push: PreparedNotice | Kept | Later | None, outcome: Delivered) -> None:
    if not isinstance(push, PreparedNotice) or push.reply.card is None or outcome.message is None:
        return
    where = push.identity
    card_messages.remember(session, where.channel, where.external, push.reply.card, outcome.message)
