"""A day in the shop on which everything happens once, so that no table stays empty.

``python -m tests.storage.busy_day`` keeps such a day as the revision at hand stores it, before the next one is made.
"""

import tempfile
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlmodel import select

from domain import carts, due, invites, nicknames, orders, stock
from domain.catalogue import home
from domain.rules.rights import Role
from domain.tables.catalogue import HouseSecret, Product
from domain.tables.nicknames import How
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Channel
from domain.tables.shipments import TrackingEvent
from handlers.stored import dump_reply
from handlers.turn import Reply
from storage import media, outbox, passed_over, push_ledger, transcript
from storage.engine import Database
from storage.media import MediaCopy
from storage.pace import Pace
from storage.push_ledger import Contact
from storage.revisions import migrate
from storage.transcript import LineKind, ShownLine
from tests import ordering
from tests.storage.rows import Rows, load, read_rows, save, write_rows
from tests.world import World, build, open_world

FOLDER = Path(__file__).parent / "filled"
NEWEST = max(FOLDER.glob("*.jsonl"))


def as_stored(database: Database, file: Path) -> Rows:
    """Fill an empty database with a kept day, as its revision left it."""
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "storage:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, file.stem)
    rows = load(file, database.engine)
    write_rows(database.engine, rows)
    return rows


def open_shop(folder: Path) -> World:
    """The wholesaler of the stories, on a database made by the migrations."""
    url = f"sqlite:///{folder / 'shop.sqlite'}"
    with closing(Database(url)) as database:
        build(database, Channel.TELEGRAM)
    return open_world(url, Channel.TELEGRAM)


def live_through(world: World) -> None:
    """The whole day."""
    with world.database.transaction() as session:
        session.add(HouseSecret(name="invites", value="no secret at all"))
    _pictures(world)
    _words_of_their_own(world)
    _newcomers(world)
    _decisions(world)
    _parcels(world)
    _on_the_shelves(world)
    world.deliver()
    _at_the_phone(world)
    _platforms(world)
    _left_open(world)


def _pictures(world: World) -> None:
    product = world.sku("KL330").product_id
    with world.database.transaction() as session:
        digest = media.keep(session, b"\x89PNG of a can\x00\xff", "image/png")
        session.get_one(Product, product).picture = digest
        media.remember_remote(session, MediaCopy(hash=digest, channel=Channel.TELEGRAM, remote="AgACAgQ"))


def _words_of_their_own(world: World) -> None:
    sku = world.sku("KL330").id
    with world.database.transaction() as session:
        assert nicknames.learn(world.by(session, "老李"), "老样子", sku, How.TAUGHT)


def _newcomers(world: World) -> None:
    """One comes in, one code waits, one guess is wrong."""
    with world.database.transaction() as session:
        by = world.by(session, "陈总")
        used = invites.issue(by, role=Role.BUYER, account=invites.account_named(by, "新客超市")).code
        invites.issue(by, role=Role.WAREHOUSE, name="小郑")
    world.phone("newcomer").starts(used).sees("新客超市")
    world.phone("guesser").types("AAAA-BBBB-CCCC")


def _decisions(world: World) -> None:
    """Orders that are refused, called off, changed, forgotten, placed for somebody else."""
    rejected, cancelled, expired = (ordering.place(world, again=True) for _ in range(3))
    with world.database.transaction() as session:
        orders.reject(world.by(session, "小王"), rejected.id, rejected.revision, "没有这个价")
        orders.cancel(world.by(session, "老李"), cancelled.id, "下错了")
    world.clock.pass_(hours=49)
    with world.database.transaction() as session:
        assert due.expire_due(world.by(session)) == 1
    assert ordering.now(world, expired).closed_at is not None
    ordering.change(world, ordering.place(world, "Ann", ("QS550", 24)), "QS550", 48, "Ann")
    ordering.place(world, "小王", ("JY1900", 6), serving="李记便利店")


def _parcels(world: World) -> None:
    """One order arrives whole and is rated and shared, of another a part is on its way, one is being picked."""
    done = ordering.place(world, "老李", ("KL330", 24), ("MM5", 25))
    ordering.approve(world, done)
    ordering.receive(world, ordering.ship(world, done))
    with world.database.transaction() as session:
        by = world.by(session, "老李")
        orders.rate(by, done.id, 4)
        orders.explain_rating(by, done.id, "送货很快")
        code = invites.share(by, done.id).code
    world.customer.starts(code)
    part = ordering.place(world, "老李", ("KL330", 72))
    ordering.approve(world, part)
    parcel = ordering.ship(world, part, number="SF777", KL330=24)
    with world.database.transaction() as session:
        session.add(TrackingEvent(shipment_id=parcel.id, at=world.clock(), kind="picked_up", place="上海"))
    ordering.approve(world, ordering.place(world, "Ann", ("XB330", 24)))


def _on_the_shelves(world: World) -> None:
    """Goods come in, that was a slip, somebody counts."""
    sku = world.sku("HN250").id
    with world.database.transaction() as session:
        by = world.by(session, "老周")
        came = stock.receive(by, home(session), sku, Decimal(24), "早上到货")
        assert came.move is not None
        stock.undo(by, came.move.id)
        stock.count(by, home(session), sku, Decimal(50))


def _at_the_phone(world: World) -> None:
    """Talks that stop in the middle: a cart with a note, a question that waits for its number."""
    world.dealer.types("可乐330 5箱, 红牛 2箱").taps("🛒").sees("峰泡可乐")
    with world.database.transaction() as session:
        carts.write_note(world.by(session, "老李"), "下午送")
    world.dealer.types("可乐").sees("峰泡可乐")
    world.english_dealer.types("cola").taps("Fengpao Cola").taps("✏️").sees("How many")
    world.warehouse.types("菜单")


def _platforms(world: World) -> None:
    """What the channels note for themselves."""
    now = world.clock()
    with world.database.transaction() as session:
        push_ledger.open_window(session, "oLi", Contact.WROTE, now, now)
        push_ledger.claim_ring(session, "oLi", now, timedelta(minutes=3))
        line = ShownLine(chat="buyer", kind=LineKind.SAID, key="k1", open=True, body={"text": "可乐"}, at=now)
        transcript.add(session, line)
        session.add(Pace(name="telegram", free_at=now))


def _left_open(world: World) -> None:
    """News that is still on its way: due, waiting for another try, kept, and a reply that did not get through.

    And a message that nobody could deal with.
    """
    ordering.place(world, "Ann", ("KL500", 24))
    now = world.clock()
    with world.database.transaction() as session:
        due.morning_digest(world.by(session))
        passed_over.failed(session, Channel.TELEGRAM, "7", error=KeyError("line"), trace="3f9c02ab", now=now, most=1)
        outbox.put_back(session, Channel.TELEGRAM, "zhou", dump_reply(Reply(title="您好")), "zh-CN", now)
        for notice in session.exec(select(Notice).where(Notice.kind == NoticeKind.MORNING_DIGEST)):
            outbox.keep(notice, "no window")
        for notice in session.exec(select(Notice).where(Notice.kind == NoticeKind.ORDER_WAITING)):
            if notice.delivered_at is None:
                outbox.later(notice, now, timedelta(minutes=5), "429")


def main() -> None:
    """Keep a day as the newest revision stores it."""
    with tempfile.TemporaryDirectory() as name:
        world = open_shop(Path(name))
        live_through(world)
        FOLDER.mkdir(exist_ok=True)
        save(read_rows(world.database.engine), FOLDER / f"{migrate(world.database)}.jsonl")
        world.database.close()


if __name__ == "__main__":
    main()
