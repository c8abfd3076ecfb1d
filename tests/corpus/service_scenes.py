"""The situations of the service sentences: each is brought about once and copied for every sentence typed in it."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from sqlmodel import Session, col, select

from domain.tables.catalogue import Product, Sku
from domain.tables.orders import Order
from domain.tables.people import Channel, Identity, Person
from domain.tables.shipments import Shipment
from handlers.conversation.turn import Button, Reply, Typed
from storage.catalogue_index import CatalogueIndex
from storage.engine import Database
from storage.inbox import Delivery
from tests.corpus import effects, service_states
from tests.corpus.effects import Facts
from tests.corpus.service_stage import Stage
from tests.corpus.service_world import PLAYED, Member, Standing, furnish
from tests.world import MONDAY, World, world_on


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A situation: where it is kept, what was true and shown then, and when it was.

    ``numbers``: blanks of a sentence for the standing orders. ``shown``: ``L2`` is a pattern of the second choice.
    """

    channel: Channel
    role: str
    file: Path
    standing: Standing
    at: datetime
    before: Facts
    shown: dict[str, str]
    question: str

    @property
    def numbers(self) -> dict[str, str]:
        """``W`` 0006, ``W0`` 6, ``WN`` D20261123-0006."""
        blanks: dict[str, str] = {}
        for letter, number in self.standing.numbers.items():
            short = number.rpartition("-")[2]
            blanks |= {letter: short, f"{letter}0": short.lstrip("0"), f"{letter}N": number}
        return blanks


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came of a text: the answer, and what is different in the database."""

    replies: tuple[Reply, ...]
    done: tuple[str, ...]


@dataclass
class Theatre:
    """Keeps every situation that was asked for, and types texts in copies of them."""

    folder: Path
    _scenes: dict[tuple[Channel, str, str], Scene] = field(default_factory=dict)
    _houses: dict[Channel, tuple[Path, Standing]] = field(default_factory=dict)
    _shelves: dict[Channel, CatalogueIndex] = field(default_factory=dict)
    _worlds: dict[Channel, World] = field(default_factory=dict)

    def scene(self, channel: Channel, role: str, state: str) -> Scene:
        """A situation of somebody, made when it is asked for the first time."""
        key = (channel, role, state)
        if key not in self._scenes:
            self._scenes[key] = self._made(*key)
        return self._scenes[key]

    def types(self, scene: Scene, *texts: str) -> Came:
        """Texts in a copy of a situation; the answer to the last."""
        world = self.opened(scene)
        phone = world.phone(_phone(scene.role))
        for number, text in enumerate(texts):
            phone.send(Typed(text=text), key=f"text {number}")
        return Came(replies=phone.last, done=effects.changed(scene.before, _facts(world, scene.standing)))

    def opened(self, scene: Scene) -> World:
        """The world of a situation, a minute later. There is one for all: its statements are made ready only once."""
        if scene.channel not in self._worlds:
            self._worlds[scene.channel] = self._world(self.folder / f"now on {scene.channel}.sqlite", scene.channel)
        world = self._worlds[scene.channel]
        with closing(sqlite3.connect(scene.file)) as kept, closing(world.database.engine.raw_connection()) as now:
            kept.backup(cast("sqlite3.Connection", now.driver_connection))
        world.phones.clear()
        world.clock.at = scene.at + timedelta(minutes=1)
        return world

    def close(self) -> None:
        """Nobody plays any more."""
        for world in self._worlds.values():
            world.database.close()

    def _world(self, file: Path, channel: Channel, at: datetime = MONDAY) -> World:
        world = world_on(Database(f"sqlite:///{file}"), channel)
        catalogue_index = self._shelves.setdefault(channel, world.catalogue_index)
        world.clock.at = at
        return replace(
            world, catalogue_index=catalogue_index, door=replace(world.door, catalogue_index=catalogue_index)
        )

    def _supplier(self, channel: Channel) -> tuple[Path, Standing]:
        if channel not in self._houses:
            file = self.folder / f"house on {channel}.sqlite"
            world = self._world(file, channel)
            standing = furnish(world)
            _shut(world.database)
            self._houses[channel] = file, standing
        return self._houses[channel]

    def _made(self, channel: Channel, role: str, state: str) -> Scene:
        supplier, standing = self._supplier(channel)
        file = self.folder / f"scene {len(self._scenes)}.sqlite"
        shutil.copy(supplier, file)
        world = self._world(file, channel, standing.at)
        phone = world.phone(_phone(role))
        _speak(world, role)
        service_states.play(Stage(world=world, role=_member(role).role, standing=standing, phone=phone), state)
        with world.database.reading() as session:
            scene = Scene(
                channel=channel,
                role=role,
                file=file,
                standing=standing,
                at=world.clock(),
                before=effects.facts(session, standing.letter),
                shown=_shown(session, phone.last, english=_english(role)),
                question=_question(session, phone.identity),
            )
        _shut(world.database)
        return scene


def _facts(world: World, standing: Standing) -> Facts:
    with world.database.reading() as session:
        return effects.facts(session, standing.letter)


def _member(role: str) -> Member:
    return PLAYED[role.partition(":")[0]]


def _phone(role: str) -> str:
    return _member(role).phone


def _english(role: str) -> bool:
    return role.endswith(":en")


def _speak(world: World, role: str) -> None:
    """The words of the language in which somebody plays."""
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(Person.name == _member(role).name)).one()
        person.language = "en" if _english(role) else "zh-CN"


def _shut(database: Database) -> None:
    """Bring what is in the log into the file: copying the file then copies all."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _question(session: Session, phone: str) -> str:
    """What is waited for, in the last answer."""
    mine = select(Delivery).join(Identity, col(Identity.id) == Delivery.identity_id).where(Identity.external == phone)
    last = session.exec(mine.order_by(col(Delivery.id).desc()).limit(1)).first()
    return str(last.question["kind"]) if last is not None and last.question else ""


def _shown(session: Session, replies: tuple[Reply, ...], *, english: bool) -> dict[str, str]:
    """A pattern for each choice that stands for some thing, by its place."""
    things = (_thing(session, button, english=english) for reply in replies for button in reply.choices())
    return {f"L{place}": pattern for place, pattern in enumerate(filter(None, things), 1)}


def _thing(session: Session, button: Button, *, english: bool) -> str:
    """How the thing behind a button is told: goods by name and size, orders and parcels by the order's number."""
    for arg in button.data.split(":")[1:]:
        number = int(arg, 36) if arg.isalnum() else 0
        if (sku := session.get(Sku, number)) is not None:
            product = session.get_one(Product, sku.product_id)
            told = (product.name_en, sku.spec_en) if english else (product.name, sku.spec)
            return r"[\s\S]*".join(map(re.escape, told))
        parcel = session.get(Shipment, number)
        order = session.get(Order, parcel.order_id if parcel is not None else number)
        if order is not None:
            return re.escape(order.number)
    return ""
