"""我的售后: the requests a person sees, those that wait for them first."""

from domain.after_sales import view
from domain.after_sales.view import ListedReturn
from domain.rules.rights import Right
from handlers.after_sales import card
from handlers.conversation.callback_data import button
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.conversation.verbs import Verb


def show(request: Request, *, page: int = 0) -> Turn:
    """A page of them; a buyer may ask for something new from here."""
    found = view.page(request.actor, page)
    part = of_page(found)
    ask = (button(request.say("returns.ask_new"), Verb.RETURN_OF_ORDER),) if request.actor.may(Right.RETURN_ASK) else ()
    foot = (*ask, button(request.say("button.menu"), Verb.MENU))
    title = request.say("returns.mine" if found.rows else "returns.none")
    reply = Reply(
        title=part.head(request, title),
        buttons=(*((_row(request, each),) for each in found.rows), *part.turn(request, Verb.RETURNS), foot),
    )
    return Turn(replies=(reply,))


def _row(request: Request, each: ListedReturn) -> Button:
    about = each.request
    whose = "" if request.actor.may(Right.RETURN_ASK) else each.account.name
    label = request.say("returns.row", number=card.short(about), status=card.status(request, about), whose=whose)
    return button(label.strip(), Verb.RETURN, about.id)
