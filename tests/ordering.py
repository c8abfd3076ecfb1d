"""Orders made by the acts themselves, for tests that begin where an order is already there."""

from decimal import Decimal

from sqlmodel import select

from domain import carts, line_change, orders, people, picking, shipments
from domain.carts import Wanted
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.shipments import Shipment
from tests.world import World

COLA = ("KL330", 48)


def place(world: World, name: str = "老李", *lines: tuple[str, int], serving: str = "", again: bool = False) -> Order:
    """Somebody submits an order; 48 cans of cola where nothing else is said. ``serving``: for this account."""
    with world.database.transaction() as session:
        by = world.by(session, name)
        if serving:
            people.serve(by, session.exec(select(Account.id).where(Account.name == serving)).one())
        skus = {sku.code: sku.id for sku in session.exec(select(Sku))}
        cart = carts.add(
            by, [Wanted(sku_id=skus[code], quantity=Decimal(quantity)) for code, quantity in lines or (COLA,)]
        )
        placed = orders.submit(
            by, cart_id=cart.cart.id, revision=cart.cart.revision, total_seen=cart.total, again=again
        )
        return placed.order


def approve(world: World, order: Order, name: str = "小王") -> None:
    """Somebody approves it."""
    with world.database.transaction() as session:
        orders.approve(world.by(session, name), order.id, order.revision)


def change(world: World, order: Order, code: str, quantity: int, name: str = "老李") -> None:
    """Somebody wants more or less of a line while the order waits."""
    with world.database.transaction() as session:
        by = world.by(session, name)
        line = session.exec(select(OrderLine).join(Sku).where(OrderLine.order_id == order.id, Sku.code == code)).one()
        seen = line_change.to_change(by, order.id, session.get_one(Order, order.id).revision)
        line_change.change_line(by, seen, line.id, Decimal(quantity))


def ship(world: World, order: Order, carrier: str = "顺丰", number: str = "SF100", **parts: int) -> Shipment:
    """老周 ships all that is left of it, or only the named parts: quantity by SKU code."""
    with world.database.transaction() as session:
        by = world.by(session, "老周")
        packing = picking.pick(by, order.id)
        for row in packing.rows if parts else ():
            quantity = Decimal(parts.get(row.goods.sku.code, 0))
            if quantity != row.line.quantity:
                packing = picking.set_line(by, packing.id, packing.revision, row.line.id, quantity)
        return shipments.ship(by, packing.id, packing.revision, carrier, number).shipment


def receive(world: World, shipment: Shipment, name: str = "老李") -> None:
    """Somebody says that a parcel is there."""
    with world.database.transaction() as session:
        shipments.receive(world.by(session, name), shipment.id)


def now(world: World, order: Order) -> Order:
    """The order as it is in the database."""
    with world.session() as session:
        return session.get_one(Order, order.id)
