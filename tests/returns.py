"""Orders that came, for stories of what follows: made by calling the acts."""

import io
from decimal import Decimal

from PIL import Image
from sqlmodel import col, select

from domain.actor import Actor
from domain.after_sales import requests
from domain.checks import check_all
from domain.rules.returns import Outcome, ReturnKind, ReturnReason
from domain.stock.warehouses import home
from domain.tables.ledger import LedgerEntry
from domain.tables.orders import Order, OrderLine
from domain.tables.returns import ReturnLine, ReturnRequest
from domain.tables.shipments import Shipment
from domain.tables.stock import StockLevel
from tests.orders import approve, place, receive, ship
from tests.world import World


def came(world: World, code: str = "KL330", amount: int = 48) -> Order:
    """老李 received an order."""
    order = sent(world, code, amount)
    with world.session() as session:
        parcel = session.exec(select(Shipment).where(Shipment.order_id == order.id)).one()
    receive(world, parcel)
    world.deliver()
    return order


def sent(world: World, code: str = "KL330", amount: int = 48) -> Order:
    """An order of 老李 that is on its way."""
    order = place(world, {code: amount})
    approve(world, order)
    ship(world, order)
    world.deliver()
    return order


def claimed(actor: Actor, order: Order) -> dict[str, int]:
    """Somebody says that two of the goods of their order are broken; the ids of what is made."""
    line = actor.session.exec(select(OrderLine.id).where(OrderLine.order_id == order.id)).one()
    wanted = requests.Wanted(
        order_line_id=line,
        kind=ReturnKind.CLAIM,
        reason=ReturnReason.BROKEN,
        quantity=Decimal(2),
        outcome=Outcome.REFUND,
    )
    asked = requests.ask(actor, wanted)
    return {"return_request": asked.view.request.id, "return_line": asked.line_id}


def find_order(world: World, number: str) -> Order:
    """The order of a number."""
    with world.session() as session:
        return session.exec(select(Order).where(Order.number == number)).one()


def picture(colour: str = "white") -> bytes:
    """A photo, as a phone sends it."""
    made = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(made, "PNG")
    return made.getvalue()


def requests_of(world: World) -> list[ReturnRequest]:
    """Every return request, the oldest first."""
    with world.session() as session:
        return list(session.exec(select(ReturnRequest).order_by(col(ReturnRequest.id))))


def lines_of(world: World) -> list[ReturnLine]:
    """Every line of one."""
    with world.session() as session:
        return list(session.exec(select(ReturnLine).order_by(col(ReturnLine.id))))


def on_hand(world: World, code: str = "KL330") -> Decimal:
    """What is on the shelf."""
    sku = world.sku(code).id
    with world.session() as session:
        level = session.get(StockLevel, (home(session), sku))
        return level.on_hand if level else Decimal(0)


def owed(world: World) -> Decimal:
    """What 老李's account owes."""
    with world.session() as session:
        account = world.actor(session, "老李").account_id
        entries = session.exec(select(LedgerEntry).where(LedgerEntry.account_id == account)).all()
        return sum((each.amount for each in entries), Decimal(0))


def is_whole(world: World) -> None:
    """The books agree."""
    with world.session() as session:
        assert check_all(session) == []
