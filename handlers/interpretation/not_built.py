"""Sentences about features that do not exist yet: answered honestly, with whom to ask, never searched as goods."""

from collections.abc import Callable, Mapping

from domain.orders.view import view_order
from domain.rules.rights import Role
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.interpretation import entities
from handlers.orders import order_buttons

#: Who helps meanwhile: a buyer has a salesperson, their customer has the shop; staff know it themselves.
_NOTES = {Role.BUYER: "not_built.how", Role.CUSTOMER: "not_built.how_customer"}
_Does = Callable[[Request, Mapping[str, str]], Turn | None]


def later(word: str) -> _Does:
    """The answer to a sentence about something that is not there yet, worded under ``not_built.``."""

    def answer(request: Request, blanks: Mapping[str, str]) -> Turn:
        return told(request, word, "")

    return answer


def later_of_order(word: str) -> _Does:
    """The same, about an order, which is named and can be opened."""

    def answer(request: Request, blanks: Mapping[str, str]) -> Turn | None:
        said = blanks.get("order")
        if said is None:
            return told(request, word, "")
        return entities.order(request, said, lambda order_id: of_order(request, word, order_id))

    return answer


def of_order(request: Request, word: str, order_id: int) -> Turn:
    """What cannot be done yet with this order."""
    view = view_order(request.actor, order_id)
    return told(request, word, view.order.number, (order_buttons.to_order(request, view),))


def told(request: Request, word: str, about: str, ways: Row = ()) -> Turn:
    """That it is not there yet, and who helps meanwhile."""
    text = request.say(f"not_built.{word}")
    role = request.person.role
    note = _NOTES.get(role, "not_built.how_staff")
    help_: Row = (button(request.say("menu.contact"), Verb.CONTACT),) if role is Role.BUYER else ()
    rows = tuple(row for row in (ways, help_, (button(request.say("button.menu"), Verb.MENU),)) if row)
    reply = Reply(
        title=request.say("not_built.about", about=about, text=text) if about else text,
        note=request.say(note),
        buttons=rows,
    )
    return Turn(replies=(reply,))
