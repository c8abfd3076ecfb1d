"""What buyers are asked about other goods, against the lines of their orders; and who stands in for whom."""

from typing import Any

from sqlalchemy import String, and_, case, cast, false, func, literal, or_, select, type_coerce
from sqlalchemy.orm import aliased

from domain.checks.findings import rule
from domain.checks.tables import Deputy, Order, OrderLine, Person, SwapProposal
from domain.db.statements import any_of
from domain.events.recipients import SELLING
from domain.rules.order_states import OPEN
from domain.tables.columns import QUANTITY
from domain.tables.lines import LineKind
from domain.tables.swaps import SwapAnswer

_IS_OPEN = SwapProposal.answer.is_(None)
#: The line itself is offered, at a higher price; what else becomes of it is its own matter once that was answered.
_IS_PRICE = func.coalesce(SwapProposal.line_id == SwapProposal.for_line_id, false())
_NOTHING = type_coerce(0, QUANTITY)


@rule("swap_line")
def lines() -> Any:
    """A line is of the kind swap when, and only when, it was offered instead of another."""
    offered = and_(SwapProposal.id.is_not(None), ~_IS_PRICE)
    query = select(Order.number, literal("a swap that was offered"), cast(OrderLine.id, String))
    query = query.join_from(Order, OrderLine).join(SwapProposal, SwapProposal.line_id == OrderLine.id, isouter=True)
    return query.where((OrderLine.kind == LineKind.SWAP) != offered)


@rule("swap_open")
def kept() -> Any:
    """What is offered is kept while its buyer is asked, of an order that goes on; otherwise nothing is."""
    due = case((_IS_OPEN, SwapProposal.quantity), else_=_NOTHING)
    query = select(Order.number, due, OrderLine.proposed).join_from(Order, OrderLine)
    query = query.join(SwapProposal, SwapProposal.line_id == OrderLine.id, isouter=True)
    dead = and_(_IS_OPEN, SwapProposal.id.is_not(None), ~any_of(Order.status, OPEN))
    wanted = func.coalesce(case((SwapProposal.id.is_(None), _NOTHING), else_=due), _NOTHING)
    return query.where(or_(OrderLine.proposed != wanted, dead))


@rule("swap_answer")
def answers() -> Any:
    """Only what was agreed to is ordered, and an answer has its time; nobody gives one before they are asked."""
    refused = and_(_IS_OPEN.is_(False), SwapProposal.answer != SwapAnswer.AGREED)
    wrong = or_(
        SwapProposal.answered_at.is_(None) != _IS_OPEN,
        SwapProposal.answered_at < SwapProposal.asked_at,
        SwapProposal.expires_at <= SwapProposal.asked_at,
        and_(_IS_OPEN, SwapProposal.answered_by_id.is_not(None)),
        SwapProposal.quantity <= 0,
        SwapProposal.replaced <= 0,
        and_(or_(and_(refused, ~_IS_PRICE), _IS_OPEN), OrderLine.quantity != 0),
        SwapProposal.price.is_not(None) != _IS_PRICE,
        SwapProposal.price.is_(None) != SwapProposal.price_size.is_(None),
        (SwapProposal.reason != "") != SwapProposal.price.is_not(None),
    )
    query = select(Order.number, literal("an answer and what follows"), cast(SwapProposal.id, String))
    return query.join_from(SwapProposal, OrderLine, OrderLine.id == SwapProposal.line_id).join(Order).where(wrong)


@rule("swap_order")
def orders() -> Any:
    """What is offered and what it stands for are lines of the same order."""
    gone, offered = aliased(OrderLine), aliased(OrderLine)
    query = select(Order.number, literal("two lines of the order"), cast(SwapProposal.id, String))
    query = query.join_from(SwapProposal, Order).join(gone, gone.id == SwapProposal.for_line_id)
    query = query.join(offered, offered.id == SwapProposal.line_id)
    return query.where(or_(gone.order_id != Order.id, offered.order_id != Order.id))


@rule("deputy")
def deputies() -> Any:
    """Somebody who sells stands in for somebody else who does, on days one after the other."""
    away, deputy = aliased(Person), aliased(Person)
    wrong = or_(
        Deputy.last_day < Deputy.first_day,
        Deputy.deputy_id == Deputy.salesperson_id,
        ~any_of(away.role, SELLING),
        ~any_of(deputy.role, SELLING),
    )
    query = select(away.name, literal("another who sells, on some days"), deputy.name)
    query = query.join_from(Deputy, away, away.id == Deputy.salesperson_id)
    return query.join(deputy, deputy.id == Deputy.deputy_id).where(wrong)
