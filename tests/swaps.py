"""Other goods offered and answered by calling the acts, for tests of what comes of it."""

from decimal import Decimal

from sqlmodel import col, select

from domain.orders import proposals
from domain.stock import stock
from domain.tables.catalogue import Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.swaps import SwapProposal
from tests.world import World


def count(world: World, code: str, found: int) -> None:
    """The warehouse counts what is there."""
    level = world.stock(code)
    with world.database.transaction() as session:
        stock.count(world.actor(session, "老周"), level.warehouse_id, level.sku_id, Decimal(found))


def offer(world: World, order: Order, gone: str, code: str, quantity: int, who: str = "小王") -> int:
    """The salesperson offers other goods for a line; the proposal's id."""
    sku = world.sku(code)
    with world.database.transaction() as session:
        line = session.exec(select(OrderLine).join(Sku).where(OrderLine.order_id == order.id, Sku.code == gone)).one()
        revision = session.get_one(Order, order.id).revision
        proposals.propose(world.actor(session, who), line.id, revision, sku.id, Decimal(quantity))
        return session.exec(select(SwapProposal.id).order_by(col(SwapProposal.id).desc())).first() or 0


def answer(world: World, proposal: int, *, agreed: bool, who: str = "老李") -> None:
    """The dealer says yes or no."""
    with world.database.transaction() as session:
        proposals.answer(world.actor(session, who), proposal, agreed=agreed)
