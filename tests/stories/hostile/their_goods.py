"""Of goods: a price that was changed just now, a pack, and other goods offered to 老李."""

from decimal import Decimal

from sqlmodel import Session, col, select

from domain.catalogue import catalogue
from domain.orders import proposals
from domain.tables.catalogue import Alias, Pack, Sku
from domain.tables.orders import Order, OrderLine
from domain.tables.swaps import SwapProposal
from tests.world import World

SWAPPED = "少了就换别的"


def of(world: World, session: Session) -> dict[str, int]:
    """A price that was changed just now, a pack, and another name."""
    pack_id = session.exec(select(Pack.id).order_by(col(Pack.id))).first() or 0
    alias_id = session.exec(select(Alias.id).order_by(col(Alias.id))).first() or 0
    return {"priced": _priced(world, session, "MM5"), "pack": pack_id, "alias": alias_id}


def asked_about(world: World, session: Session) -> int:
    """小王 offered 老李 other goods, and waits for an answer."""
    query = select(OrderLine).join(Order).where(Order.note == SWAPPED)
    line, offered = session.exec(query).one(), session.exec(select(Sku.id).where(Sku.code == "XB330")).one()
    view = proposals.propose(world.actor(session, "小王"), line.id, 1, offered, Decimal(24))
    return session.exec(select(SwapProposal.id).where(SwapProposal.order_id == view.order.id)).one()


def _priced(world: World, session: Session, code: str) -> int:
    """An admin set a price, and could still take that back."""
    sku_id = session.exec(select(Sku.id).where(Sku.code == code)).one()
    return catalogue.change_price(world.actor(session, "陈总"), sku_id, Decimal(8)).event_id or 0
