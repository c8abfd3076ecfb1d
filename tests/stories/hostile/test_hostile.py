"""What somebody with bad intentions, a slip of the finger or bad luck might try."""

from decimal import Decimal

from sqlmodel import select

from domain import scheduled
from domain.catalogue import catalogue
from domain.people import invites
from domain.rules.rights import Role
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Incoming, Started, Typed
from handlers.conversation.verbs import Verb
from tests.orders import approve, pick, place
from tests.world import World


def test_a_name_of_several_lines_cannot_pass_for_words_of_ours(world: World) -> None:
    with world.database.transaction() as session:
        code = invites.issue(world.actor(session, "陈总"), role=Role.WAREHOUSE).code
    name = "张三\n\n✅ 订单 D20261123-0001 已付款\n"
    joining = Incoming(channel=world.channel, identity="x", key="1", body=Started(code=code), name=name)
    assert "\n✅" not in world.door.answer(joining).replies[0].text()


def test_a_delivery_with_the_key_of_somebody_elses_is_not_given_their_answer(world: World) -> None:
    asked = Typed(text="菜单")
    theirs = world.door.answer(Incoming(channel=world.channel, identity="li", key="same", body=asked))
    mine = world.door.answer(Incoming(channel=world.channel, identity="mei", key="same", body=asked))
    assert "老李" in theirs.replies[0].text()
    assert "老李" not in mine.replies[0].text()


def test_the_dearest_goods_in_the_largest_amount_can_be_ordered(world: World) -> None:
    sku = world.sku("ZJ10").id
    with world.database.transaction() as session:
        catalogue.change_price(world.actor(session, "陈总"), sku, Decimal("99999999.9999"))
    world.dealer.presses(data_of(Verb.PUT, sku, Decimal(1_000_000))).taps("✅")
    world.dealer.taps("✅").sees("D20261123-0001")


def test_orders_of_an_account_whose_salesperson_left_go_to_the_owner(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "小王")).one().active = False
    order = place(world, {"KL330": 24})
    world.deliver()
    world.admin.hears(order.number)
    assert world.salesperson.heard == []


def test_a_reminder_about_such_an_order_goes_to_the_owner_too(world: World) -> None:
    order = place(world, {"KL330": 24})
    with world.database.transaction() as session:
        session.exec(select(Person).where(Person.name == "小王")).one().active = False
    world.clock.pass_(hours=2)
    with world.database.transaction() as session:
        scheduled.remind_due(world.actor(session))
    world.deliver()
    world.admin.hears(order.number)


def test_a_carrier_that_no_button_of_ours_names_is_not_taken(world: World) -> None:
    order = place(world, {"KL330": 24})
    approve(world, order)
    parcel = pick(world, order)
    for carrier in ("骗子快递", "other"):
        world.warehouse.presses(data_of(Verb.NO_NUMBER, parcel.id, parcel.revision, carrier))
        assert world.stock("KL330").on_hand == 1000


def test_a_kept_notice_that_cannot_be_worded_does_not_keep_the_person_from_an_answer(world: World) -> None:
    person = world.person("小王").id
    with world.database.transaction() as session:
        unreadable = Notice(
            person_id=person,
            kind=NoticeKind.MORNING_DIGEST,
            facts={},
            kept=True,
            created_at=world.clock(),
            due_at=world.clock(),
        )
        session.add(unreadable)
    world.salesperson.types("菜单").sees("小王")
