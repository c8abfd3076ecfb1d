"""✅ 对账无误: a statement is agreed on by one tap, as it was shown."""

from datetime import date

from domain.finance import agreements
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.finance import statement


def agree(request: Request, *, account_id: Id, last: date, entries: int) -> Turn:
    """The period is closed."""
    agreements.agree(request.actor, account_id, last, entries)
    return statement.show(request, account_id=account_id, last=last).headed(request.say("statement.agreed"))
