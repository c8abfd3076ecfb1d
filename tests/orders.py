"""Orders made by calling the acts, for tests that begin with one; each call is one message's transaction."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import col, select

from domain.carts import carts, promotions
from domain.fulfilment import picking, shipments
from domain.orders import line_change, placing, status_changes
from domain.orders.back_orders import Rest
from domain.people import invites, on_behalf
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.shipments import Shipment
from tests.world import World

COLA = {"KL330": 48}


def place(
    world: World,
    lines: Mapping[str, int] = COLA,
    who: str = "老李",
    *,
    said: str = "",
    serving: str = "",
    rebate: str = "0",
) -> Order:
    """A new order of some SKUs, in base units; also the same again. ``serving``: somebody of ours for this account.

    ``rebate``: so much of it a rebate pays.
    """
    with world.database.transaction() as session:
        actor = world.actor(session, who)
        if serving:
            on_behalf.order_for(actor, session.exec(select(Account.id).where(Account.name == serving)).one())
        ids = {sku.code: sku.id for sku in session.exec(select(Sku))}
        cart = carts.add(
            actor,
            [carts.CartWish(sku_id=ids[code], quantity=Decimal(amount), said=said) for code, amount in lines.items()],
        )
        given = promotions.of_cart(actor, cart)
        return placing.submit(
            actor,
            cart_id=cart.cart.id,
            revision=cart.cart.revision,
            total_seen=cart.total - given.discount,
            again=True,
            gifts_seen=given.seal,
            rebate_seen=Decimal(rebate),
        ).order


def approve(world: World, order: Order, who: str = "小王") -> None:
    """Somebody approves it as it is now; what is not there follows."""
    with world.database.transaction() as session:
        revision = session.get_one(Order, order.id).revision
        status_changes.approve(world.actor(session, who), order.id, revision, Rest.BACK_ORDER)


def reject(world: World, order: Order, who: str = "小王", reason: str = "不做") -> None:
    """Somebody says no to it as it is now."""
    with world.database.transaction() as session:
        status_changes.reject(world.actor(session, who), order.id, session.get_one(Order, order.id).revision, reason)


def withdraw(world: World, order: Order, who: str = "老李") -> None:
    """The dealer takes it back into the cart."""
    with world.database.transaction() as session:
        status_changes.withdraw(world.actor(session, who), order.id, session.get_one(Order, order.id).revision)


def change(world: World, order: Order, code: str, quantity: int, who: str = "老李") -> None:
    """Somebody wants more or less of a line while the order waits."""
    with world.database.transaction() as session:
        actor = world.actor(session, who)
        line = session.exec(select(OrderLine).join(Sku).where(OrderLine.order_id == order.id, Sku.code == code)).one()
        seen = line_change.to_change(actor, order.id, session.get_one(Order, order.id).revision)
        line_change.change_line(actor, seen, line.id, Decimal(quantity))


def share(world: World, order: Order, who: str = "老李") -> str:
    """A code with which a dealer shares their order."""
    with world.database.transaction() as session:
        return invites.share(world.actor(session, who), order.id).code


def pick(world: World, order: Order, only: Mapping[str, int] | None = None) -> Shipment:
    """The warehouse gathers all that is left of it, or only so much."""
    with world.database.transaction() as session:
        actor = world.actor(session, "老周")
        parcel = picking.pick(actor, order.id)
        for row in parcel.rows if only is not None else ():
            much = Decimal((only or {}).get(row.goods.sku.code, 0))
            parcel = picking.set_line(actor, parcel.id, parcel.revision, row.line.id, much)
        return parcel.shipment


def ship(
    world: World, order: Order, only: Mapping[str, int] | None = None, *, carrier: str = "顺丰", number: str = "SF1001"
) -> Shipment:
    """A parcel leaves with all that is left, or only so much."""
    parcel = pick(world, order, only)
    with world.database.transaction() as session:
        return shipments.ship(world.actor(session, "老周"), parcel.id, parcel.revision, carrier, number).shipment


def receive(world: World, parcel: Shipment, who: str = "老李") -> None:
    """Somebody says that a parcel is there."""
    with world.database.transaction() as session:
        shipments.confirm_receipt(world.actor(session, who), parcel.id)


def current(world: World, order: Order) -> Order:
    """The order as it is in the database."""
    with world.session() as session:
        return session.get_one(Order, order.id)


def comes(world: World, code: str, amount: int) -> None:
    """陈总 takes goods in."""
    sku = world.sku(code).id
    with world.database.transaction() as session:
        stock.receive(world.actor(session, "陈总"), home(session), sku, Decimal(amount))
    world.deliver()


def parcels_of(world: World, order: Order) -> list[Shipment]:
    """All parcels of an order, the given-up ones too, first to last."""
    with world.session() as session:
        query = select(Shipment).where(Shipment.order_id == order.id).order_by(col(Shipment.position))
        return list(session.exec(query))
