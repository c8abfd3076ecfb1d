"""A day in the shop on which everything happens once, so that no table stays empty.

``python -m tests.storage.busy_day`` keeps such a day as the revision at hand stores it, before the next one is made.
"""

import tempfile
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlmodel import select

from domain import scheduled, settings
from domain.carts import carts, details, promotions
from domain.carts.hand_prices import HandPrice
from domain.catalogue import nicknames, supplier_words
from domain.catalogue.promotion_changes import end, put
from domain.events.numbering import number_events
from domain.imports.past_orders import import_past_orders
from domain.orders import hand_prices, line_change, proposals, rating, status_changes
from domain.people import deputies, invites
from domain.rules.pricing.offers import PromotionKind
from domain.rules.pricing.promotion_terms import GoodsTerm, PromotionTerms, StepTerm
from domain.rules.rights import Role
from domain.sheets.rows import SheetRow
from domain.stock import alerts, expected, stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Pack, Product, SupplierSecret
from domain.tables.nicknames import How
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import OrderLine
from domain.tables.people import Account, Channel
from domain.tables.prices import AccountGroup, Price, PriceList, PriceListFor
from domain.tables.promotions import Promotion
from domain.tables.shipments import FollowedNumber, TrackingEvent
from domain.tables.supplier_words import WordKind, WordProposal
from domain.tables.swaps import SwapProposal
from handlers.conversation.serialisation import dump_reply
from handlers.conversation.turn import Reply
from storage import failed_messages, media, outbox, transcript, wechat_quota
from storage.engine import Database
from storage.media import MediaCopy
from storage.rate_bookings import Pace
from storage.schema_version import migrate
from storage.transcript import ShownKind, ShownLine
from storage.wechat_quota import Contact
from tests.limits import limit, show_only
from tests.orders import approve, change, current, place, receive, ship
from tests.storage import busy_money
from tests.storage.busy_delivery import delivery_days
from tests.storage.busy_desk import at_the_desk
from tests.storage.busy_retail import a_word_with_a_person, newcomers_by_themselves
from tests.storage.busy_returns import ask_for_returns
from tests.storage.rows import Rows, load, read_rows, save, write_rows
from tests.world import MONDAY, World, build, open_world

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
        session.add(SupplierSecret(name="invites", value="no secret at all"))
    _pictures(world)
    _words_of_their_own(world)
    _prices(world)
    _for_some(world)
    _newcomers(world)
    _decisions(world)
    _several_decide(world)
    _parcels(world)
    busy_money.money(world)
    ask_for_returns(world)
    _on_the_shelves(world)
    _promotions(world)
    _scarce(world)
    newcomers_by_themselves(world)
    world.deliver()
    _at_the_phone(world)
    _platforms(world)
    _before_us(world)
    _left_open(world)
    delivery_days(world)
    a_word_with_a_person(world)
    at_the_desk(world)
    with world.database.transaction() as session:
        number_events(world.actor(session))


def _pictures(world: World) -> None:
    product = world.sku("KL330").product_id
    with world.database.transaction() as session:
        digest = media.store(session, b"\x89PNG of a can\x00\xff", "image/png")
        session.get_one(Product, product).picture = digest
        media.remember_remote(session, MediaCopy(hash=digest, channel=Channel.TELEGRAM, remote="AgACAgQ"))


def _words_of_their_own(world: World) -> None:
    sku = world.sku("KL330").id
    with world.database.transaction() as session:
        settings.change(world.actor(session, "陈总"), "swap_hours", "48")
    with world.database.transaction() as session:
        assert nicknames.learn(world.actor(session, "老李"), "老样子", sku, How.TAUGHT)
        supplier_words.put(world.actor(session, "陈总"), "老黑", "KL500", WordKind.ABBREVIATION)
        session.add(WordProposal(key="红罐", words="红罐", sku_id=sku, accounts=3, proposed_at=world.clock()))


