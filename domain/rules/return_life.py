"""The life cycle of a return request as one table: claims keep the goods, returns and repairs bring them."""

from enum import StrEnum

from domain.rules.life import Life, Transition
from domain.rules.rights import Right


class ReturnStatus(StrEnum):
    """Where a return request stands."""

    REQUESTED = "requested"
    """The dealer asks; nobody has decided."""
    APPROVED = "approved"
    """Agreed, wholly or in part; the goods are to come back."""
    ON_ITS_WAY = "on_its_way"
    """The dealer has sent the goods."""
    RECEIVED = "received"
    """The goods came back and were counted."""
    REPAIRING = "repairing"
    """They are being repaired."""
    SENT_BACK = "sent_back"
    """They were repaired, and are on their way back to the dealer."""
    SETTLED = "settled"
    """Stock and money are settled, and what replaces the goods is ordered."""
    REFUSED = "refused"
    """The supplier said no, with a reason."""
    WITHDRAWN = "withdrawn"
    """The dealer took it back."""


class ReturnStep(StrEnum):
    """What can be done to a return request."""

    CHANGE = "change"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    SEND = "send"
    RECEIVE = "receive"
    REPAIR = "repair"
    SEND_BACK = "send_back"
    SETTLE = "settle"


_S, _Step = ReturnStatus, ReturnStep
LIFE: Life[ReturnStatus, ReturnStep] = Life(
    _S.REQUESTED,
    (
        Transition(source=_S.REQUESTED, step=_Step.CHANGE, target=_S.REQUESTED, right=Right.RETURN_DECIDE),
        Transition(source=_S.REQUESTED, step=_Step.APPROVE, target=_S.APPROVED, right=Right.RETURN_DECIDE),
        Transition(
            source=_S.REQUESTED,
            step=_Step.REFUSE,
            target=_S.REFUSED,
            right=Right.RETURN_DECIDE,
            needs_reason=True,
        ),
        Transition(source=_S.REQUESTED, step=_Step.WITHDRAW, target=_S.WITHDRAWN, right=Right.RETURN_ASK),
        Transition(source=_S.APPROVED, step=_Step.WITHDRAW, target=_S.WITHDRAWN, right=Right.RETURN_ASK),
        Transition(source=_S.APPROVED, step=_Step.SEND, target=_S.ON_ITS_WAY, right=Right.RETURN_ASK),
        Transition(source=_S.APPROVED, step=_Step.RECEIVE, target=_S.RECEIVED, right=Right.RETURN_RECEIVE),
        Transition(source=_S.ON_ITS_WAY, step=_Step.RECEIVE, target=_S.RECEIVED, right=Right.RETURN_RECEIVE),
        Transition(source=_S.RECEIVED, step=_Step.REPAIR, target=_S.REPAIRING, right=Right.RETURN_RECEIVE),
        Transition(source=_S.REPAIRING, step=_Step.SEND_BACK, target=_S.SENT_BACK, right=Right.RETURN_RECEIVE),
        Transition(source=_S.APPROVED, step=_Step.SETTLE, target=_S.SETTLED, right=None),
        Transition(source=_S.RECEIVED, step=_Step.SETTLE, target=_S.SETTLED, right=None),
    ),
)

#: Came to nothing: its quantities are free again.
VOID = frozenset({_S.REFUSED, _S.WITHDRAWN})
#: The dealer has the goods as before: something else may be asked for them.
FREED = VOID | {_S.SENT_BACK}
#: Somebody still has to do something for it.
OPEN = frozenset({_S.REQUESTED, _S.APPROVED, _S.ON_ITS_WAY, _S.RECEIVED, _S.REPAIRING})
#: The goods are awaited.
AWAITED = frozenset({_S.APPROVED, _S.ON_ITS_WAY})
#: The warehouse has something to do for it; what is received waits there only to be repaired.
AT_THE_WAREHOUSE = AWAITED | {_S.RECEIVED, _S.REPAIRING}
