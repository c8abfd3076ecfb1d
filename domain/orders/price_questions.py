"""A higher price for a line of a waiting order: its buyer is asked, as about other goods; until then it is not ordered.

The line keeps its stock meanwhile. An answer, or none in time, is written by ``domain/orders/proposals.py``.
"""

from decimal import Decimal

from sqlalchemy import delete
from sqlmodel import col

from domain.actor import Actor
from domain.carts.hand_prices import HandPrice, take_off
from domain.catalogue.pricing import Prices, set_by_hand
from domain.events.journal import log_event, notify_each
from domain.events.recipients import recipients_of
from domain.orders import open_offers, promotion_change, revisions
from domain.orders.line_prices import as_it_is, freeze
from domain.orders.view import OrderRow, OrderView, after_act
from domain.rules.approvals import Change
from domain.rules.pricing.price_calculation import LinePrice
from domain.tables.notices import NoticeKind
from domain.tables.orders import OrderLine
from domain.tables.swaps import SwapProposal

ASKED = "order.price_asked"


def has_somebody_to_ask(actor: Actor, view: OrderView) -> bool:
    """Whether the account has a buyer; where it has none, whoever serves it has asked."""
    return bool(recipients_of(actor, view.order, view.access.account).buyers)


def ask(
    actor: Actor, view: OrderView, row: OrderRow, wanted: HandPrice, before: LinePrice, after: LinePrice
) -> OrderView:
    """Ask the buyer whether a line may cost more; the others go on meanwhile. ``view``: locked by ``to_change``."""
    order, line, quantity = view.order, row.line, row.line.quantity
    was, now = before.per(wanted.size), after.per(wanted.size)
    line.quantity, line.proposed = Decimal(0), quantity
    proposal = _proposal(actor, line, wanted)
    told = {"before": str(was), "after": str(now), "size": wanted.size, "quantity": str(quantity)}
    log_event(actor, ASKED, order=order, line=line.id, reason=wanted.reason.strip(), **told)
    view = promotion_change.keep_share(actor, view, row, quantity)
    view = after_act(actor, view)
    recipients = revisions.begin(actor, view, Change(only_lowers=False, by_buyer=False))
    audience = {NoticeKind.SWAP_ASKED: recipients.buyers, NoticeKind.REDRAW_CARD: recipients.card_viewers}
    notify_each(actor, audience, order=order, proposal=proposal.id)
    revisions.settle(actor, view, recipients)
    return view


def put_on(actor: Actor, view: OrderView, row: OrderRow, proposal: SwapProposal) -> None:
    """The line costs what its buyer agreed to. Where that is what the lists say, it is no longer a price by hand."""
    line, prices = row.line, Prices(actor=actor, account_id=view.order.account_id)
    wanted = HandPrice(price=proposal.price or Decimal(0), size=proposal.price_size or 1, reason=proposal.reason)
    is_new = line.manual_price is None
    listed = as_it_is(line, view.order.currency) if is_new else prices.line(row.goods, line.quantity)
    wanted.put_on(line, proposal.asked_by_id)
    line.list_price = listed.per(wanted.size)
    agreed = prices.line(row.goods, line.quantity, set_by_hand(line, row.goods.packs))
    if not is_new and agreed.amount == listed.amount:
        take_off(line)
        line.list_price, agreed = None, listed
    freeze(line, agreed)


def _proposal(actor: Actor, line: OrderLine, wanted: HandPrice) -> SwapProposal:
    """The question; what came of one before about the same line is in the events."""
    actor.session.execute(delete(SwapProposal).where(col(SwapProposal.line_id) == line.id))
    proposal = open_offers.question(actor, line, line, line.proposed)
    proposal.price, proposal.price_size, proposal.reason = wanted.price, wanted.size, wanted.reason.strip()
    return proposal
