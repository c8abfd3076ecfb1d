"""A wrong carrier or tracking number is put right after the parcel left, and whoever heard of it hears again."""

import pytest
from sqlmodel import col, select

from domain.checks import check_all
from domain.rules.rights import Role
from domain.tables.orders import Event, Order
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from tests.orders import approve, parcels_of, pick, place, receive, ship
from tests.together import newcomer
from tests.world import World

NUMBER, RIGHT = "SF1000000001", "SF1000000009"


def test_a_number_is_put_right_and_everybody_who_heard_of_the_parcel_is_told(world: World) -> None:
    order = _sent(world)
    world.deliver()
    world.warehouse.taps("✏️ 改单号").sees("顺丰 SF1000000001", "新的单号").types(RIGHT)
    world.warehouse.sees("单号改好了", "顺丰 SF1000000001 → 顺丰 SF1000000009", "客户和业务员", "✏️ 改单号")
    world.deliver()
    for phone in (world.dealer, world.salesperson):
        assert phone.heard[-1].title.startswith("✏️ 单号改了：顺丰 SF1000000001 → 顺丰 SF1000000009")
    world.dealer.types("我的货到哪了").sees("顺丰 SF1000000009", "老周 改了单号（第1包）").does_not_see(NUMBER)
    assert _waybills(world, order) == [("sf", RIGHT)]


def test_what_was_before_and_after_is_written_down_and_the_books_agree(world: World) -> None:
    order = _sent(world)
    world.warehouse.taps("✏️ 改单号").types(RIGHT)
    with world.session() as session:
        changed = session.exec(select(Event).where(Event.kind == "shipment.renumbered")).one()
        assert (changed.order_id, changed.facts) == (order.id, {"before": ["sf", NUMBER], "after": ["sf", RIGHT]})
        assert check_all(session) == []


@pytest.mark.parametrize(
    ("words", "waybill"),
    [
        ("中通 ZT9000000009", ("zto", "ZT9000000009")),
        ("ZT9000000009", ("zto", "ZT9000000009")),
        ("773012345678901", ("sf", "773012345678901")),
        ("SF1000000002、SF1000000003", ("sf", "SF1000000002 / SF1000000003")),
        ("中通", ("zto", NUMBER)),
        ("没有单号", ("sf", "")),
        ("自送 13800138000", ("own", "13800138000")),
    ],
)
def test_the_number_is_given_with_or_without_its_carrier(world: World, words: str, waybill: tuple[str, str]) -> None:
    order = _sent(world)
    world.warehouse.taps("✏️ 改单号").types(words).sees("单号改好了")
    assert _waybills(world, order) == [waybill]


def test_a_carrier_we_do_not_know_is_asked_about_first(world: World) -> None:
    order = _sent(world)
    world.warehouse.taps("✏️ 改单号").types("灯笼快运 LY12345678").sees("改成“灯笼快运 LY12345678”")
    assert _waybills(world, order) == [("sf", NUMBER)]
    world.warehouse.taps("✅ 就改成这个").sees("灯笼快运 LY12345678")
    assert _waybills(world, order) == [("灯笼快运", "LY12345678")]


@pytest.mark.parametrize("words", ["等一下", "你好", "在吗？"])
def test_words_in_passing_change_nothing(world: World, words: str) -> None:
    order = _sent(world)
    world.warehouse.taps("✏️ 改单号").types(words).sees("⏳ 还等着您填新的单号")
    assert _waybills(world, order) == [("sf", NUMBER)]
    world.warehouse.types(RIGHT).sees("单号改好了")


@pytest.mark.parametrize("words", ["可乐 5箱", "0001", "已经寄了"])
def test_words_that_are_no_number_change_nothing_and_the_question_waits(world: World, words: str) -> None:
    order = _sent(world)
    world.warehouse.taps("✏️ 改单号").types(words).sees("⏳ 还等着您填新的单号")
    assert _waybills(world, order) == [("sf", NUMBER)]
    world.warehouse.types(RIGHT).sees("改成“SF1000000009”").taps("✅ 就改成这个")
    assert _waybills(world, order) == [("sf", RIGHT)]


def test_it_can_be_put_right_once_more_from_the_orders_card(world: World) -> None:
    order = _sent(world)
    world.warehouse.taps("✏️ 改单号").types("SF1000000008").taps("✏️ 改单号").types(RIGHT)
    world.warehouse.types("0001").taps("✏️ 改单号").types("SF1000000010").sees("SF1000000010")
    assert _waybills(world, order) == [("sf", "SF1000000010")]


def test_each_parcel_has_its_own_button_and_an_admin_may_too(world: World) -> None:
    order = place(world, {"KL330": 72})
    approve(world, order)
    ship(world, order, {"KL330": 48}, number=NUMBER)
    ship(world, order, number="SF1000000002")
    world.admin.types("0001").taps("✏️ 改第2包单号").sees("第2包").types(RIGHT).sees("第2包")
    assert [each.tracking_number for each in parcels_of(world, order)] == [NUMBER, RIGHT]


