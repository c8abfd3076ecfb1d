"""The life cycle of an order as one table: which step leads from where to where, who may take it, what it needs."""

from dataclasses import dataclass
from enum import StrEnum

from domain.rules.approvals import ALWAYS, BY_MONEY, RIGHTS, ApprovalKind
from domain.rules.life import Life, Transition
from domain.rules.rights import Right


class OrderStatus(StrEnum):
    """Where an order stands between people; goods, money and returns are told beside it."""

    SUBMITTED = "submitted"
    """Waits for a decision; stock is reserved until it expires."""
    APPROVED = "approved"
    """Agreed, wholly or in part; stock is allocated and the warehouse works on it."""
    COMPLETED = "completed"
    """Everything that was agreed has been delivered or closed short."""
    REJECTED = "rejected"
    """The supplier said no, with a reason."""
    EXPIRED = "expired"
    """Nobody decided in time; the stock went back."""
    CANCELLED = "cancelled"
    """Called off after submitting, with a reason, before anything was shipped."""
    WITHDRAWN = "withdrawn"
    """The buyer took it back into the cart before anybody decided."""


class Step(StrEnum):
    """What can be done to an order."""

    WITHDRAW = "withdraw"
    CHANGE = "change"
    APPROVE = "approve"
    REJECT = "reject"
    EXPIRE = "expire"
    CANCEL = "cancel"
    COMPLETE = "complete"
    CLOSE_SHORT = "close_short"
    PICK = "pick"
    RATE = "rate"


S = OrderStatus
LIFE: Life[OrderStatus, Step] = Life(
    S.SUBMITTED,
    (
        Transition(source=S.SUBMITTED, step=Step.WITHDRAW, target=S.WITHDRAWN, right=Right.ORDER_SUBMIT),
        Transition(source=S.SUBMITTED, step=Step.CHANGE, target=S.SUBMITTED, right=Right.ORDER_CHANGE),
        Transition(source=S.SUBMITTED, step=Step.APPROVE, target=S.APPROVED, right=Right.ORDER_DECIDE),
        Transition(
            source=S.SUBMITTED, step=Step.REJECT, target=S.REJECTED, right=Right.ORDER_DECIDE, needs_reason=True
        ),
        Transition(source=S.SUBMITTED, step=Step.EXPIRE, target=S.EXPIRED, right=None),
        Transition(
            source=S.SUBMITTED, step=Step.CANCEL, target=S.CANCELLED, right=Right.ORDER_CANCEL, needs_reason=True
        ),
        Transition(
            source=S.APPROVED,
            step=Step.CANCEL,
            target=S.CANCELLED,
            right=Right.ORDER_CANCEL,
            late_right=Right.ORDER_CANCEL_LATE,
            needs_reason=True,
        ),
        Transition(source=S.APPROVED, step=Step.CLOSE_SHORT, target=S.APPROVED, right=Right.ORDER_CANCEL),
        Transition(source=S.APPROVED, step=Step.PICK, target=S.APPROVED, right=Right.SHIPMENT_PICK),
        Transition(source=S.APPROVED, step=Step.COMPLETE, target=S.COMPLETED, right=None),
        Transition(source=S.COMPLETED, step=Step.RATE, target=S.COMPLETED, right=Right.ORDER_RATE),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Position:
    """What the life needs to know of an order: its status, and how far the warehouse has come.

    ``asked``: the approvals that its revision asks for; ``given``: those of them that it has.
    """

    status: OrderStatus
    picking: bool = False
    shipped: bool = False
    rated: bool = False
    asked: frozenset[ApprovalKind] = ALWAYS
    given: frozenset[ApprovalKind] = frozenset()


def next_status(position: Position, step: Step) -> OrderStatus | None:
    """Where a step leads from here; nothing where it cannot be taken now."""
    row = LIFE.transition(position.status, step)
    too_late = {
        Step.CANCEL: position.shipped,
        Step.RATE: position.rated,
        Step.WITHDRAW: bool(position.given - BY_MONEY),
    }
    return None if row is None or too_late.get(step) else row.target


def right_for(position: Position, step: Step) -> Right | None:
    """The right a person needs for a step from here; nothing when no person can take it."""
    row = LIFE.transition(position.status, step)
    if row is None:
        return None
    return row.late_right if position.picking and row.late_right else row.right


def deciding_rights(position: Position, step: Step) -> frozenset[Right] | None:
    """Of these a person needs one to say yes or no: to what is still open, or to whatever was asked.

    Whoever looks after the account may say no to any order, also to one that nobody has to say yes to. Nothing where
    the step is no decision. A payment is given by no such yes.
    """
    open_ = position.asked - position.given - BY_MONEY
    kinds = {Step.APPROVE: open_, Step.REJECT: position.asked | ALWAYS}.get(step)
    return None if kinds is None else frozenset(RIGHTS[kind] for kind in kinds)