def _prices(world: World) -> None:
    """One dealer is of a level, and pays by the lists of it and of their own."""
    sku = world.sku("HN250")
    with world.database.transaction() as session:
        level = AccountGroup(name="A级")
        own = PriceList(name="李记专享", starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
        shared = PriceList(name="A级价", priority=1)
        session.add_all((level, own, shared))
        session.flush()
        account = session.exec(select(Account).where(Account.name == "李记便利店")).one()
        account.group_id = level.id
        session.add(PriceListFor(list_id=own.id, account_id=account.id))
        session.add(PriceListFor(list_id=shared.id, group_id=level.id))
        pack = session.exec(select(Pack).where(Pack.sku_id == sku.id)).one()
        session.add(Price(list_id=own.id, sku_id=sku.id, from_quantity=Decimal(240), price=Decimal("4.75")))
        session.add(Price(list_id=shared.id, sku_id=sku.id, pack_id=pack.id, price=Decimal("118.5")))


def _for_some(world: World) -> None:
    """Who may order how much, and who sees what."""
    limit(world, "HN250", maximum=1200, period_quantity=2400, period_days=30)
    show_only(world, "HN250", "李记便利店", "Harbour Mart")


def _newcomers(world: World) -> None:
    """One comes in, one code waits, one guess is wrong."""
    with world.database.transaction() as session:
        actor = world.actor(session, "陈总")
        used = invites.issue(actor, role=Role.BUYER, account=invites.account_named(actor, "新客超市")).code
        invites.issue(actor, role=Role.WAREHOUSE, name="小郑")
    world.phone("newcomer").starts(used).sees("新客超市")
    world.phone("guesser").types("AAAA-BBBB-CCCC")


def _decisions(world: World) -> None:
    """Orders that are refused, called off, changed, forgotten, placed for somebody else."""
    rejected, cancelled, expired = (place(world) for _ in range(3))
    with world.database.transaction() as session:
        status_changes.reject(world.actor(session, "小王"), rejected.id, rejected.revision, "没有这个价")
        status_changes.cancel(world.actor(session, "老李"), cancelled.id, "下错了")
    world.clock.pass_(hours=49)
    with world.database.transaction() as session:
        assert scheduled.expire_due(world.actor(session)) == 1
    assert current(world, expired).closed_at is not None
    change(world, place(world, {"QS550": 24}, "Ann"), "QS550", 48, "Ann")
    place(world, {"JY1900": 6}, "小王", serving="李记便利店")


def _several_decide(world: World) -> None:
    """Finance and an admin are asked as well, other goods are offered, and somebody stands in for a salesperson."""
    with world.database.transaction() as session:
        settings.change(world.actor(session), "approval_amount", "100")
    asked = place(world, {"KL330": 96}, "Ann")
    approve(world, asked, "小孙")
    answered, open_ = (place(world, {"JY1900": 6, "QS550": 24}) for _ in range(2))
    offered = world.sku("KL500").id
    for order, agreed in ((answered, True), (open_, None)):
        with world.database.transaction() as session:
            line = session.exec(select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.position == 1)).one()
            seller, buyer = world.actor(session, "小王"), world.actor(session, "老李")
            proposals.propose(seller, line.id, order.revision, offered, Decimal(24))
            proposal = session.exec(select(SwapProposal).where(SwapProposal.order_id == order.id)).one()
            if agreed:
                proposals.answer(buyer, proposal.id, agreed=True)
    approve(world, answered)
    dearer = place(world, {"QS550": 48})
    with world.database.transaction() as session:
        seller = world.actor(session, "小王")
        view = line_change.to_change(seller, dearer.id)
        wanted = HandPrice(price=Decimal(9), size=1, reason="涨价了")
        hand_prices.set_price(seller, view, view.rows[0].line.id, wanted)
    with world.database.transaction() as session:
        owner, seller, deputy = (world.actor(session, name) for name in ("陈总", "小王", "小赵"))
        away, stands_in = seller.person_id or 0, deputy.person_id or 0
        deputies.appoint(owner, away, stands_in, seller.today, seller.today + timedelta(days=2))
        deputies.dismiss(owner, away)
        deputies.appoint(seller, away, stands_in, seller.today, seller.today + timedelta(days=9))
        settings.change(world.actor(session), "approval_amount", "off")


