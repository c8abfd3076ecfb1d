"""What an order's status means to lists, figures, checks and buttons; a test holds each pair to all statuses."""

from domain.rules.order_life import LIFE
from domain.rules.order_life import OrderStatus as S

#: Somebody still has to do something for it.
OPEN = frozenset({S.SUBMITTED, S.APPROVED})
#: Only a rating may follow.
CLOSED = frozenset({S.COMPLETED, S.REJECTED, S.EXPIRED, S.CANCELLED, S.WITHDRAWN})

#: Counts as business: in sales, and in what an account usually buys.
COUNTABLE = frozenset({S.SUBMITTED, S.APPROVED, S.COMPLETED})
#: Came to nothing.
VOID = frozenset({S.REJECTED, S.EXPIRED, S.CANCELLED, S.WITHDRAWN})

#: Agreed and not called off: its goods are packed, on their way or there.
AGREED = frozenset({S.APPROVED, S.COMPLETED})
#: Never agreed: no line of it was cut, nothing was packed.
NEVER_AGREED = frozenset({S.SUBMITTED, S.REJECTED, S.EXPIRED, S.WITHDRAWN})
#: Agreed or not, called off since.
PERHAPS_AGREED = frozenset({S.CANCELLED})

#: Somebody approved or rejected it.
DECIDED = AGREED | {S.REJECTED}
#: Nobody did.
UNDECIDED = NEVER_AGREED - {S.REJECTED}

#: Not wanted by its buyer after all.
TAKEN_BACK = frozenset({S.WITHDRAWN, S.CANCELLED})
#: Not in the lists of orders: it is in a cart again.
HIDDEN = frozenset({S.WITHDRAWN})
#: Says why.
REASONED = frozenset(row.target for row in LIFE.transitions if row.needs_reason)
