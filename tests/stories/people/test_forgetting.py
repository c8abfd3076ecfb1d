"""A person asks to see what is kept about them, and to be forgotten: the orders stay, the person does not."""

import csv
import io
import json
import zipfile
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlmodel import col, select

from domain.checks import check_all
from domain.orders import rating, status_changes
from domain.people import invites
from domain.refusals import NotAllowed, NotFound
from domain.rules.rights import Role
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Address, Channel, Identity, InviteTry, Person
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from storage import rate_bookings, wechat_quota
from storage.privacy import data_export
from storage.privacy.erasure import Erased, erase
from storage.privacy.personal_columns import COLUMNS, texts
from storage.wechat_quota import Contact
from tests.kept import everything_stored, places_of
from tests.orders import approve, place, receive, ship
from tests.world import World

NAME, CHAT = "欧阳不二", "wx-ouyang-4711"


def comes_in(world: World, name: str = NAME, chat: str = CHAT) -> Person:
    """Somebody new buys for 李记便利店, after a wrong code."""
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "李记便利店")).one()
        code = invites.issue(world.actor(session), role=Role.BUYER, account=account, name=name).code
    world.phone(chat).types("BCDFGHJK2222").types(code).sees("欢迎您", name)
    return world.person(name)


def lives(world: World) -> Order:
    """Orders at every stage, news to everybody, words with the name in them, and things left undone."""
    comes_in(world)
    phone = world.phone(CHAT)
    phone.presses(data_of(Verb.PUT, world.sku("KL330").id, 24)).presses(data_of(Verb.NOTE)).types(
        f"送货前给{NAME}打电话"
    )
    phone.presses(data_of(Verb.NEW_ADDRESS)).types(f"后门 {NAME}")
    order = place(world, {"KL330": 48}, NAME, said=f"{NAME}要的")
    world.deliver()
    world.salesperson.types("订单")
    approve(world, order)
    parcel = ship(world, order)
    world.deliver()
    receive(world, parcel, NAME)
    with world.database.transaction() as session:
        rating.rate(world.actor(session, NAME), order.id, 2)
        rating.explain_rating(world.actor(session, NAME), order.id, f"{NAME}不满意")
    called_off = place(world, {"KL330": 72}, NAME)
    with world.database.transaction() as session:
        status_changes.cancel(world.actor(session, NAME), called_off.id, f"{NAME}改主意了")
    place(world, {"KL330": 96}, NAME)
    world.deliver()
    for who in (world.admin, world.salesperson, world.warehouse, world.dealer):
        who.types("订单").presses(data_of(Verb.ORDER, order.id)).presses(data_of(Verb.TRACK, order.id))
    world.admin.presses("people:buyer").sees(NAME)
    phone.presses(data_of(Verb.PUT, world.sku("KL500").id, 24)).presses(data_of(Verb.CONTACT))
    with world.database.transaction() as session:
        if world.channel is Channel.WECHAT:
            wechat_quota.open_window(session, CHAT, Contact.WROTE, world.clock(), world.clock())
            wechat_quota.claim_ring(session, CHAT, world.clock(), timedelta())
        session.add(rate_bookings.Pace(name=rate_bookings.chat_key(world.channel, CHAT), free_at=world.clock()))
        invites.issue(world.actor(session, NAME), role=Role.CUSTOMER, order_id=order.id)
    return order


def forget(world: World, name: str = NAME) -> Erased:
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        return erase(world.actor(session), person.id)


def test_every_column_of_text_says_what_it_holds() -> None:
    assert {f"{table.name}.{column.name}" for table, column in texts()} == set(COLUMNS)


def test_nothing_anywhere_names_somebody_who_was_forgotten(world: World) -> None:
    lives(world)
    before = places_of(world, NAME, CHAT)
    assert {"order.note", "order.rating_words", "event.reason", "notice.facts", "delivery.answer"} <= before
    erased = forget(world)
    assert places_of(world, NAME, CHAT) == set()
    assert erased.chats == 1
    assert erased.elsewhere > 5


def test_the_file_itself_holds_nothing_either(world: World) -> None:
    lives(world)
    forget(world)
    world.database.vacuum()
    file = Path(str(world.database.url.database))
    kept = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert CHAT.encode() not in kept
    assert NAME.encode() not in kept
    assert json.dumps(NAME)[1:-1].encode() not in kept


def test_the_business_stays_and_the_books_agree(world: World) -> None:
    order = lives(world)
    with world.session() as session:
        before = [
            (each.number, each.total, each.status) for each in session.exec(select(Order).order_by(col(Order.id)))
        ]
    forget(world)
    with world.database.transaction() as session:
        after = [(each.number, each.total, each.status) for each in session.exec(select(Order).order_by(col(Order.id)))]
        assert after == before
        assert check_all(session) == []
    world.deliver()
    world.salesperson.types("订单").presses(data_of(Verb.ORDER, order.id)).sees(order.number, "李记便利店", "—")


def test_it_is_written_down_that_it_was_done(world: World) -> None:
    person = lives(world).buyer_id
    forget(world)
    with world.session() as session:
        done = session.exec(select(Event).where(Event.kind == "person.erased")).one()
        assert (done.person_id, done.subject, done.facts["chats"]) == (None, f"person:{person}", 1)


