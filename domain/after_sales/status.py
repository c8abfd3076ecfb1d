"""The one writer of a return request's status: takes the steps of ``rules/return_life``."""

from domain.actor import Actor
from domain.after_sales.refusals import ReturnMoved
from domain.refusals import NotAllowed
from domain.rules.return_life import LIFE, ReturnStep
from domain.tables.returns import ReturnRequest


def may_take(actor: Actor, request: ReturnRequest, step: ReturnStep) -> bool:
    """Whether this person may take a step on a request they see. What the act checks, a button asks."""
    row = LIFE.transition(request.status, step)
    return row is not None and row.right is not None and actor.may(row.right)


def require(actor: Actor, request: ReturnRequest, step: ReturnStep, revision: int | None = None) -> None:
    """Insist that a step may be taken, on the revision the person saw.

    Raises NotAllowed: never for this role; ReturnMoved: not any more, or it changed.
    """
    if not any(actor.may(right) for right in LIFE.rights(step)):
        raise NotAllowed
    if not may_take(actor, request, step) or revision not in (None, request.revision):
        raise ReturnMoved(request_id=request.id)


def advance(actor: Actor, request: ReturnRequest, step: ReturnStep) -> None:
    """Write the status that a step leads to. Raises ReturnMoved: it cannot be taken from here."""
    row = LIFE.transition(request.status, step)
    if row is None:
        raise ReturnMoved(request_id=request.id)
    if row.right:
        actor.need(row.right)
    request.status = row.target