def _parcels(world: World) -> None:
    """One order arrives whole and is rated and shared, of another a part is on its way, one is being picked."""
    done = place(world, {"KL330": 24, "MM5": 25})
    approve(world, done)
    receive(world, ship(world, done))
    with world.database.transaction() as session:
        actor = world.actor(session, "老李")
        rating.rate(actor, done.id, 4)
        rating.explain_rating(actor, done.id, "送货很快")
        code = invites.share(actor, done.id).code
    world.customer.starts(code)
    part = place(world, {"KL330": 72})
    approve(world, part)
    parcel = ship(world, part, {"KL330": 24}, number="SF777")
    with world.database.transaction() as session:
        session.add(TrackingEvent(shipment_id=parcel.id, at=world.clock(), kind="picked_up", place="上海"))
        at, whole = world.clock(), "SF777"
        session.add(FollowedNumber(shipment_id=parcel.id, carrier="顺丰", number=whole, whole=whole, next_at=at))
    approve(world, place(world, {"XB330": 24}, "Ann"))


def _on_the_shelves(world: World) -> None:
    """Goods come in, that was a slip, somebody counts."""
    sku = world.sku("HN250").id
    with world.database.transaction() as session:
        actor = world.actor(session, "老周")
        came = stock.receive(actor, home(session), sku, Decimal(24), "早上到货")
        assert came.move is not None
        stock.undo(actor, came.move.id)
        stock.count(actor, home(session), sku, Decimal(50))


def _scarce(world: World) -> None:
    """Two orders wait for goods that have to come in, one of them agreed; a third is found not to be there in full."""
    approve(world, place(world, {"ZJ10": 16}))
    place(world, {"ZJ10": 8}, "Ann")
    approve(world, place(world, {"JY1900": 60}, "Ann"))
    sku = world.sku("JY1900").id
    with world.database.transaction() as session:
        stock.count(world.actor(session, "老周"), home(session), sku, Decimal(50))
    tissues, energy = world.sku("ZJ10").id, world.sku("HN250").id
    with world.database.transaction() as session:
        alerts.ask(world.actor(session, "老李"), energy, Decimal(24))
        expected.expect(world.actor(session, "老周"), home(session), energy, MONDAY.date() + timedelta(days=9))
    with world.database.transaction() as session:
        stock.receive(world.actor(session, "老周"), home(session), tissues, Decimal(8))


def _promotions(world: World) -> None:
    """An order with a special price, money off and a chosen gift; and a cart whose gift was not wanted."""
    cola, water, sauce = (world.sku(code) for code in ("KL500", "QS550", "JY1900"))
    shared: dict[str, Any] = {"ends_on": date(2027, 1, 1)}
    off = StepTerm(reach=Decimal(100), off=Decimal(10))
    given = StepTerm(reach=Decimal(1), gift_sku_id=water.id, gift_quantity=Decimal(1))
    with world.database.transaction() as session:
        actor = world.actor(session, "陈总")
        account = session.exec(select(Account).where(Account.name == "Harbour Mart")).one()
        group = session.exec(select(AccountGroup)).one()
        shared |= {"accounts": frozenset({account.id}), "groups": frozenset({group.id})}
        shelf = session.get_one(Product, sauce.product_id).category_id
        special = GoodsTerm(sku_id=cola.id, price=Decimal(2))
        put(
            actor,
            PromotionTerms(name="特价", kind=PromotionKind.SPECIAL, goods=(special,), set_aside=Decimal(500), **shared),
        )
        put(actor, PromotionTerms(name="满减", kind=PromotionKind.AMOUNT_OFF, steps=(off,), times=3, **shared))
        shelved = (GoodsTerm(category_id=shelf),)
        terms = PromotionTerms(
            name="买赠", kind=PromotionKind.BUY_GET, goods=shelved, steps=(given,), each=True, **shared
        )
        bought = put(actor, terms)[0].id
        both = (GoodsTerm(sku_id=cola.id, quantity=Decimal(2)), GoodsTerm(sku_id=sauce.id))
        old = put(
            actor, PromotionTerms(name="组合", kind=PromotionKind.BUNDLE, goods=both, price=Decimal(15), **shared)
        )[0]
        end(actor, old.id)
    with world.database.transaction() as session:
        actor = world.actor(session, "Ann")
        carts.add(actor, [carts.CartWish(sku_id=sauce.id, quantity=Decimal(6))])
        promotions.choose_gift(actor, bought, water.id, Decimal(6))
    place(world, {"KL500": 48}, "Ann")


