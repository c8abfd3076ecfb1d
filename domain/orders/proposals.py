"""Other goods instead of a line's: proposed by whoever decides, answered by the buyer, over when nobody does."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sqlmodel import select

from domain.actor import Actor
from domain.carts import carts
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.catalogue.pricing import Prices
from domain.events.journal import Audience, log_event, notify_each
from domain.events.recipients import recipients_of
from domain.finance import credit
from domain.orders import price_questions, promotion_change, revisions, status_changes
from domain.orders.access import require_step
from domain.orders.line_prices import freeze, frozen, price_for
from domain.orders.open_offers import UNPAID, question
from domain.orders.view import OrderRow, OrderView, after_act, view_order
from domain.refusals import AnswerTooLate, NobodyToAsk, NotEnoughStock, NotFound, OrderMoved
from domain.rules.approvals import Change
from domain.rules.money import total
from domain.rules.order_life import OrderStatus, Step
from domain.rules.quantities import most_within, nearest
from domain.rules.rights import Right
from domain.stock import back_orders, holds, reserving
from domain.stock.holds import Demand
from domain.tables.lines import LineKind
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order, OrderLine
from domain.tables.swaps import SwapAnswer, SwapProposal

PROPOSED = "order.swap_proposed"
#: How an answer is noted.
NOTED: Mapping[SwapAnswer, str] = {
    SwapAnswer.AGREED: "order.swap_agreed",
    SwapAnswer.DECLINED: "order.swap_declined",
    SwapAnswer.EXPIRED: "order.swap_expired",
    SwapAnswer.TAKEN_BACK: "order.swap_taken_back",
}
#: The same of a higher price.
PRICE_NOTED: Mapping[SwapAnswer, str] = {
    SwapAnswer.AGREED: "order.price_agreed",
    SwapAnswer.DECLINED: "order.price_declined",
    SwapAnswer.EXPIRED: "order.price_expired",
    SwapAnswer.TAKEN_BACK: "order.price_taken_back",
}
#: What an order that has nothing left is said to have come to nothing for.
REASON, PRICE_REASON = "swap_declined", "price_declined"


def to_propose(actor: Actor, line_id: int, revision: int | None = None) -> tuple[OrderView, OrderRow]:
    """A bought line of a waiting order that other goods may be proposed for, and the order; both locked.

    Raises NotFound, NotAllowed, OrderMoved.
    """
    line = actor.session.get(OrderLine, line_id)
    if line is None:
        raise NotFound
    view = view_order(actor, line.order_id, lock=True)
    actor.need(Right.ORDER_APPROVE)
    require_step(actor, view.access, Step.CHANGE, revision)
    row = next((row for row in view.bought_rows if row.line.id == line_id), None)
    if row is None:
        raise OrderMoved(order_id=view.order.id)
    return view, row


def amount_to_replace(row: OrderRow) -> Decimal:
    """How much of a line other goods would stand in for: what is not there, or else all of it; base units."""
    return row.short or row.line.quantity


def as_much_of(row: OrderRow, goods: Goods) -> Decimal:
    """As much of other goods as is replaced: as many packs where there are whole ones, else as many base units."""
    replaced, old, new = amount_to_replace(row), row.goods.biggest_pack, goods.biggest_pack
    if old is not None and new is not None and not replaced % old.size:
        replaced = replaced / old.size * new.size
    there = replaced if goods.sku.backorder else min(replaced, most_within(goods.available, goods.limits))
    return nearest(max(there, Decimal(0)), goods.limits)


def propose(actor: Actor, line_id: int, revision: int, sku_id: int, quantity: Decimal) -> OrderView:
    """Offer the buyer other goods instead of what is short of a line, or of all of it; the others go on meanwhile.

    What is replaced leaves the order at once, and the stock of what is offered is kept until the answer.

    Args:
        actor: somebody who may approve the order.
        line_id: the line of the order.
        revision: of the order, as the person saw it.
        sku_id: what is offered.
        quantity: how much of it, in base units.

    Raises:
        NotFound: no such line or goods.
        OrderMoved: the order went on.
        BadQuantity: it cannot be ordered so.
        NotOnSale: it is not sold.
        NotEnoughStock: there is not that much.
        NobodyToAsk: the account has nobody who could answer.
    """
    view, row = to_propose(actor, line_id, revision)
    if sku_id == row.line.sku_id:
        raise NotFound
    goods = catalogue.one(actor.session, sku_id)
    carts.check_quantity(goods, quantity)
    buyers = recipients_of(actor, view.order, view.access.account).buyers
    if not buyers:
        raise NobodyToAsk(account=view.access.account.name)
    before = row.line.quantity
    view, proposal = _put_up(actor, view, row, goods, quantity)
    view = promotion_change.keep_share(actor, view, row, before)
    view = replace(view, rows=tuple(each for each in view.rows if each.line.quantity))
    recipients = revisions.begin(actor, view, Change(only_lowers=False, by_buyer=False))
    audience = {NoticeKind.SWAP_ASKED: buyers, NoticeKind.REDRAW_CARD: recipients.card_viewers}
    notify_each(actor, audience, order=view.order, proposal=proposal.id)
    revisions.settle(actor, view, recipients)
    return after_act(actor, view)


def _put_up(
    actor: Actor, view: OrderView, row: OrderRow, goods: Goods, quantity: Decimal
) -> tuple[OrderView, SwapProposal]:
    """Take out what is replaced, keep what is offered, and note the question; the order as it is then."""
    order, line, replaced = view.order, row.line, amount_to_replace(row)
    before = line.quantity
    _resize(actor, order, row, before - replaced)
    offered = _offered_line(actor, view, row, goods, quantity)
    proposal = question(actor, line, offered, replaced)
    change = {"before": str(before), "after": str(line.quantity)}
    log_event(actor, PROPOSED, order=order, line=line.id, offered=offered.id, quantity=str(quantity), **change)
    return replace(view, pending=(*view.pending, OrderRow(line=offered, goods=goods))), proposal


def answer(actor: Actor, proposal_id: int, *, agreed: bool) -> OrderView:
    """Say whether other goods are wanted. Raises OrderMoved: it was answered; AnswerTooLate: its time has passed."""
    actor.need(Right.SWAP_ANSWER)
    view, proposal = _locked(actor, proposal_id)
    if proposal.answer is not None:
        raise OrderMoved(order_id=view.order.id)
    if proposal.expires_at <= actor.now:
        raise AnswerTooLate(order_id=view.order.id)
    return _end(actor, view, proposal, SwapAnswer.AGREED if agreed else SwapAnswer.DECLINED)


def withdraw(actor: Actor, proposal_id: int) -> OrderView:
    """Have the goods back that others were proposed for, before anybody answered.

    Raises OrderMoved: it was answered, or the order was approved meanwhile; NotEnoughStock: what was given up is gone.
    """
    view, proposal = _locked(actor, proposal_id)
    actor.need(Right.ORDER_APPROVE)
    require_step(actor, view.access, Step.CHANGE)
    if proposal.answer is not None:
        raise OrderMoved(order_id=view.order.id)
    return _end(actor, view, proposal, SwapAnswer.TAKEN_BACK)


def expire(actor: Actor, proposal_id: int) -> bool:
    """End a proposal that nobody answered in time. False where it was answered meanwhile."""
    view, proposal = _locked(actor, proposal_id)
    if proposal.answer is not None or proposal.expires_at > actor.now:
        return False
    _end(actor, view, proposal, SwapAnswer.EXPIRED)
    return True


def _end(actor: Actor, view: OrderView, proposal: SwapProposal, how: SwapAnswer) -> OrderView:
    """Write the answer; the offered line becomes one of the order or gives its stock back, and everybody is told."""
    order = view.order
    row = next(row for row in view.pending if row.line.id == proposal.line_id)
    offered, wanted = row.line, row.line.proposed
    before = total((order.total, view.pending_amount))
    proposal.answer, proposal.answered_by_id, proposal.answered_at = how, actor.person_id, actor.now
    offered.proposed = Decimal(0)
    is_price = proposal.price is not None
    if how is SwapAnswer.AGREED or (is_price and how is SwapAnswer.TAKEN_BACK):
        offered.quantity = wanted
    else:
        _give_up(actor, order, offered, wanted)
    if is_price and how is SwapAnswer.AGREED:
        price_questions.put_on(actor, view, row, proposal)
    elif how is SwapAnswer.TAKEN_BACK and not is_price:
        view = _restored(actor, view, proposal)
    log_event(
        actor,
        (PRICE_NOTED if is_price else NOTED)[how],
        order=order,
        line=proposal.for_line_id,
        offered=offered.id,
        quantity=str(wanted),
    )
    view = after_act(actor, view)
    if how in (SwapAnswer.AGREED, SwapAnswer.TAKEN_BACK):
        if how is SwapAnswer.AGREED:
            view = promotion_change.take_part(actor, view, offered)
        else:
            view = promotion_change.work_out_anew(actor, view)
        revisions.begin(actor, view, Change(only_lowers=True, by_buyer=False))
        revisions.check_growth(actor, view, before)
    view = _go_on(actor, view, how, PRICE_REASON if is_price else REASON)
    notify_each(actor, _told(actor, view, how), order=order, proposal=proposal.id)
    return view


def _go_on(actor: Actor, view: OrderView, how: SwapAnswer, reason: str) -> OrderView:
    """What follows for the order: it ends where nothing is left of it, and is complete where all was delivered."""
    if not view.rows and not view.pending:
        return status_changes.end_as_empty(actor, view, reason, expired=how is SwapAnswer.EXPIRED)
    recipients = recipients_of(actor, view.order, view.access.account)
    revisions.settle(actor, view, recipients)
    status_changes.complete(actor, view, recipients)
    return after_act(actor, view)


def _told(actor: Actor, view: OrderView, how: SwapAnswer) -> Audience:
    """The dealer and whoever decides; the warehouse has more to send of an order that it has already."""
    recipients = recipients_of(actor, view.order, view.access.account)
    if how is SwapAnswer.TAKEN_BACK:
        return {NoticeKind.REDRAW_CARD: (*recipients.buyers, *recipients.card_viewers)}
    sends = how is SwapAnswer.AGREED and view.order.status is OrderStatus.APPROVED
    return {
        NoticeKind.SWAP_ANSWERED: (*recipients.deciders, *recipients.buyers, *(recipients.warehouse if sends else ())),
        NoticeKind.REDRAW_CARD: recipients.card_viewers,
    }


def _restored(actor: Actor, view: OrderView, proposal: SwapProposal) -> OrderView:
    """The order with what was replaced on its line again."""
    line = actor.session.get_one(OrderLine, proposal.for_line_id)
    rows = {row.line.id: row for row in view.rows}
    rows[line.id] = OrderRow(line=line, goods=catalogue.one(actor.session, line.sku_id))
    _resize(actor, view.order, rows[line.id], line.quantity + proposal.replaced)
    return replace(view, rows=tuple(sorted(rows.values(), key=lambda row: row.line.position)))


def _offered_line(actor: Actor, view: OrderView, row: OrderRow, goods: Goods, quantity: Decimal) -> OrderLine:
    """A line on which nothing is ordered yet, with its stock kept."""
    order = view.order
    positions = actor.session.exec(select(OrderLine.position).where(OrderLine.order_id == order.id)).all()
    line = OrderLine(
        order_id=order.id,
        position=max(positions) + 1,
        sku_id=goods.sku.id,
        kind=LineKind.SWAP,
        quantity=Decimal(0),
        proposed=quantity,
        tax_rate=goods.sku.tax_rate,
        said=row.line.said,
        **frozen(Prices(actor=actor, account_id=order.account_id).line(goods, quantity)),
    )
    actor.session.add(line)
    actor.session.flush()
    reserving.reserve(actor, order, [Demand(line_id=line.id, sku_id=line.sku_id, quantity=quantity)])
    actor.session.refresh(line, ["back_ordered"])
    if line.back_ordered:
        raise NotEnoughStock(sku_id=line.sku_id, available=quantity - line.back_ordered)
    return line


def _resize(actor: Actor, order: Order, row: OrderRow, quantity: Decimal) -> None:
    """So much is ordered of a line from now on, at its prices."""
    reserving.resize(actor, order, row.line, quantity)
    price = price_for(actor, order, row, quantity)
    row.line.quantity = quantity
    freeze(row.line, price)


def _give_up(actor: Actor, order: Order, offered: OrderLine, kept: Decimal) -> None:
    """What was kept for an offered line goes to whoever waits for it, and nothing of it is to be paid."""
    waits = offered.back_ordered
    demand = Demand(line_id=offered.id, sku_id=offered.sku_id, quantity=waits - kept)
    holds.hold(actor, order.warehouse_id, holds.kind_of(order.status), [demand] if demand.quantity else [])
    holds.wait(actor.session, {offered.id: -waits} if waits else {})
    for name, value in UNPAID.items():
        setattr(offered, name, value)
    back_orders.give_out(actor, order.warehouse_id, [offered.sku_id])


def _locked(actor: Actor, proposal_id: int) -> tuple[OrderView, SwapProposal]:
    """A proposal and its order, which nobody else changes until the end of the transaction. Raises NotFound."""
    order_id = actor.session.exec(select(SwapProposal.order_id).where(SwapProposal.id == proposal_id)).first()
    if order_id is None:
        raise NotFound
    credit.lock_for(actor, order_id=order_id)
    view = view_order(actor, order_id, lock=True)
    return view, actor.session.get_one(SwapProposal, proposal_id, populate_existing=True)
