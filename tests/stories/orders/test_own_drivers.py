"""Our own drivers: a parcel is given to one, who sees their stops, hands it over, photographs it, takes the cash."""

from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.actor import Actor
from domain.checks import check_all
from domain.finance import rebates
from domain.fulfilment import stops
from domain.refusals import NotAllowed, NotFound, OrderMoved
from domain.rules.rights import Role
from domain.tables.ledger import PaymentClaim
from domain.tables.orders import Order
from domain.tables.people import Account, Identity, Person
from domain.tables.shipments import Shipment
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Sent, SentKind
from handlers.conversation.verbs import Verb
from tests.orders import approve, parcels_of, pick, place, receive
from tests.phones import Phone
from tests.world import World

PHOTO = b64encode(b"\xff\xd8a photo of a door").decode()


def hire(world: World, name: str = "小马", identity: str = "ma") -> Phone:
    """Somebody more in the warehouse."""
    with world.database.transaction() as session:
        person = Person(name=name, role=Role.WAREHOUSE, created_at=world.clock(), language="zh-CN")
        session.add(person)
        session.flush()
        session.add(Identity(channel=world.channel, external=identity, person_id=person.id, seen_at=world.clock()))
    return world.phone(identity)


def ordered(world: World, terms: str = "") -> Order:
    """An order that is agreed to, with somebody to ask for."""
    with world.database.transaction() as session:
        session.exec(select(Account).where(Account.name == "李记便利店")).one().terms = terms
    world.dealer.types("可乐500 2箱").types("结算").types("张三 13800000000").taps("✅").sees("下单成功")
    with world.session() as session:
        order = session.exec(select(Order)).one()
    approve(world, order)
    return order


def given(world: World, terms: str = "", name: str = "小马") -> Shipment:
    """A parcel that left with a driver."""
    order = ordered(world, terms)
    parcel = pick(world, order)
    world.deliver()
    world.warehouse.presses(data_of(Verb.CARRIER, parcel.id, parcel.revision, "own")).sees(f"🚚 {name} 送")
    world.warehouse.taps(f"🚚 {name} 送").sees("已发货", name)
    world.deliver()
    return parcels_of(world, order)[0]


def claims(world: World) -> list[PaymentClaim]:
    with world.session() as session:
        return list(session.exec(select(PaymentClaim)))


def sound(world: World) -> None:
    with world.session() as session:
        assert check_all(session) == []


def test_a_driver_hears_of_a_stop_hands_it_over_and_the_buyer_sees_it(world: World) -> None:
    ma = hire(world)
    parcel = given(world)
    ma.hears("交给您送", "李记便利店", "梧桐路18号", "张三 13800000000", "峰泡可乐")
    ma.types("我的配送").sees("您要送 1 家", "李记便利店", "梧桐路18号", "☎️ 张三 13800000000").does_not_see("收现金")
    ma.taps("📍").sees("送 李记便利店", "峰泡可乐", "2箱").taps("✅ 送到了").sees("送到了", "拍张照")
    ma.send(Sent(kind=SentKind.PICTURE, photo=PHOTO)).sees("照片存好了", "没有要您送的货了")
    world.deliver()
    world.dealer.hears("D20261123-0001", "小马")
    world.dealer.types("我的货到哪了").sees("送到了").taps("📷").sees("司机送到时拍的")
    assert claims(world) == []
    receive(world, parcel)
    sound(world)


def test_cash_is_on_its_way_until_finance_has_it(world: World) -> None:
    ma = hire(world)
    given(world, "货到付款")
    ma.types("我的配送").sees("💰 收现金 ¥120.00").taps("📍").taps("✅ 送到了，收现金 ¥120.00").sees("收了现金 ¥120.00")
    ma.taps("⏳").sees("没有要您送的货了")
    (claim,) = claims(world)
    assert (claim.amount, claim.decided_at, claim.person_id) == (Decimal(120), None, world.person("小马").id)
    world.deliver()
    world.dealer.hears("司机收了", "¥120.00", "财务收到后入账")
    world.salesperson.hears("司机收了", "¥120.00")
    world.finance.hears("小马 从李记便利店收了现金 ¥120.00", "还在路上")
    world.finance.taps("✅").sees("¥120.00")
    assert claims(world)[0].entry_id is not None
    sound(world)


