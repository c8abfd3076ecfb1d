"""What a dealer does with a return request: asking, adding to it, a photo, taking it back, sending the goods."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, select

from domain import settings
from domain.actor import Actor
from domain.after_sales import claimable, disputes, gifts, receipt, status
from domain.after_sales.claimable import ClaimableLine
from domain.after_sales.refusals import ReturnTooLate, ReturnTooMuch
from domain.after_sales.view import ReturnView, of_line, view_return
from domain.db import bulk
from domain.db.counters import count_up
from domain.events.journal import log_event, notify
from domain.events.recipients import Recipients, recipients_of, with_role
from domain.orders.access import find
from domain.refusals import NotFound
from domain.rules.business_settings import RETURN_WINDOW
from domain.rules.order_numbers import return_number
from domain.rules.return_life import AWAITED, ReturnStatus, ReturnStep
from domain.rules.returns import Outcome, ReturnKind, ReturnReason, is_askable, left_to_claim
from domain.rules.rights import Right, Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import OrderLine
from domain.tables.returns import ReturnLine, ReturnRequest

#: So many lines a request has at most.
_LINES_MOST = 100


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for a line. ``quantity``: in base units; ``photo``: the hash of a stored picture."""

    order_line_id: int
    kind: ReturnKind
    reason: ReturnReason
    quantity: Decimal
    outcome: Outcome
    photo: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request with the line that was asked for just now."""

    view: ReturnView
    line_id: int


def check(actor: Actor, wanted: Wanted) -> ClaimableLine:
    """The line that something is asked for.

    Raises NotFound: it is not theirs, nothing of it left, or that is no reason for it; ReturnTooLate, ReturnTooMuch.
    """
    actor.need(Right.RETURN_ASK)
    found = claimable.one(actor, wanted.order_line_id)
    if found is None or not is_askable(wanted.kind, wanted.reason, wanted.outcome):
        raise NotFound
    ends = found.ends(settings.value(actor.session, RETURN_WINDOW), wanted.reason)
    if ends is not None and ends <= actor.now:
        raise ReturnTooLate(ended=ends)
    too_fine = wanted.quantity != round(wanted.quantity, found.goods.sku.decimals)
    if not 0 < wanted.quantity <= found.left or too_fine:
        raise ReturnTooMuch(sku_id=found.line.sku_id, left=found.left)
    return found


def ask(actor: Actor, wanted: Wanted, beside: Sequence[Wanted] = ()) -> Asked:
    """Ask for something; a request of the order that nobody has decided on gets one line more.

    What is still on its way counts as received with it. ``beside``: what is asked for next, in the same message; where
    goods are billed on receipt, a claim keeps its part back. Raises as ``check``.
    """
    actor.need(Right.RETURN_ASK)
    line = actor.session.get(OrderLine, wanted.order_line_id)
    if line is None:
        raise NotFound
    find(actor, line.order_id, lock=True)
    actor.session.refresh(line)
    found = check(actor, wanted)
    _receive(actor, found, wanted.quantity, disputes.claimed([wanted, *beside]))
    request = _open(actor, found, wanted.kind) or _new(actor, found, wanted.kind)
    asked = _add(actor, request, wanted)
    disputes.keep_back(actor, request, asked, wanted.quantity)
    facts = {"line": asked.id, "quantity": str(wanted.quantity), "why": wanted.reason.value}
    log_event(actor, "return.asked", subject=f"return:{request.id}", number=request.number, **facts)
    actor.session.flush()
    gifts.follow(actor, view_return(actor, request.id))
    view = view_return(actor, request.id)
    notify(actor, people(actor, view).approvers, NoticeKind.RETURN_ASKED, order=view.order, return_request=request.id)
    return Asked(view=view, line_id=asked.id)


def attach(actor: Actor, return_line_id: int, photo: str) -> ReturnView:
    """A photo of the goods; whoever decides sees the request again. Raises NotFound, ReturnMoved: it was decided."""
    view, row = of_line(actor, return_line_id, lock=True)
    status.require(actor, view.request, ReturnStep.WITHDRAW)
    row.line.photo = photo
    log_event(actor, "return.photo", subject=f"return:{view.request.id}", line=row.line.id)
    people_ = people(actor, view).approvers
    notify(actor, people_, NoticeKind.RETURN_ASKED, order=view.order, return_request=view.request.id)
    return view


def without_photo(actor: Actor) -> ReturnLine | None:
    """The line that this person asked for last and that has no photo, if nobody decided on it."""
    mine = (ReturnRequest.person_id == actor.person_id, ReturnRequest.status == ReturnStatus.REQUESTED)
    query = select(ReturnLine).join(ReturnRequest, col(ReturnRequest.id) == ReturnLine.request_id).where(*mine)
    last = actor.session.exec(query.order_by(col(ReturnLine.id).desc()).limit(1)).first()
    return last if last is not None and last.photo is None else None


def withdraw(actor: Actor, request_id: int) -> ReturnView:
    """Take a request back. Raises NotFound, ReturnMoved: the goods are on their way, or it was settled."""
    view = view_return(actor, request_id, lock=True)
    request, told = view.request, people(actor, view)
    status.require(actor, request, ReturnStep.WITHDRAW)
    warehouse = told.warehouse if request.status in AWAITED else ()
    status.advance(actor, request, ReturnStep.WITHDRAW)
    request.closed_at = actor.now
    log_event(actor, "return.withdrawn", subject=f"return:{request.id}")
    disputes.bill(actor, view)
    recipients = (*told.approvers, *warehouse)
    notify(actor, recipients, NoticeKind.RETURN_WITHDRAWN, order=view.order, return_request=request.id)
    return view


def send(actor: Actor, request_id: int) -> ReturnView:
    """The goods are on their way back: the warehouse is told. Raises NotFound, ReturnMoved."""
    view = view_return(actor, request_id, lock=True)
    status.require(actor, view.request, ReturnStep.SEND)
    status.advance(actor, view.request, ReturnStep.SEND)
    log_event(actor, "return.sent", subject=f"return:{view.request.id}")
    warehouse = with_role(actor, Role.WAREHOUSE)
    notify(actor, warehouse, NoticeKind.RETURN_TO_RECEIVE, order=view.order, return_request=view.request.id)
    return view


def people(actor: Actor, view: ReturnView) -> Recipients:
    """Everyone who may be told of a request: whoever is told of its order."""
    return recipients_of(actor, view.order, view.account)


def _receive(actor: Actor, found: ClaimableLine, quantity: Decimal, claimed: Mapping[int, Decimal]) -> None:
    """Whoever says what is wrong with goods has them: what is claimed of them is not billed with their parcels."""
    there = left_to_claim(found.line.delivered, found.line.shipped - found.left)
    disputed = {**claimed, found.line.id: max(claimed.get(found.line.id, Decimal(0)) - there, Decimal(0))}
    receipt.confirm(actor, found.line.id, there, quantity, disputed)


def _open(actor: Actor, found: ClaimableLine, kind: ReturnKind) -> ReturnRequest | None:
    waits = (ReturnRequest.order_id == found.order.id, ReturnRequest.status == ReturnStatus.REQUESTED)
    query = select(ReturnRequest).where(*waits, ReturnRequest.kind == kind)
    request = actor.session.exec(query.execution_options(populate_existing=True)).first()
    if request is not None:
        request.revision += 1
    return request


def _new(actor: Actor, found: ClaimableLine, kind: ReturnKind) -> ReturnRequest:
    person = actor.need(Right.RETURN_ASK)
    number = return_number(actor.today, count_up(actor.session, f"return:{actor.today:%Y%m%d}"))
    new = {
        "number": number,
        "order_id": found.order.id,
        "account_id": found.order.account_id,
        "person_id": person.id,
        "kind": kind,
        "status": ReturnStatus.REQUESTED,
        "asked_at": actor.now,
    }
    return bulk.insert_one(actor.session, ReturnRequest, new)


def _add(actor: Actor, request: ReturnRequest, wanted: Wanted) -> ReturnLine:
    """The line; the same for the same reason once more is one line with more of it."""
    lines = actor.session.exec(select(ReturnLine).where(ReturnLine.request_id == request.id)).all()
    key = (wanted.order_line_id, wanted.reason, wanted.outcome)
    same = next((each for each in lines if (each.order_line_id, each.reason, each.outcome) == key), None)
    if same is not None:
        same.quantity += wanted.quantity
        same.agreed += wanted.quantity
        same.photo = wanted.photo or same.photo
        return same
    if len(lines) >= _LINES_MOST:
        raise NotFound
    new = {
        "request_id": request.id,
        "position": len(lines) + 1,
        "order_line_id": wanted.order_line_id,
        "reason": wanted.reason,
        "outcome": wanted.outcome,
        "quantity": wanted.quantity,
        "agreed": wanted.quantity,
        "photo": wanted.photo,
    }
    return bulk.insert_one(actor.session, ReturnLine, new)
