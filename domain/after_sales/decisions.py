"""What the salesperson decides on a return request: less, another outcome, yes, no with a reason."""

from decimal import Decimal

from domain.actor import Actor
from domain.after_sales import disputes, gifts, settling, status
from domain.after_sales.refusals import NothingToSettle, ReturnTooMuch
from domain.after_sales.requests import people
from domain.after_sales.view import ReturnView, of_line, view_return
from domain.events.journal import log_event, notify
from domain.refusals import BadWords, NotFound, ReasonNeeded
from domain.rules.return_life import ReturnStep
from domain.rules.returns import OUTCOMES, Outcome, ReturnKind
from domain.tables.notices import NoticeKind

REASON_MOST = 300


def agree_to(
    actor: Actor, return_line_id: int, revision: int, quantity: Decimal, outcome: Outcome | None = None
) -> ReturnView:
    """Agree to less of a line, or to another outcome, before the yes; gifts follow, or are let go by themselves.

    Raises NotFound: that is no outcome for it; ReturnMoved, ReturnTooMuch.
    """
    view, row = of_line(actor, return_line_id, lock=True)
    status.require(actor, view.request, ReturnStep.CHANGE, revision)
    line, decimals = row.line, row.goods.sku.decimals
    if not 0 <= quantity <= line.quantity or quantity != round(quantity, decimals):
        raise ReturnTooMuch(sku_id=row.ordered.sku_id, left=line.quantity)
    if outcome is not None and (row.is_gift or outcome not in OUTCOMES[view.request.kind]):
        raise NotFound
    before = (str(line.agreed), line.outcome.value)
    line.agreed, line.outcome = quantity, outcome or line.outcome
    view.request.revision += 1
    after = (str(line.agreed), line.outcome.value)
    subject = f"return:{view.request.id}"
    log_event(actor, "return.changed", subject=subject, line=line.id, before=before, after=after)
    actor.session.flush()
    if not row.is_gift:
        gifts.follow(actor, view)
    return view_return(actor, view.request.id)


def approve(actor: Actor, request_id: int, revision: int) -> ReturnView:
    """Say yes to what is agreed: a claim is settled at once, other goods are to come back.

    Raises NothingToSettle: nothing of it is agreed; ReturnMoved.
    """
    view = view_return(actor, request_id, lock=True)
    request, told = view.request, people(actor, view)
    status.require(actor, request, ReturnStep.APPROVE, revision)
    if not any(row.line.agreed for row in view.rows):
        raise NothingToSettle
    status.advance(actor, request, ReturnStep.APPROVE)
    request.decided_at, request.decided_by_id = actor.now, actor.person_id
    log_event(actor, "return.approved", subject=f"return:{request.id}")
    if request.kind is ReturnKind.CLAIM:
        settling.settle(actor, view)
    else:
        notify(actor, told.warehouse, NoticeKind.RETURN_TO_RECEIVE, order=view.order, return_request=request.id)
    notify(actor, told.buyers, NoticeKind.RETURN_DECIDED, order=view.order, return_request=request.id)
    return view_return(actor, request_id)


def refuse(actor: Actor, request_id: int, revision: int, reason: str) -> ReturnView:
    """Say no, with a reason. Raises ReasonNeeded, BadWords, ReturnMoved."""
    view = view_return(actor, request_id, lock=True)
    request, words = view.request, reason.strip()
    status.require(actor, request, ReturnStep.REFUSE, revision)
    if not words:
        raise ReasonNeeded
    if len(words) > REASON_MOST:
        raise BadWords(most=REASON_MOST)
    status.advance(actor, request, ReturnStep.REFUSE)
    request.reason, request.closed_at = words, actor.now
    request.decided_at, request.decided_by_id = actor.now, actor.person_id
    log_event(actor, "return.refused", subject=f"return:{request.id}", reason=words)
    disputes.bill(actor, view)
    buyers = people(actor, view).buyers
    notify(actor, buyers, NoticeKind.RETURN_DECIDED, order=view.order, return_request=request.id)
    return view
