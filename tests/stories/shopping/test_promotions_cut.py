"""Orders with promotions that the supplier cuts: each kept quantity keeps its share, a gift stays with its goods."""

from decimal import Decimal

from sqlmodel import col, select

from domain.checks import check_all
from domain.orders import status_changes
from domain.orders.back_orders import Rest
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.lines import LineKind
from domain.tables.orders import Order, OrderLine
from tests.orders import place
from tests.promotions import promote
from tests.world import World

D = Decimal


def approve(world: World, order: Order) -> list[OrderLine]:
    """The salesperson agrees to what is there; the lines afterwards."""
    with world.database.transaction() as session:
        status_changes.approve(world.actor(session, "小王"), order.id, order.revision, Rest.CANCEL)
    with world.session() as session:
        assert check_all(session) == []
        query = select(OrderLine).where(OrderLine.order_id == order.id).order_by(col(OrderLine.position))
        return list(session.exec(query))


def receive(world: World, code: str, count: int) -> None:
    sku_id = world.sku(code).id
    with world.database.transaction() as session:
        stock.receive(world.actor(session, "老周"), home(session), sku_id, D(count))


def test_what_is_kept_keeps_its_share_and_thresholds_are_not_asked_again(world: World) -> None:
    receive(world, "ZJ10", 10)
    promote(world, kind="满减", reach="300", off="30")
    order = place(world, {"ZJ10": 20, "KL330": 24})
    paper, cola = approve(world, order)
    assert (paper.quantity - paper.refused, paper.amount, paper.discount) == (D(10), D(159), D("13.18"))
    assert cola.discount == D("3.64")


def test_a_gift_stays_as_long_as_any_of_its_goods_is_kept(world: World) -> None:
    receive(world, "ZJ10", 10)
    promote(world, kind="买赠", sku="ZJ10", reach="20", gift_sku="QS550", gift_quantity="24")
    goods, gift = approve(world, place(world, {"ZJ10": 20}))
    assert (goods.refused, gift.kind, gift.refused) == (D(10), LineKind.GIFT, D(0))


def test_a_gift_goes_with_the_last_of_its_goods(world: World) -> None:
    promote(world, kind="买赠", sku="ZJ10", reach="20", gift_sku="QS550", gift_quantity="24")
    goods, other, gift = approve(world, place(world, {"ZJ10": 20, "KL330": 24}))
    assert (goods.refused, other.refused, gift.refused) == (D(20), D(0), D(24))
    assert world.stock("QS550").allocated == 0