def test_no_cash_is_taken_where_none_is_given(world: World) -> None:
    ma = hire(world)
    given(world, "货到付款")
    ma.types("我的配送").taps("📍").taps("✅ 送到了，没收钱").sees("送到了").does_not_see("收了现金")
    assert claims(world) == []
    sound(world)


def test_a_driver_is_named_in_words(world: World) -> None:
    ma = hire(world)
    order = ordered(world)
    parcel = pick(world, order)
    world.warehouse.presses(data_of(Verb.PARCEL, parcel.id)).types("自送 小马").taps("🚚 就这样发货").sees(
        "已发货", "小马"
    )
    ma.types("我的配送").sees("李记便利店")
    assert parcels_of(world, order)[0].driver_id == world.person("小马").id
    sound(world)


def test_another_driver_takes_it_and_it_is_taken_back(world: World) -> None:
    ma, niu = hire(world), hire(world, "小牛", "niu")
    parcel = given(world)
    world.warehouse.presses(data_of(Verb.CORRECT_TRACKING, parcel.id, parcel.revision)).taps("🚚 改由 小牛 送")
    world.warehouse.sees("交给 小牛 送了")
    world.deliver()
    ma.hears("不用您送了").types("我的配送").sees("没有要您送的货了")
    niu.hears("交给您送").types("我的配送").sees("李记便利店")
    world.warehouse.taps("↩️ 还是 小马 送").sees("交给 小马 送了")
    ma.types("my stops").sees("李记便利店")
    niu.types("我的配送").sees("没有要您送的货了")
    sound(world)


def test_a_driver_sees_nobody_elses_stops(world: World) -> None:
    hire(world)
    niu = hire(world, "小牛", "niu")
    parcel = given(world)
    niu.types("我的配送").sees("没有要您送的货了")
    with world.database.transaction() as session:
        acts: tuple[Callable[[Actor], object], ...] = (
            lambda actor: stops.stop(actor, parcel.id),
            lambda actor: stops.hand_over(actor, parcel.id, parcel.revision, Decimal(0)),
            lambda actor: stops.add_photo(actor, parcel.id, "0" * 64),
        )
        for act in acts:
            with pytest.raises(NotFound):
                act(world.actor(session, "小牛"))
            for name in ("老李", "小王", "小孙", "阿美"):
                with pytest.raises(NotAllowed):
                    act(world.actor(session, name))
    niu.presses(data_of(Verb.STOP, parcel.id)).does_not_see("梧桐路18号")


def test_old_buttons_do_nothing_twice(world: World) -> None:
    ma = hire(world)
    niu = hire(world, "小牛", "niu")
    parcel = given(world, "货到付款")
    _, done = ma.types("我的配送").taps("📍").find("✅")
    world.warehouse.presses(data_of(Verb.CORRECT_TRACKING, parcel.id, parcel.revision)).taps("🚚 改由 小牛 送")
    ma.taps_button(done).does_not_see("收了现金")
    world.warehouse.taps("↩️ 还是 小马 送")
    ma.taps_button(done).does_not_see("收了现金")
    _, done = ma.types("我的配送").taps("📍").find("✅")
    ma.taps_button(done).sees("收了现金")
    ma.taps_button(done).does_not_see("收了现金")
    assert len(claims(world)) == 1
    with world.database.transaction() as session:
        seen = session.get_one(Shipment, parcel.id).revision
        with pytest.raises(OrderMoved):
            stops.assign(world.actor(session, "老周"), parcel.id, seen, None)
    niu.types("我的配送").sees("没有要您送的货了")


def test_in_english(world: World) -> None:
    ma = hire(world)
    given(world, "货到付款")
    ma.types("language").taps("English")
    ma.types("my stops").sees("1 stop", "Collect ¥120.00 in cash").taps("📍").taps("✅ Delivered, ¥120.00 in cash")
    ma.sees("on its way until finance has it")


def test_a_driver_collects_what_no_rebate_pays_of_a_parcel(world: World) -> None:
    ma = hire(world)
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "李记便利店")).one()
        account.terms = "货到付款"
        rebates.grant(world.actor(session, "小孙"), account.id, Decimal(9), "三季度")
    order = place(world, {"KL500": 60}, rebate="9")
    approve(world, order)
    parcel = pick(world, order, {"KL500": 20})
    world.warehouse.presses(data_of(Verb.CARRIER, parcel.id, parcel.revision, "own")).taps("🚚 小马 送")
    ma.types("我的配送").sees("¥47.00").does_not_see("¥50.00")
