"""Puts the parts of a process together. Nothing else builds an engine, a front door, a channel or a clock."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from fastapi import APIRouter

from bot.attachments import AttachmentReader
from bot.collectors import Collectors
from bot.command_context import supplier_of, utc_now
from bot.desk.address import DeskAddress, address_of
from bot.desk.seam import Desk
from bot.durability import Durability
from bot.messenger import Messenger
from bot.monitoring.metrics import Metrics
from bot.monitoring.readiness import Readiness
from bot.notice_sender import NoticeSender
from bot.papers.desk import PaperDesk
from bot.processes.jobs import Jobs, OutsideJob
from bot.processes.leader import Leader
from bot.processes.leader_tasks import LeaderTasks
from bot.settings import Settings
from bot.turns import Turns
from bot.undelivered_replies import UndeliveredReplies
from domain.actor import Supplier
from domain.tables.people import Channel
from handlers.conversation.rate_limit import MessageLimit
from handlers.front_door import FrontDoor
from storage.catalogue_index import CatalogueIndex
from storage.engine import Database

if TYPE_CHECKING:
    from bot.carriers.kuaidi100 import Kuaidi100


class ChannelPart(Protocol):
    """What every channel offers."""

    router: APIRouter

    @property
    def messenger(self) -> Messenger:
        """Sends its notices."""
        ...

    async def start(self) -> None:
        """Start."""
        ...

    async def stop(self) -> None:
        """Finish what was begun."""
        ...


@dataclass
class Parts:
    """The parts of one process, ready to start."""

    settings: Settings
    database: Database
    supplier: Supplier
    door: FrontDoor
    durability: Durability
    turns: Turns
    undelivered: UndeliveredReplies
    notice_sender: NoticeSender
    jobs: Jobs
    leader: Leader
    metrics: Metrics
    readiness: Readiness
    papers: PaperDesk
    desk: Desk
    routers: Sequence[APIRouter] = ()
    """Routes by which others than channels call us."""
    channels: list[ChannelPart] = field(default_factory=list)
    restart_demo: bool = False
    """Whether this process shall end, and start again with new demo data."""
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _leading: asyncio.Task[None] | None = None

    def request_restart(self) -> None:
        """End soon, and start again with new demo data."""
        self.restart_demo = True

    async def start(self) -> None:
        """Channels first, so that the sender finds them; then the leader's tasks."""
        self.door.catalogue_index.warm(self.database.engine)
        self.notice_sender.serve({channel.messenger.channel: channel.messenger for channel in self.channels})
        for channel in self.channels:
            await channel.start()
        self._leading = asyncio.create_task(self.leader.run(self._stop))

    async def stop(self) -> None:
        """Finish sends under way while the channels are open, then turns, and close."""
        self.readiness.leave()
        self._stop.set()
        if self._leading is not None:
            await self._leading
        for channel in self.channels:
            await channel.stop()
        self.turns.close()
        self.durability.close()
        await asyncio.to_thread(self.door.catalogue_index.wait)
        self.database.close()


@dataclass
class Links:
    """Links that open a chat with us, filled in once the channels know their own address."""

    telegram: Callable[[str], str | None] = lambda _code: None

    def invite(self, code: str) -> str | None:
        """The link with an invite code, where a platform has such links."""
        return self.telegram(code)


def build(settings: Settings, *, now: Callable[[], datetime] = utc_now, demo: bool = False) -> Parts:
    """A process from its settings: every configured channel, and the demo page where it is asked for."""
    database = Database(settings.database_url, group_commit=True)
    supplier = supplier_of(settings, database)
    catalogue_index = CatalogueIndex()
    links = Links()
    address = address_of(settings)
    door = _door(settings, database, supplier, now, catalogue_index, links, address)
    metrics = Metrics()
    durability = Durability(database, metrics)
    notice_sender = NoticeSender(database, supplier, now, catalogue_index, metrics, durability)
    carriers = _carriers(settings, supplier)
    outside = _outside(database, supplier, carriers, now, demo=demo)
    jobs = Jobs(database, supplier, now, notice_sender.wake, metrics, outside)
    leader = Leader(database, LeaderTasks(notice_sender, jobs))
    metrics.registry.register(Collectors(database, jobs, catalogue_index, now))
    parts = Parts(
        settings=settings,
        database=database,
        supplier=supplier,
        door=door,
        durability=durability,
        turns=Turns(door, settings.workers, leader.wake, metrics, durability),
        undelivered=UndeliveredReplies(database, now, leader.wake, durability),
        notice_sender=notice_sender,
        jobs=jobs,
        leader=leader,
        metrics=metrics,
        readiness=Readiness(database, now),
        papers=PaperDesk(database, supplier, now),
        desk=_desk(door, address, links, leader.wake, demo=demo),
        routers=_routers(database, supplier, carriers, now),
    )
    parts.channels += _channels(parts, links, now, demo=demo)
    return parts


