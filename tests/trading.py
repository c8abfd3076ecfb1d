"""Orders made by calling the acts, for stories that begin with one; each call is one message's transaction."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import Session, select

from domain import carts, orders, picking, shipments
from domain.tables.catalogue import Sku
from domain.tables.orders import Order
from domain.tables.people import Account, Identity
from domain.tables.shipments import Shipment
from handlers.visit import Visit
from locales import words_for
from tests.world import World


def placed(world: World, lines: Mapping[str, int], who: str = "老李", said: str = "") -> Order:
    """A new order of some SKUs, in base units."""
    with world.database.transaction() as session:
        by = world.by(session, who)
        ids = {sku.code: sku.id for sku in session.exec(select(Sku))}
        cart = carts.add(
            by,
            [carts.Wanted(sku_id=ids[code], quantity=Decimal(amount), said=said) for code, amount in lines.items()],
        )
        return orders.submit(
            by, cart_id=cart.cart.id, revision=cart.cart.revision, total_seen=cart.total, again=True
        ).order


def approved(world: World, order: Order, who: str = "小王") -> None:
    """The salesperson says yes."""
    with world.database.transaction() as session:
        by = world.by(session, who)
        orders.approve(by, order.id, session.get_one(Order, order.id).revision)


def picked(world: World, order: Order, only: Mapping[str, int] | None = None) -> Shipment:
    """The warehouse gathers all of it, or only so much."""
    with world.database.transaction() as session:
        by = world.by(session, "老周")
        parcel = picking.pick(by, order.id)
        for row in parcel.rows if only is not None else ():
            much = Decimal((only or {}).get(row.goods.sku.code, 0))
            picking.set_line(by, parcel.id, parcel.revision, row.line.id, much)
        return parcel.shipment


def shipped(world: World, order: Order, only: Mapping[str, int] | None = None, number: str = "SF1001") -> Shipment:
    """A parcel leaves with all that is left, or only so much."""
    parcel = picked(world, order, only)
    with world.database.transaction() as session:
        return shipments.ship(world.by(session, "老周"), parcel.id, parcel.revision, "顺丰", number).shipment


def received(world: World, parcel: Shipment, who: str = "老李") -> None:
    """The receiver has it."""
    with world.database.transaction() as session:
        shipments.receive(world.by(session, who), parcel.id)


def order_now(world: World, order: Order) -> Order:
    """The order as it is in the database."""
    with world.session() as session:
        return session.get_one(Order, order.id)


def visit_of(world: World, session: Session, name: str) -> Visit:
    """Somebody's visit, for looking at what a handler draws."""
    by = world.by(session, name)
    identity = session.exec(select(Identity).where(Identity.person_id == by.person_id)).one()
    account = session.get(Account, by.account_id) if by.account_id else None
    language = by.person.language if by.person else ""
    return Visit(
        by=by, identity=identity, account=account, say=words_for(language), memory={}, shelf=world.shelf, name=name
    )
