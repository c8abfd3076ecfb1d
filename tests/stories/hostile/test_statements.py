"""No step of a sale sends more than thirteen statements to the database, and nothing is loaded by surprise.

Those in ``MORE`` do more than a sale needs. PostgreSQL is sent one more: there a person's chats are locked, where
SQLite locks all.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from handlers.conversation.turn import Answer, Incoming
from handlers.conversation.verbs import Verb
from tests.orders import approve, current, pick, place
from tests.past_orders import bring
from tests.phones import Phone
from tests.world import World

MOST, LOCKING = 13, 1
#: Whose words or buttons send more. A salesperson's own quantity on an order: whether it may be a slip is asked of the
#: stock there ever was, and their card tells what they need to know of the account to decide on the order, and what its
#: goods cost the last time. A parcel that leaves is billed: terms and the last closed day are read, what rides
#: along is looked for, an entry is written with its lines.
MORE = {("wang", "3箱"): 2, ("wang", Verb.SET_ORDER_LINE): 1, ("zhou", "SF1234567890"): 5}
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")
TWO_LINES = {"KL330": 48, "XB330": 24}
PEOPLE = ("li", "mo", "wang", "zhou")


@pytest.fixture(autouse=True)
def counted(world: World) -> Iterator[None]:
    """Every phone counts what its messages send."""
    sent: list[str] = []
    lazy: list[str] = []
    most = MOST + (0 if world.database.is_sqlite else LOCKING)

    def statement(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        sent.append(sql) if sql.startswith(COUNTED) else None

    def load(state: ORMExecuteState) -> None:
        lazy.append(str(state.statement)) if state.is_column_load or state.is_relationship_load else None

    def answer(incoming: Incoming) -> Answer:
        sent.clear()
        given = world.door.answer(incoming)
        said = getattr(incoming.body, "text", "") or getattr(incoming.body, "data", "").partition(":")[0]
        allowed = most + MORE.get((incoming.identity, said), 0)
        assert len(sent) <= allowed, f"{incoming.body} sent {len(sent)}:\n" + "\n".join(sent)
        assert not lazy, f"{incoming.body} loaded lazily:\n" + "\n".join(lazy)
        return given

    for who in PEOPLE:
        world.phones[who] = Phone(answer, world.channel, who, world.database)
    with world.session() as session:  # the search is ready: it is made once for all, and by nobody's message
        world.catalogue_index.reader(session).prepare()
    event.listen(world.database.engine, "before_cursor_execute", statement)
    event.listen(Session, "do_orm_execute", load)
    yield
    event.remove(Session, "do_orm_execute", load)
    event.remove(world.database.engine, "before_cursor_execute", statement)


def test_from_the_menu_to_the_receipt(world: World) -> None:
    _orders(world.dealer.starts())
    world.salesperson.starts().taps("📦").taps("1123-").taps("✅").sees("已通过")
    world.warehouse.starts().taps("📦").taps("1123-").taps("📦 开始备货").taps("🚚").taps("顺丰").types("SF1234567890")
    world.warehouse.sees("SF1234567890")
    world.dealer.types("我的货到哪了").taps("✅").sees("⭐")


@pytest.mark.parametrize("whose", ["李记便利店", "Harbour Mart"])
def test_with_orders_of_the_time_before(world: World, tmp_path: Path, whose: str) -> None:
    bring(world, tmp_path, f"XS-1,{whose},2026-11-02,KL330,1,箱,40\nXS-1,{whose},2026-11-02,XB330,1,箱,40\n")
    _orders(world.dealer.starts())
    world.salesperson.starts().taps("📦").taps("1123-").taps("✅").sees("已通过")


def test_an_account_that_nobody_looks_after(world: World) -> None:
    _orders(world.phone("mo").starts())
    world.salesperson.starts().taps("📦").taps("1123-").taps("✅").sees("已通过")


def test_ordering_for_a_dealer(world: World) -> None:
    _orders(world.salesperson.presses("accounts").taps("李记便利店"))


def test_saying_no(world: World) -> None:
    place(world, TWO_LINES)
    world.salesperson.starts().taps("📦").taps("1123-").taps("❌").types("价格要重谈").sees("价格要重谈")


def test_taking_an_order_back(world: World) -> None:
    place(world, TWO_LINES)
    world.dealer.presses("orders").taps("1123-").taps("↩️").sees("🛒")


def test_taking_an_order_back_on_top_of_a_cart(world: World) -> None:
    place(world, TWO_LINES)
    world.dealer.types("矿泉水 1箱").presses("orders")
    world.dealer.taps("1123-").taps("↩️").sees("🛒")


def test_calling_an_order_off(world: World) -> None:
    place(world, TWO_LINES)
    world.dealer.presses("orders").taps("1123-").taps("❌").types("不要了").sees("不要了")


def test_calling_an_order_off_that_is_being_packed(world: World) -> None:
    order = place(world, TWO_LINES)
    approve(world, order)
    pick(world, current(world, order))
    world.salesperson.types("0001").taps("❌").types("客户不要了").sees("客户不要了")


@pytest.mark.parametrize("who", ["li", "wang"])
def test_changing_a_line(world: World, who: str) -> None:
    place(world, TWO_LINES)
    phone = world.phone(who).types("0001").taps("✏️").taps("峰泡可乐")
    phone.types("3箱").sees("改成 3箱")
    phone.taps("✏️").taps("雪璃").taps("➕").taps("✅").sees("改成 2箱")


def test_sending_a_part(world: World) -> None:
    order = place(world, TWO_LINES)
    approve(world, order)
    pick(world, current(world, order), only={"KL330": 24})
    world.warehouse.types("0001").taps("📦").taps("🚚").taps("顺丰").types("SF1234567890").sees("SF1234567890", "雪璃")


@pytest.mark.parametrize("who", ["li", "wang"])
def test_learning_what_words_mean(world: World, who: str) -> None:
    phone = world.phone(who)
    if who == "wang":
        phone.presses("accounts").taps("李记便利店")
    phone.types("生抽").types("可乐 2箱，生抽 1箱").taps("330ml罐").sees("记住了")
    phone.types("可乐 1箱，生抽 1箱").sees("的叫法").taps("✏️").taps("可乐").taps("500ml").sees("换好了", "记住了")
    phone.taps("❌").sees("可乐")
    phone.types("叫法 蓝帽=可乐330").sees("记住了")
    phone.types("蓝帽").taps("💬").types("小红帽").sees("记住了")
    phone.types("我的叫法").taps("❌").taps("⬅️").sees("小红帽")


def _orders(phone: Phone) -> None:
    phone.types("峰泡可乐 330ml罐 1箱, 雪璃 2箱").taps("🛒").taps("✅").taps("✅").sees("D20261123-0001")
