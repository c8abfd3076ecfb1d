"""Orders of the time before: whole files, each line once, changed where told otherwise, and nothing else moved."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from domain.checks import check_all
from domain.imports import ImportReport
from domain.imports.past_orders import import_past_orders
from domain.refusals import NotAllowed
from domain.tables.catalogue import Sku
from domain.tables.history import PastOrder, PastOrderLine
from domain.tables.lines import LineKind
from domain.tables.people import Account
from tests.orders import place
from tests.past_orders import HEADER, bring
from tests.storage.rows import Rows, read_rows
from tests.world import World

LI = "李记便利店"
TWO = (
    f"XS-1,{LI},2026-11-02,KL500,2,箱,58\n"
    f"XS-1,{LI},2026-11-02,MM5,1.5,kg,6.2\n"
    "XS-2,Harbour Mart,2026/10/5,KL500,6,瓶,2.40\n"
)


def lines(world: World) -> list[tuple[str, str, str, str, str, str]]:
    """What is known of past orders: number, day, SKU, base units, and the price for so many of them."""
    query = select(PastOrder, PastOrderLine, Sku).select_from(PastOrder).join(PastOrderLine).join(Sku)
    with world.session() as session:
        assert check_all(session) == []
        return sorted(
            (order.number, order.ordered_on.isoformat(), sku.code, f"{line.quantity.normalize():f}", *_price(line))
            for order, line, sku in session.exec(query)
        )


def _price(line: PastOrderLine) -> tuple[str, str]:
    return f"{line.price.normalize():f}", f"{line.size.normalize():f}"


def reasons(report: ImportReport) -> list[tuple[int, str]]:
    return [(bad.number, bad.reason.removeprefix("sheets.")) for bad in report.bad]


def others(world: World) -> Rows:
    """All that past orders must leave alone."""
    rows = read_rows(world.database.engine)
    return {name: those for name, those in rows.items() if name not in {"pastorder", "pastorderline", "event"}}


def test_orders_go_in_once_and_nothing_else_moves(world: World, tmp_path: Path) -> None:
    before = others(world)
    assert bring(world, tmp_path, TWO).added == 3
    assert lines(world) == [
        ("XS-1", "2026-11-02", "KL500", "48", "58", "24"),
        ("XS-1", "2026-11-02", "MM5", "1.5", "6.2", "1"),
        ("XS-2", "2026-10-05", "KL500", "6", "2.4", "1"),
    ]
    again = bring(world, tmp_path, TWO)
    assert (again.added, again.changed, again.same) == (0, 0, 3)
    assert others(world) == before


def test_only_what_changed_is_changed(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path, TWO)
    told = TWO.replace("KL500,2,箱,58", "KL500,3,箱,57").replace("XS-2,Harbour Mart,2026/10/5", f"XS-2,{LI},2026-10-06")
    report = bring(world, tmp_path, told)
    assert (report.added, report.changed, report.same) == (0, 2, 1)
    assert [[(cell.column, cell.before, cell.after) for cell in row.cells] for row in report.changes] == [
        [("quantity", "2", "3"), ("price", "58", "57")],
        [("account", "Harbour Mart", LI), ("date", "2026-10-05", "2026-10-06")],
    ]
    assert lines(world)[0] == ("XS-1", "2026-11-02", "KL500", "72", "57", "24")
    with world.session() as session:
        order = session.exec(select(PastOrder).where(PastOrder.number == "XS-2")).one()
        assert session.get_one(Account, order.account_id).name == LI


def test_english_headers_and_a_price_for_another_unit(world: World, tmp_path: Path) -> None:
    header = "Order No,Customer,Order Date,SKU,Qty,Unit,Price,Price Unit\n"
    assert reasons(bring(world, tmp_path, f"A9,{LI},2026-11-02,KL500,2,case,2.40,bottle\n", header)) == []
    assert lines(world) == [("A9", "2026-11-02", "KL500", "48", "2.4", "1")]


def test_a_gift_stands_beside_what_was_paid(world: World, tmp_path: Path) -> None:
    bring(world, tmp_path, f"XS-1,{LI},2026-11-02,KL500,10,箱,58\nXS-1,{LI},2026-11-02,KL500,1,箱,0\n")
    with world.session() as session:
        found = {line.kind: line.quantity for line in session.exec(select(PastOrderLine))}
    assert found == {LineKind.GOODS: Decimal(240), LineKind.GIFT: Decimal(24)}


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f",{LI},2026-11-02,KL330,1,箱,40", "needed"),
        ("XS-9,没有的店,2026-11-02,KL330,1,箱,40", "unknown_account"),
        (f"XS-9,{LI},哪天,KL330,1,箱,40", "bad_date"),
        (f"XS-9,{LI},2026-11-24,KL330,1,箱,40", "future_day"),
        (f"XS-9,{LI},2026-11-02,没有,1,箱,40", "unknown_sku"),
        (f"XS-9,{LI},2026-11-02,KL330,-1,箱,40", "bad_number"),
        (f"XS-9,{LI},2026-11-02,KL330,1.5,罐,40", "bad_number"),
        (f"XS-9,{LI},2026-11-02,KL330,1,桶,40", "unknown_unit"),
        (f"XS-9,{LI},2026-11-02,KL330,1,箱,", "needed"),
        (f"XS-9,{LI},2026-11-02,KL330,1,箱,-4", "bad_price"),
        ("XS-1,Harbour Mart,2026-11-02,KL330,1,箱,40", "order_differs"),
        (f"XS-1,{LI},2026-11-02,KL500,5,箱,50", "repeated"),
        (f"D20261123-0001,{LI},2026-11-02,KL330,1,箱,40", "own_order"),
    ],
)
def test_a_bad_row_is_named_and_keeps_the_whole_file_out(world: World, tmp_path: Path, row: str, reason: str) -> None:
    place(world)
    before = read_rows(world.database.engine)
    report = bring(world, tmp_path, f"{TWO}{row}\n")
    assert reasons(report) == [(5, reason)]
    assert (report.added, report.changed, [each.key for each in report.remarks]) == (0, 0, ["sheets.nothing_in"])
    assert read_rows(world.database.engine) == before


def test_a_row_that_cannot_be_told_apart_and_a_missing_column_keep_it_out_too(world: World, tmp_path: Path) -> None:
    before = read_rows(world.database.engine)
    assert reasons(bring(world, tmp_path, f"{TWO}XS-3,{LI},2026-11-02,KL330,1,箱,40,50,60\n")) == [
        (5, "too_many_cells")
    ]
    assert reasons(bring(world, tmp_path, TWO, HEADER.replace("日期", "哪天"))) == [(1, "no_column")]
    assert read_rows(world.database.engine) == before


@pytest.mark.parametrize("who", ["老李", "小王", "老周"])
def test_only_those_who_keep_the_books_bring_them(world: World, who: str) -> None:
    with world.database.transaction() as session, pytest.raises(NotAllowed):
        import_past_orders(world.actor(session, who), [])