def _before_us(world: World) -> None:
    """An order that another system kept, with a gift."""
    told = {"number": "XS-1", "account": "Harbour Mart", "date": "2026-11-02", "sku": "JY1900", "unit": "箱"}
    amounts = ({"quantity": "2", "price": "75"}, {"quantity": "1", "price": "0"})
    rows = [SheetRow(number=at, cells=told | each) for at, each in enumerate(amounts, start=2)]
    with world.database.transaction() as session:
        assert import_past_orders(world.actor(session, "陈总"), rows).added == len(rows)


def _at_the_phone(world: World) -> None:
    """Talks that stop in the middle: a cart with a note, a question that waits for its number."""
    world.dealer.types("可乐330 5箱, 红牛 2箱").taps("🛒").sees("峰泡可乐")
    with world.database.transaction() as session:
        details.write_note(world.actor(session, "老李"), "下午送")
    world.dealer.types("可乐").sees("峰泡可乐")
    world.english_dealer.types("cola").taps("Fengpao Cola").taps("✏️").sees("How many")
    world.warehouse.types("菜单")


def _platforms(world: World) -> None:
    """What the channels note for themselves."""
    now = world.clock()
    with world.database.transaction() as session:
        wechat_quota.open_window(session, "oLi", Contact.WROTE, now, now)
        wechat_quota.claim_ring(session, "oLi", now, timedelta(minutes=3))
        line = ShownLine(chat="buyer", kind=ShownKind.SAID, key="k1", open=True, body={"text": "可乐"}, at=now)
        transcript.add(session, line)
        session.add(Pace(name="telegram", free_at=now))


def _left_open(world: World) -> None:
    """News that is still on its way: due, waiting for another try, kept, and a reply that did not get through.

    And a message that nobody could deal with.
    """
    place(world, {"KL500": 24}, "Ann")
    now, sauce, water = world.clock(), world.sku("JY1900").id, world.sku("QS550").id
    with world.database.transaction() as session:
        actor = world.actor(session, "Ann")
        carts.add(actor, [carts.CartWish(sku_id=sauce, quantity=Decimal(6))])
        wanted = session.exec(select(Promotion).where(Promotion.name == "买赠")).one()
        promotions.choose_gift(actor, wanted.id, water, Decimal(2))
    with world.database.transaction() as session:
        scheduled.morning_digest(world.actor(session))
        failed_messages.record_failure(
            session, Channel.TELEGRAM, "7", error=KeyError("line"), trace="3f9c02ab", now=now, most=1
        )
        outbox.enqueue_reply(session, Channel.TELEGRAM, "zhou", dump_reply(Reply(title="您好")), "zh-CN", now)
        for notice in session.exec(select(Notice).where(Notice.kind == NoticeKind.MORNING_DIGEST)):
            outbox.defer(notice, "no window")
        for notice in session.exec(select(Notice).where(Notice.kind == NoticeKind.ORDER_WAITING)):
            if notice.delivered_at is None:
                outbox.postpone(notice, now, timedelta(minutes=5), "429")


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
