"""Stock counted or imported below what is promised: the salespeople concerned hear it, and their cards say so."""

from decimal import Decimal

from domain.imports import IMPORTS
from domain.sheets.rows import SheetRow
from domain.stock import stock
from domain.tables.notices import NoticeKind
from tests.orders import approve, place
from tests.world import World


def counted(world: World, code: str, found: int) -> None:
    """老周 counts a shelf."""
    level = world.stock(code)
    with world.database.transaction() as session:
        stock.count(world.actor(session, "老周"), level.warehouse_id, level.sku_id, Decimal(found))


def test_who_decides_hears_which_order_a_count_no_longer_reaches(world: World) -> None:
    first = place(world, {"HN250": 24})
    world.clock.pass_(minutes=1)
    second = place(world, {"HN250": 24}, "Ann")
    world.deliver()
    counted(world, "HN250", 30)
    world.deliver()
    world.salesperson.hears("⚠️ 库存不够了", second.number, "Harbour Mart", "⏳欠")
    assert not [each for each in world.salesperson.heard if "不够了" in each.text() and first.number in each.text()]
    assert not world.other_salesperson.heard


def test_an_approved_order_is_told_of_too(world: World) -> None:
    order = place(world, {"HN250": 24})
    approve(world, order)
    counted(world, "HN250", 10)
    world.deliver()
    world.salesperson.hears("⚠️ 库存不够了", order.number)


def test_a_count_that_still_reaches_all_is_nobodys_news(world: World) -> None:
    place(world, {"HN250": 24})
    counted(world, "HN250", 24)
    assert world.notices(NoticeKind.ORDER_SHORT) == 0


def test_an_import_says_how_many_orders_fall_short_and_tells_whoever_decides(world: World) -> None:
    order = place(world, {"HN250": 24})
    with world.database.transaction() as session:
        report = IMPORTS["stock"](
            world.actor(session), [SheetRow(number=2, cells={"sku": "HN250", "stock": "5"})], None
        )
    assert report.short == 1
    world.deliver()
    world.salesperson.hears("⚠️ 库存不够了", order.number)