def test_others_go_on_as_before(world: World) -> None:
    lives(world)
    forget(world)
    world.dealer.types("可乐330 2箱").sees("2箱").taps("🛒").taps("✅").taps("✅").sees("D20261123")
    world.deliver()
    world.salesperson.hears("老李")
    world.phone("li").types("菜单").sees("老李")


def test_whoever_was_forgotten_is_a_stranger_and_their_open_invites_are_shut(world: World) -> None:
    comes_in(world)
    order = place(world, {"KL330": 24}, NAME)
    with world.database.transaction() as session:
        code = invites.share(world.actor(session, NAME), order.id).code
    forget(world)
    world.phone(CHAT).types("菜单").sees("邀请").does_not_see("李记便利店")
    world.phone("guest").types(code).sees("过期")


def test_a_latin_name_is_taken_out_as_a_word_only(world: World) -> None:
    comes_in(world, "Bob", "bob-1")
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "Harbour Mart")).one()
        account.name = "Bobbin Shop"
    order = place(world, {"KL330": 24}, "Ann", said="for bob, not Bobbin")
    forget(world, "Bob")
    world.english_dealer.presses(data_of(Verb.ORDER, order.id)).sees("for —, not Bobbin")


def test_a_name_that_others_bear_stays_in_words_that_may_mean_them(world: World) -> None:
    order = place(world, {"KL330": 24}, said="老李要的")
    with world.database.transaction() as session:
        twin = Person(name="老李", role=Role.WAREHOUSE, created_at=world.clock())
        session.add(twin)
        session.flush()
        session.add(Identity(channel=world.channel, external="twin", person_id=twin.id, seen_at=world.clock()))
        session.add(InviteTry(channel=world.channel, external="twin", at=world.clock()))
    with world.database.transaction() as session:
        erased = erase(world.actor(session), twin.id)
    assert erased.elsewhere == 0
    world.dealer.presses(data_of(Verb.ORDER, order.id)).sees("老李要的")


def test_only_the_house_itself_may_and_only_once(world: World) -> None:
    person = comes_in(world)
    with world.database.transaction() as session:
        with pytest.raises(NotAllowed):
            erase(world.actor(session, "陈总"), person.id)
        erase(world.actor(session), person.id)
        with pytest.raises(NotFound):
            erase(world.actor(session), person.id)
        with pytest.raises(NotFound):
            erase(world.actor(session), 1)


def test_it_is_done_wholly_or_not_at_all(world: World) -> None:
    lives(world)
    before = sorted(everything_stored(world))

    def falls(_: Connection) -> None:
        raise ConnectionResetError

    with suppress(ConnectionResetError), world.database.transaction() as session:
        event.listen(session.connection(), "commit", falls)
        erase(world.actor(session), session.exec(select(Person.id).where(Person.name == NAME)).one())
    assert sorted(everything_stored(world)) == before


def test_a_person_can_take_along_all_that_is_kept_about_them(world: World) -> None:
    order = lives(world)
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(Person.name == NAME)).one()
        sheets = opened(data_export.archive(session, person.id))
    assert sheets["person"][0]["name"] == NAME
    assert sheets["chats"] == [sheets["chats"][0] | {"channel": world.channel.value, "external": CHAT}]
    assert sheets["orders"][0]["number"] == order.number
    assert sheets["orders"][0]["rating_words"] == f"{NAME}不满意"
    assert {row["number"] for row in sheets["order_lines"]} == {row["number"] for row in sheets["orders"]}
    assert "order.submitted" in {row["kind"] for row in sheets["events"]}
    assert sheets["cart"][0]["code"] == "KL500"
    assert NAME in str(sheets["answers"])
    assert len(sheets["invites"]) == 2
    assert "code_hash" not in sheets["invites"][0]


def test_what_is_taken_along_runs_no_formula(world: World) -> None:
    comes_in(world, "=cmd|'/C calc'!A0", "evil")
    place(world, {"KL330": 24}, "=cmd|'/C calc'!A0", said="+1+1")
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(col(Person.name).startswith("=cmd"))).one()
        sheets = opened(data_export.archive(session, person.id))
    assert sheets["person"][0]["name"] == "'=cmd|'/C calc'!A0"
    assert sheets["order_lines"][0]["said"] == "'+1+1"


def opened(archive: bytes) -> dict[str, list[dict[str, str]]]:
    with closing(zipfile.ZipFile(io.BytesIO(archive))) as packed:
        return {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))
            for name in packed.namelist()
        }


def test_who_received_for_their_account_is_forgotten_with_the_number(world: World) -> None:
    comes_in(world)
    phone = world.phone(CHAT)
    phone.types("可乐500 2箱").types("结算").types(f"收货人：{NAME} 13800000000").taps("✅").sees("下单成功")
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(Person.name == NAME)).one()
        sheets = opened(data_export.archive(session, person.id))
        assert (sheets["addresses"][0]["receiver"], sheets["orders"][0]["phone"]) == (NAME, "13800000000")
        erase(world.actor(session), person.id)
    with world.session() as session:
        kept = [*session.exec(select(Order)), *session.exec(select(Address).where(Address.text == "梧桐路18号"))]
        assert [(each.receiver, each.phone) for each in kept] == [("", ""), ("", "")]
    assert places_of(world, "13800000000") == set()
