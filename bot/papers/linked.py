"""What each kind of link draws: reads it as the person of the link may, and makes the papers of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from bot.papers.delivery import delivery_paper
from bot.papers.file_names import file_name
from bot.papers.order import order_paper
from bot.papers.paper import PageForm, Paper
from bot.papers.picking import picking_paper
from bot.papers.quote import quote_paper
from bot.papers.statement import statement_file, statement_paper
from domain.actor import Actor
from domain.carts import carts
from domain.finance import statements
from domain.fulfilment.queue import waiting_orders
from domain.orders import papers
from domain.orders.view import OrderView, view_order
from domain.people import directory
from domain.refusals import NotFound
from domain.rules.finance.statement_periods import StatementPeriod
from domain.rules.order_papers import OrderPaper
from handlers.conversation.paper_links import OldLinkError, PaperKind, PaperLink
from locales import Words

#: The papers of a link, of one form, and what their file is called.
Linked: TypeAlias = tuple[tuple[Paper, ...], str]


def delivery_notes(
    actor: Actor, view: OrderView, say: Words, *, only: int | None = None, prices: bool, three_part: bool
) -> tuple[Paper, ...]:
    """The notes of an order's parcels, or of one. Raises NotFound: there is none."""
    form = PageForm.THREE_PART if three_part else PageForm.A4
    noted = [each for each in papers.parcels(actor, view) if only in (None, each.shipment.id)]
    if not noted:
        raise NotFound
    shown = prices and papers.shows_prices(actor)
    return tuple(delivery_paper(actor, view, each, say, form, prices=shown) for each in noted)


def _statement(actor: Actor, link: PaperLink, say: Words) -> Linked:
    account, first, last = link.about
    period = StatementPeriod(first=date.fromisoformat(first), last=date.fromisoformat(last))
    found = statements.statement(actor, int(account), period)
    return (statement_paper(actor, found, say),), statement_file(found, say, link.form)


def _order(actor: Actor, link: PaperLink, say: Words) -> Linked:
    view, kind = _allowed(actor, link), OrderPaper(link.kind)
    return (order_paper(actor, view, say, kind),), file_name(say, kind, view.order.number)


def _delivery(actor: Actor, link: PaperLink, say: Words) -> Linked:
    view = _allowed(actor, link)
    _order_id, only, prices, three_part = link.about
    made = delivery_notes(actor, view, say, only=int(only) or None, prices=prices == "1", three_part=three_part == "1")
    return made, file_name(say, OrderPaper.DELIVERY, view.order.number)


def _picking(actor: Actor, link: PaperLink, say: Words) -> Linked:
    view = _allowed(actor, link)
    return (picking_paper(actor, (view,), say),), file_name(say, OrderPaper.PICKING, view.order.number)


def _queue(actor: Actor, _link: PaperLink, say: Words) -> Linked:
    views = [view_order(actor, order_id) for order_id in waiting_orders(actor)]
    return (picking_paper(actor, views, say),), file_name(say, OrderPaper.PICKING, actor.today.isoformat())


def _cart(actor: Actor, link: PaperLink, say: Words) -> Linked:
    """Of the cart as it was when the link was made. Raises OldLinkError: it was changed since."""
    if not papers.may_have(actor, OrderPaper.QUOTE):
        raise NotFound
    cart = carts.view(actor)
    if link.about != (str(cart.cart.id), str(cart.cart.revision)) or not cart.rows:
        raise OldLinkError
    account = directory.ordered_for(actor)
    if account is None:
        raise NotFound
    return (quote_paper(actor, account, cart, say),), file_name(say, OrderPaper.QUOTE, account.name)


def _allowed(actor: Actor, link: PaperLink) -> OrderView:
    view = view_order(actor, int(link.about[0]))
    papers.require(actor, view, OrderPaper(link.kind))
    return view


READ: Mapping[PaperKind, Callable[[Actor, PaperLink, Words], Linked]] = {
    PaperKind.STATEMENT: _statement,
    PaperKind.ORDER: _order,
    PaperKind.QUOTE: _order,
    PaperKind.DELIVERY: _delivery,
    PaperKind.PICKING: _picking,
    PaperKind.QUEUE: _queue,
    PaperKind.CART: _cart,
}