def _door(
    settings: Settings,
    database: Database,
    supplier: Supplier,
    now: Callable[[], datetime],
    catalogue_index: CatalogueIndex,
    links: Links,
    address: DeskAddress,
) -> FrontDoor:
    return FrontDoor(
        database=database,
        supplier=supplier,
        now=now,
        catalogue_index=catalogue_index,
        invite_link=links.invite,
        desk_url=address.url,
        limit=MessageLimit(settings.turns_per_minute),
    )


def _desk(door: FrontDoor, address: DeskAddress, links: Links, wake: Callable[[], None], *, demo: bool) -> Desk:
    return Desk(
        database=door.database,
        supplier=door.supplier,
        now=door.now,
        catalogue_index=door.catalogue_index,
        address=address,
        wake=wake,
        chat_link=links.invite,
        demo=demo,
    )


def _carriers(settings: Settings, supplier: Supplier) -> "Kuaidi100 | None":
    """The service that knows where parcels are, if there is one."""
    if not settings.kuaidi100_customer:
        return None
    from bot.carriers.kuaidi100 import Kuaidi100  # noqa: PLC0415

    return Kuaidi100(settings, supplier.secret)


def _outside(
    database: Database,
    supplier: Supplier,
    carriers: "Kuaidi100 | None",
    now: Callable[[], datetime],
    *,
    demo: bool,
) -> Sequence[OutsideJob]:
    """Following parcels; the demo plays a carrier of its own."""
    if carriers is None and not demo:
        return ()
    from bot.carriers.follower import CarrierFollower  # noqa: PLC0415

    if carriers is None:
        from bot.demo.carrier import EVERY, DemoCarrier  # noqa: PLC0415

        played = CarrierFollower(database, supplier, DemoCarrier(now), now, since=now(), every=EVERY)
        return (OutsideJob(name="carriers", run=played.run, seconds=15),)
    follower = CarrierFollower(database, supplier, carriers, now)
    return (OutsideJob(name="carriers", run=follower.run, seconds=120),)


def _routers(
    database: Database, supplier: Supplier, carriers: "Kuaidi100 | None", now: Callable[[], datetime]
) -> Sequence[APIRouter]:
    if carriers is None:
        return ()
    from bot.carriers.routes import carrier_router  # noqa: PLC0415

    return (carrier_router(carriers, database, supplier, now),)


def _channels(parts: Parts, links: Links, now: Callable[[], datetime], *, demo: bool) -> list[ChannelPart]:
    """Channels are imported when used: a process without WeChat never loads wechatpy."""
    settings, database, attachments = parts.settings, parts.database, AttachmentReader(parts.door.knows)
    ask, resend = parts.turns.ask, parts.undelivered.put
    channels: list[ChannelPart] = []
    if settings.telegram_token.get_secret_value():
        from bot.telegram.channel import TelegramChannel  # noqa: PLC0415

        telegram = TelegramChannel(
            settings,
            database,
            ask=ask,
            attachments=attachments,
            resend=resend,
            draw=parts.papers.draw,
            now=now,
            count=partial(parts.door.count, Channel.TELEGRAM),
            sends=parts.metrics.sends_of(Channel.TELEGRAM),
            fetches=parts.metrics.fetches_of(Channel.TELEGRAM),
        )
        links.telegram = telegram.invite_link
        channels.append(telegram)
    if settings.wechat_app_id:
        from bot.wechat.channel import WeChatChannel  # noqa: PLC0415

        sends, page = parts.metrics.sends_of(Channel.WECHAT), parts.papers.draw_page
        wechat = WeChatChannel(
            settings, database, ask=ask, attachments=attachments, resend=resend, now=now, sends=sends, draw_page=page
        )
        channels.append(wechat)
    if demo:
        from bot.demo.channel import DemoChannel  # noqa: PLC0415

        channels.append(DemoChannel(database, ask, attachments, now, parts.request_restart))
    return channels
