"""Where the parts meet. Nothing else builds an engine, a front door, a channel or a clock."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Protocol

from fastapi import APIRouter

from bot.contents import Contents
from bot.deliver import Deliver
from bot.duties import Duties
from bot.figures import Figures
from bot.house import house_of, utc_now
from bot.jobs import Jobs
from bot.late import LateReplies
from bot.lead import Lead
from bot.messenger import Messenger
from bot.metrics import Metrics
from bot.on_disk import OnDisk
from bot.readiness import Readiness
from bot.settings import Settings
from bot.turns import Turns
from domain.acting import House
from domain.tables.people import Channel
from handlers.flood import TurnLimit
from handlers.front_door import FrontDoor
from storage.engine import Database
from storage.shelf import Shelf


class ChannelPart(Protocol):
    """What every channel is made of."""

    router: APIRouter

    @property
    def messenger(self) -> Messenger:
        """Its way out."""
        ...

    async def start(self) -> None:
        """Begin."""
        ...

    async def stop(self) -> None:
        """Finish what was begun."""
        ...


@dataclass
class Parts:
    """One process, put together and ready to start."""

    settings: Settings
    database: Database
    house: House
    door: FrontDoor
    on_disk: OnDisk
    turns: Turns
    late: LateReplies
    deliver: Deliver
    jobs: Jobs
    lead: Lead
    metrics: Metrics
    readiness: Readiness
    channels: list[ChannelPart] = field(default_factory=list)
    begins_anew: bool = False
    """Whether this process shall end, and begin with a new demo house."""
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _leading: asyncio.Task[None] | None = None

    def begin_anew(self) -> None:
        """End soon, and begin with a new demo house."""
        self.begins_anew = True

    async def start(self) -> None:
        """Channels first, so that the sender finds them; then whatever the leader does."""
        self.door.shelf.warm(self.database.engine)
        self.deliver.serve({channel.messenger.channel: channel.messenger for channel in self.channels})
        for channel in self.channels:
            await channel.start()
        self._leading = asyncio.create_task(self.lead.run(self._stop))

    async def stop(self) -> None:
        """Let sendings under way finish while the ways out are open, then turns, and close."""
        self.readiness.leave()
        self._stop.set()
        if self._leading is not None:
            await self._leading
        for channel in self.channels:
            await channel.stop()
        self.turns.close()
        self.on_disk.close()
        await asyncio.to_thread(self.door.shelf.wait)
        self.database.close()


@dataclass
class Links:
    """Links that open a chat with us. The conversation is built before the channels that know their own address."""

    telegram: Callable[[str], str | None] = lambda _code: None

    def invite(self, code: str) -> str | None:
        """The link that carries an invite code, where a platform has such links."""
        return self.telegram(code)


def build(settings: Settings, *, now: Callable[[], datetime] = utc_now, demo: bool = False) -> Parts:
    """A process from its settings: every configured channel, and the demo page where it is asked for."""
    database = Database(settings.database_url, shares_syncs=True)
    house = house_of(settings, database)
    shelf = Shelf()
    links = Links()
    limit = TurnLimit(settings.turns_per_minute)
    door = FrontDoor(database=database, house=house, now=now, shelf=shelf, invite_link=links.invite, limit=limit)
    metrics = Metrics()
    on_disk = OnDisk(database, metrics)
    deliver = Deliver(database, house, now, shelf, metrics, on_disk)
    jobs = Jobs(database, house, now, deliver.wake, metrics)
    lead = Lead(database, Duties(deliver, jobs))
    metrics.registry.register(Figures(database, jobs, shelf, now))
    parts = Parts(
        settings=settings,
        database=database,
        house=house,
        door=door,
        on_disk=on_disk,
        turns=Turns(door, settings.workers, lead.wake, metrics, on_disk),
        late=LateReplies(database, now, lead.wake, on_disk),
        deliver=deliver,
        jobs=jobs,
        lead=lead,
        metrics=metrics,
        readiness=Readiness(database, now),
    )
    parts.channels += _channels(parts, links, now, demo=demo)
    return parts


def _channels(parts: Parts, links: Links, now: Callable[[], datetime], *, demo: bool) -> list[ChannelPart]:
    """Channels are imported when used: a process without WeChat never loads wechatpy."""
    settings, database, contents = parts.settings, parts.database, Contents(parts.door.knows)
    ask, resend = parts.turns.ask, parts.late.put
    channels: list[ChannelPart] = []
    if settings.telegram_token.get_secret_value():
        from bot.telegram.channel import TelegramChannel  # noqa: PLC0415

        telegram = TelegramChannel(
            settings,
            database,
            ask=ask,
            contents=contents,
            resend=resend,
            now=now,
            count=partial(parts.door.count, Channel.TELEGRAM),
            sends=parts.metrics.sends_of(Channel.TELEGRAM),
            fetches=parts.metrics.fetches_of(Channel.TELEGRAM),
        )
        links.telegram = telegram.invite_link
        channels.append(telegram)
    if settings.wechat_app_id:
        from bot.wechat.channel import WeChatChannel  # noqa: PLC0415

        sends = parts.metrics.sends_of(Channel.WECHAT)
        wechat = WeChatChannel(settings, database, ask=ask, contents=contents, resend=resend, now=now, sends=sends)
        channels.append(wechat)
    if demo:
        from bot.demo.channel import DemoChannel  # noqa: PLC0415

        channels.append(DemoChannel(database, ask, contents, now, parts.begin_anew))
    return channels
