"""A consumer asks to be forgotten: the orders and the money stay, name, number and address do not."""

import csv
import io
import zipfile

from sqlmodel import col, select

from domain.checks import check_all
from domain.tables.orders import Order
from domain.tables.people import Account, Person
from domain.tables.wishes import Wish
from storage.privacy import data_export
from storage.privacy.erasure import erase
from tests.kept import places_of
from tests.orders import place, share
from tests.retail import come_in, open_door
from tests.world import World

NAME, PHONE, STREET = "欧阳不二", "13877774711", "翠竹弄9号3单元"


def lives(world: World) -> None:
    """They come in, order to their home, and everybody looks at them."""
    open_door(world)
    guest = come_in(world, "ou", NAME, PHONE)
    guest.types("可乐500 2箱").taps("🛒").taps("✅").taps("✏️ 改地址").types(STREET)
    guest.taps("✅ 提交").sees("D20261123")
    world.deliver()
    world.admin.types("零售").taps("🔍").sees(NAME, PHONE).taps(NAME).sees(PHONE)
    world.salesperson.types("订单").sees(NAME)


def forget(world: World, name: str = NAME) -> None:
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        erase(world.actor(session), person.id)


def test_nothing_anywhere_names_them_or_where_they_live(world: World) -> None:
    lives(world)
    before = places_of(world, NAME, PHONE, STREET)
    assert {"person.phone", "account.name", "address.text", "order.address", "delivery.answer"} <= before
    forget(world)
    assert places_of(world, NAME, PHONE, STREET) == set()
    with world.session() as session:
        assert check_all(session) == []
        order, account = session.exec(select(Order, Account).join(Account)).one()
        assert order.total > 0
        assert account.name == "— #0001"


def test_a_namesake_keeps_theirs(world: World) -> None:
    lives(world)
    come_in(world, "twin", NAME, "13900001111")
    forget_first(world)
    assert "欧阳不二 #0002" in names(world)
    assert "— #0001" in names(world)
    assert places_of(world, PHONE, "欧阳不二 #0001", STREET) == set()


def forget_first(world: World) -> None:
    with world.database.transaction() as session:
        person = session.exec(select(Person).where(Person.phone == PHONE)).one()
        erase(world.actor(session), person.id)


def names(world: World) -> list[str]:
    with world.session() as session:
        return list(session.exec(select(Account.name).where(col(Account.retail).is_(True))))


def test_they_may_come_in_anew_as_somebody_else(world: World) -> None:
    lives(world)
    forget(world)
    world.phone("ou").types("菜单").sees("人人可以买").does_not_see("可乐")
    come_in(world, "ou", NAME, PHONE).types("订单").does_not_see("D20261123")


def test_they_see_what_is_kept_of_them(world: World) -> None:
    lives(world)
    sheets = sheets_of(world, NAME)
    assert sheets["person"][0]["phone"] == PHONE
    assert sheets["addresses"][0]["text"] == STREET


def test_a_customers_wishes_are_told_and_forgotten(world: World) -> None:
    customer = world.customer.starts(share(world, place(world, {"QS550": 24})))
    customer.types("可乐500 2箱").taps("✅ 发给")
    assert [row["words"] for row in sheets_of(world, "阿美")["wishes"]] == ["可乐500 2箱"]
    forget(world, "阿美")
    with world.session() as session:
        assert session.exec(select(Wish)).all() == []
        assert check_all(session) == []
    world.deliver()
    assert not any("想要" in reply.title for reply in world.dealer.heard)


def sheets_of(world: World, name: str) -> dict[str, list[dict[str, str]]]:
    with world.session() as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        packed = zipfile.ZipFile(io.BytesIO(data_export.archive(session, person.id)))
        return {
            each.removesuffix(".csv"): list(csv.DictReader(io.StringIO(packed.read(each).decode("utf-8-sig"))))
            for each in packed.namelist()
        }