def test_of_two_who_correct_the_same_number_the_second_sees_what_the_first_did(world: World) -> None:
    order = _sent(world)
    world.admin.types("0001").taps("✏️ 改单号")
    world.warehouse.taps("✏️ 改单号").types(RIGHT)
    world.admin.types("SF1000000777").sees("老周", "改了单号", RIGHT)
    assert _waybills(world, order) == [("sf", RIGHT)]


def test_once_it_was_received_the_number_stays(world: World) -> None:
    order = _sent(world)
    message, button = world.warehouse.find("✏️ 改单号")
    world.warehouse.taps_button(button, message)
    receive(world, parcels_of(world, order)[0])
    world.warehouse.types(RIGHT).sees("老李", "签收完毕").does_not_see("✏️ 改单号")
    world.warehouse.taps_button(button, message).sees("老李", "签收完毕")
    assert _waybills(world, order) == [("sf", NUMBER)]


def test_a_parcel_that_has_not_left_has_no_number_to_correct(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    parcel = pick(world, order)
    world.warehouse.presses(data_of(Verb.CORRECT_TRACKING, parcel.id, parcel.revision)).sees("备货中").does_not_see(
        "新的单号"
    )


@pytest.mark.parametrize("role", [Role.BUYER, Role.SALESPERSON, Role.FINANCE, Role.CUSTOMER])
def test_nobody_else_corrects_a_number(world: World, role: Role) -> None:
    order = _sent(world)
    (parcel,) = parcels_of(world, order)
    phone = {Role.BUYER: world.dealer, Role.SALESPERSON: world.salesperson}.get(role) or newcomer(world, "新人", role)
    phone.types("0001").does_not_see("✏️ 改单号")
    phone.presses(data_of(Verb.CORRECT_TRACKING, parcel.id, parcel.revision)).does_not_see("新的单号").types(RIGHT)
    assert _waybills(world, order) == [("sf", NUMBER)]


def test_news_of_a_number_that_no_longer_matters_is_not_sent(world: World) -> None:
    order = _sent(world)
    world.warehouse.taps("✏️ 改单号").types(RIGHT)
    receive(world, parcels_of(world, order)[0])
    world.deliver()
    assert not [reply for reply in world.salesperson.heard if "单号改了" in reply.title]


def test_in_english(world: World) -> None:
    order = place(world, {"KL330": 48}, who="Ann")
    approve(world, order)
    ship(world, order, number=NUMBER)
    world.warehouse.types("language").taps("English").types("0001").taps("✏️ Correct the number").types(
        "zto ZT9000000009"
    )
    world.warehouse.sees("→ ZTO ZT9000000009")
    world.deliver()
    world.english_dealer.hears("✏️ New tracking number", "ZTO ZT9000000009")
    (order_event,) = [each for each in _events(world, order) if each.kind == "shipment.renumbered"]
    assert order_event.facts["after"] == ["zto", "ZT9000000009"]


def _sent(world: World) -> Order:
    """An order that the warehouse just sent under a wrong number."""
    order = place(world, {"KL330": 48})
    approve(world, order)
    pick(world, order)
    world.warehouse.types("0001").taps("📦 接着备货").taps("🚚 发货").taps("顺丰").types(NUMBER).sees("已发货")
    return order


def _waybills(world: World, order: Order) -> list[tuple[str, str]]:
    return [(each.carrier, each.tracking_number) for each in parcels_of(world, order)]


def _events(world: World, order: Order) -> list[Event]:
    with world.session() as session:
        return list(session.exec(select(Event).where(Event.order_id == order.id).order_by(col(Event.id))))


def test_of_several_numbers_each_is_put_right_by_itself(world: World) -> None:
    order = place(world, {"KL330": 48})
    approve(world, order)
    ship(world, order, carrier="sf", number=f"{NUMBER} / SF1000000002")
    world.deliver()
    world.warehouse.types("0001").taps("✏️ 改单号").sees("改哪一个", NUMBER, "SF1000000002")
    world.warehouse.taps("✏️ SF1000000002").sees("SF1000000002 改成什么").types(RIGHT).sees("单号改好了")
    assert _waybills(world, order) == [("sf", f"{NUMBER} / {RIGHT}")]
    world.deliver()
    world.dealer.hears("单号改了", f"{NUMBER} / {RIGHT}")
    world.warehouse.types("0001").taps("✏️ 改单号").taps(f"✏️ {NUMBER}").types("没有单号")
    assert _waybills(world, order) == [("sf", RIGHT)]


def test_a_wrong_check_digit_is_asked_about_before_it_is_kept(world: World) -> None:
    order = _sent(world)
    world.warehouse.taps("✏️ 改单号").types("RA123456786CN").sees("改成“RA123456786CN”")
    assert _waybills(world, order) == [("sf", NUMBER)]
    world.warehouse.types("0001").taps("✏️ 改单号").types("RA123456785CN").sees("邮政 RA123456785CN")
