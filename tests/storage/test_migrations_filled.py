"""Migrations on databases that are full: what earlier revisions stored is still there, and the house works on it."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from domain.checks import check_all
from domain.orders import paid_orders, status_changes
from domain.rules.approvals import ApprovalKind
from domain.rules.order_life import OrderStatus
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Channel
from storage.engine import Database
from storage.schema_version import migrate
from tests.grounds import Kind
from tests.lengths import LONG
from tests.storage.busy_day import FOLDER, as_stored, live_through, open_shop
from tests.storage.conftest import NewDatabase
from tests.storage.rows import Row, Rows, read_rows
from tests.world import World, world_on

_KEPT = sorted(FOLDER.glob("*.jsonl"))
#: The oldest passes every migration; between it and the newest, a few are enough for the short form.
_BRIEFLY = [(Kind.SQLITE, file) for file in _KEPT[::8]] + [(Kind.POSTGRESQL, file) for file in (_KEPT[0], _KEPT[-1])]
REVISIONS = [(kind, file) for kind in Kind for file in _KEPT] if LONG else _BRIEFLY
#: Columns that a migration writes anew on purpose, as ``table.column``.
REWRITTEN = frozenset(
    {
        *("hold.quantity", "hold.closed_at", "stocklevel.reserved", "stocklevel.allocated"),
        *("ledgerentry.order_id", "order.cart_id"),
    }
)


@pytest.mark.parametrize(("kind", "earlier"), REVISIONS, ids=lambda given: getattr(given, "stem", str(given)))
def test_a_full_database_of_an_earlier_revision_is_kept_and_goes_on(earlier: Path, new_database: NewDatabase) -> None:
    database = new_database()
    before = as_stored(database, earlier)
    migrate(database)
    assert_every_row_is_kept(before, read_rows(database.engine))
    with database.transaction() as session:
        assert check_all(session) == []
    the_house_goes_on(database)


def test_lines_of_old_orders_cost_what_they_did_at_everybodys_price(new_database: NewDatabase) -> None:
    database = new_database()
    before = as_stored(database, FOLDER / "0014.jsonl")
    migrate(database)
    after = {row["id"]: row for row in read_rows(database.engine)["orderline"]}
    for row in before["orderline"]:
        line = after[row["id"]]
        assert (line["amount"], line["price"]) == (row["amount"], row["price"])
        assert (line["packs"], line["pack_price"], line["discount"]) == (0, None, 0)
        assert (line["price_source"], line["price_list_id"], line["manual_price"]) == ("base", None, None)


def test_what_was_held_and_not_there_is_what_the_newest_orders_wait_for(new_database: NewDatabase) -> None:
    database = new_database()
    as_stored(database, FOLDER / "0014.jsonl")
    migrate(database)
    world = world_on(database, Channel.TELEGRAM)
    with database.transaction() as session:
        query = select(Sku, OrderLine, Order).join(OrderLine, col(OrderLine.sku_id) == Sku.id).join(Order)
        found = session.exec(query.where(OrderLine.back_ordered > 0)).all()
        waits = {(sku.code, int(line.quantity), int(line.back_ordered), order.status) for sku, line, order in found}
    assert waits == {
        ("JY1900", 60, 16, OrderStatus.APPROVED),
        ("ZJ10", 8, 8, OrderStatus.SUBMITTED),
        ("ZJ10", 16, 16, OrderStatus.APPROVED),
    }
    assert world.stock("ZJ10").reserved == world.stock("ZJ10").allocated == 0
    soy = world.stock("JY1900")
    assert [int(amount) for amount in (soy.on_hand, soy.reserved, soy.allocated)] == [50, 6, 44]


def test_what_a_consumer_ordered_before_waits_for_the_shop_as_well_as_for_the_money(
    new_database: NewDatabase,
) -> None:
    """Orders that asked the salesperson go on doing so; returns, invoices and orders of the time before are there."""
    database = new_database()
    before = as_stored(database, FOLDER / "0051.jsonl")
    assert {"returnrequest", "invoicerequest", "pastorder", "pastorderline"} <= {*before}
    migrate(database)
    world = world_on(database, Channel.TELEGRAM)
    with database.transaction() as session:
        order = session.exec(select(Order).join(Account).where(col(Account.retail).is_(True))).one()
        assert order.asked == {ApprovalKind.SALES, ApprovalKind.PAYMENT}
        paid_orders.record(world.actor(session, "小孙"), order.account_id, order.total)
        assert session.get_one(Order, order.id).status is OrderStatus.SUBMITTED
        status_changes.approve(world.actor(session, "小王"), order.id, order.revision)
        assert session.get_one(Order, order.id).status is OrderStatus.APPROVED
        assert check_all(session) == []


def assert_every_row_is_kept(before: Rows, after: Rows) -> None:
    assert {name: len(after[name]) for name in before} == {name: len(rows) for name, rows in before.items()}
    for name, rows in before.items():
        columns = {column for column in {*rows[0]} & {*after[name][0]} if f"{name}.{column}" not in REWRITTEN}
        assert _only(columns, after[name]) == _only(columns, rows), name


def the_house_goes_on(database: Database) -> None:
    world = world_on(database, Channel.TELEGRAM)
    world.clock.pass_(hours=50)
    world.deliver()
    world.salesperson.hears("Harbour Mart")
    world.dealer.types("购物车").sees("下午送", "火犇能量饮料").types("我的货到哪了").sees("部分发货")
    world.salesperson.types("菜单").sees("小王")
    world.warehouse.types("菜单").sees("老周")


def test_a_busy_day_leaves_no_table_empty(tmp_path: Path) -> None:
    """Else a migration might spoil a table without any of these tests seeing it."""
    world: World = open_shop(tmp_path)
    live_through(world)
    rows = read_rows(world.database.engine)
    world.database.close()
    assert [name for name, those in rows.items() if not those] == []


def _only(columns: set[str], rows: list[Row]) -> list[str]:
    return sorted(repr([row[column] for column in sorted(columns)]) for row in rows)
