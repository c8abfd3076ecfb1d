"""Reminders of what is due: stopped and begun again by the buyer."""

from domain.finance import reminders
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb


def want(request: Request, *, wanted: int) -> Turn:
    """Hear of it, or no more."""
    request.actor.need(Right.STATEMENT_AGREE)
    reminders.want(request.actor, wanted=wanted > 0)
    other = button(request.say("reminder.stop" if wanted else "reminder.again"), Verb.REMINDERS, 0 if wanted else 1)
    menu = button(request.say("button.menu"), Verb.MENU)
    return Turn(
        replies=(Reply(title=request.say("reminder.on" if wanted else "reminder.off"), buttons=((other, menu),)),)
    )
