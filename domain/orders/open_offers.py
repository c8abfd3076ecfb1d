"""The questions that an order's buyer has not answered yet: read with their goods, and ended with the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import bindparam
from sqlmodel import col, select, update

from domain import settings
from domain.actor import Actor
from domain.carts.carts import CartWish
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.db.statements import Prepared
from domain.orders.view import OrderRow, OrderView
from domain.refusals import NotFound
from domain.rules.business_settings import SWAP_HOURS
from domain.tables.columns import ID
from domain.tables.orders import Order, OrderLine
from domain.tables.swaps import SwapAnswer, SwapProposal

_OPEN = Prepared(
    select(SwapProposal, OrderLine)
    .join(OrderLine, col(OrderLine.id) == SwapProposal.for_line_id)
    .where(col(SwapProposal.order_id) == bindparam("order", type_=ID), col(SwapProposal.answer).is_(None))
    .order_by(col(SwapProposal.id))
)


@dataclass(frozen=True, kw_only=True)
class SwapOffer:
    """A question that waits: ``gone`` are the goods it comes from, ``row`` the line that is offered instead."""

    proposal: SwapProposal
    gone: Goods
    row: OrderRow


@dataclass(frozen=True, kw_only=True)
class EndedOffer:
    """A question that was answered, or over: what went, what was offered and how much of it, in base units.

    ``replaced``: how much of what went. ``price``: where it was about a higher price, that of a unit of ``size`` base
    units.
    """

    answer: SwapAnswer
    gone: Goods
    goods: Goods
    quantity: Decimal
    replaced: Decimal
    price: Decimal | None = None
    size: int = 1


def question(actor: Actor, line: OrderLine, offered: OrderLine, replaced: Decimal) -> SwapProposal:
    """Note what a buyer is asked, with the time until which they may answer."""
    proposal = SwapProposal(
        order_id=line.order_id,
        line_id=offered.id,
        for_line_id=line.id,
        quantity=offered.proposed,
        replaced=replaced,
        asked_by_id=actor.person_id,
        asked_at=actor.now,
        expires_at=actor.now + timedelta(hours=settings.value(actor.session, SWAP_HOURS)),
    )
    actor.session.add(proposal)
    return proposal


def ended_offer(actor: Actor, proposal_id: int) -> EndedOffer:
    """How a question ended. Raises NotFound: it waits still, or there is none."""
    proposal = actor.session.get(SwapProposal, proposal_id)
    if proposal is None or proposal.answer is None:
        raise NotFound
    lines = (actor.session.get_one(OrderLine, each) for each in (proposal.for_line_id, proposal.line_id))
    gone, goods = (catalogue.one(actor.session, line.sku_id) for line in lines)
    return EndedOffer(
        answer=proposal.answer,
        gone=gone,
        goods=goods,
        quantity=proposal.quantity,
        replaced=proposal.replaced,
        price=proposal.price,
        size=proposal.price_size or 1,
    )


def open_offers(actor: Actor, view: OrderView) -> tuple[SwapOffer, ...]:
    """What the buyer of an order is asked just now, first to last; nothing is read where that is nothing."""
    if not view.pending:
        return ()
    found = _OPEN.all(actor.session, {"order": view.order.id})
    goods = catalogue.goods_by_id(actor.session, {line.sku_id for _, line in found})
    rows = {row.line.id: row for row in view.pending}
    return tuple(
        SwapOffer(proposal=proposal, gone=goods[line.sku_id], row=rows[proposal.line_id])
        for proposal, line in found
        if proposal.line_id in rows
    )


def replaced(actor: Actor, view: OrderView) -> Sequence[CartWish]:
    """The goods that were taken out of an order for what its buyer is still asked about."""
    if not view.pending:
        return ()
    found = _OPEN.all(actor.session, {"order": view.order.id})
    return [CartWish(sku_id=line.sku_id, quantity=proposal.replaced, said=line.said) for proposal, line in found]


#: The price of a line of which nothing is ordered after all.
UNPAID: Mapping[str, Decimal | None] = {
    "amount": Decimal(0),
    "loose": Decimal(0),
    "packs": Decimal(0),
    "pack_price": None,
    "pack_id": None,
}


def end_open(actor: Actor, order: Order) -> None:
    """An order that comes to nothing asks its buyer nothing more; its stock is released with the order's."""
    flushed = {"synchronize_session": False}
    its_own = (col(SwapProposal.order_id) == order.id, col(SwapProposal.answer).is_(None))
    ended = {"answer": SwapAnswer.ORDER_ENDED, "answered_by_id": actor.person_id, "answered_at": actor.now}
    actor.session.flush()
    actor.session.execute(update(SwapProposal).where(*its_own).values(ended), execution_options=flushed)
    offered = update(OrderLine).where(col(OrderLine.order_id) == order.id, col(OrderLine.proposed) > 0)
    actor.session.execute(offered.values(proposed=Decimal(0), **UNPAID), execution_options=flushed)
