"""The life of an order as one table: which step leads from where to where, who may take it, and what it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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
    PICK = "pick"
    RATE = "rate"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One row of the life. ``right`` is needed by a person; a row without one is taken by the house itself.

    ``late_right`` is needed instead once the warehouse has begun to pick.
    """

    source: OrderStatus
    step: Step
    target: OrderStatus
    right: Right | None
    needs_reason: bool = False
    late_right: Right | None = None


S = OrderStatus
LIFE: tuple[Move, ...] = (
    Move(source=S.SUBMITTED, step=Step.WITHDRAW, target=S.WITHDRAWN, right=Right.ORDER_SUBMIT),
    Move(source=S.SUBMITTED, step=Step.CHANGE, target=S.SUBMITTED, right=Right.ORDER_CHANGE),
    Move(source=S.SUBMITTED, step=Step.APPROVE, target=S.APPROVED, right=Right.ORDER_APPROVE),
    Move(source=S.SUBMITTED, step=Step.REJECT, target=S.REJECTED, right=Right.ORDER_APPROVE, needs_reason=True),
    Move(source=S.SUBMITTED, step=Step.EXPIRE, target=S.EXPIRED, right=None),
    Move(source=S.SUBMITTED, step=Step.CANCEL, target=S.CANCELLED, right=Right.ORDER_CANCEL, needs_reason=True),
    Move(
        source=S.APPROVED,
        step=Step.CANCEL,
        target=S.CANCELLED,
        right=Right.ORDER_CANCEL,
        late_right=Right.ORDER_CANCEL_LATE,
        needs_reason=True,
    ),
    Move(source=S.APPROVED, step=Step.PICK, target=S.APPROVED, right=Right.SHIPMENT_PICK),
    Move(source=S.APPROVED, step=Step.COMPLETE, target=S.COMPLETED, right=None),
    Move(source=S.COMPLETED, step=Step.RATE, target=S.COMPLETED, right=Right.ORDER_RATE),
)
MOVES: Mapping[tuple[OrderStatus, Step], Move] = {(move.source, move.step): move for move in LIFE}

#: A new order begins here.
FIRST = OrderStatus.SUBMITTED
#: Nothing but a rating follows these.
CLOSED = frozenset({S.COMPLETED, S.REJECTED, S.EXPIRED, S.CANCELLED, S.WITHDRAWN})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the life needs to know of an order: its status, and how far the warehouse has come."""

    status: OrderStatus
    picking: bool = False
    shipped: bool = False
    rated: bool = False


def next_status(standing: Standing, step: Step) -> OrderStatus | None:
    """Where a step leads from here, or nothing when it cannot be taken now, whoever asks."""
    move = MOVES.get((standing.status, step))
    if move is None or (step is Step.CANCEL and standing.shipped) or (step is Step.RATE and standing.rated):
        return None
    return move.target


def right_for(standing: Standing, step: Step) -> Right | None:
    """The right a person needs for a step from here; nothing when no person can take it."""
    move = MOVES.get((standing.status, step))
    if move is None:
        return None
    return move.late_right if standing.picking and move.late_right else move.right


def rights_ever(step: Step) -> frozenset[Right]:
    """The rights that allow a step in some state; whoever has none of them never may."""
    moves = [move for move in LIFE if move.step is step]
    return frozenset(right for move in moves for right in (move.right, move.late_right) if right)
