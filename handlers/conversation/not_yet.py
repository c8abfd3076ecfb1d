"""Sentences about what we cannot do yet: said so honestly, with whom to ask, and never searched for as goods."""

from collections.abc import Callable, Mapping

from domain import order_lists
from domain.order_view import view
from domain.rules.rights import Role
from handlers import order_buttons
from handlers.conversation import resolve
from handlers.press import button
from handlers.turn import Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Who helps meanwhile: a buyer has a salesperson, their customer has the shop; staff know it themselves.
_NOTES = {Role.BUYER: "later.how", Role.CUSTOMER: "later.how_customer"}
_Does = Callable[[Visit, Mapping[str, str]], Turn | None]


def later(word: str) -> _Does:
    """The answer to a sentence about something that is not there yet, worded under ``later.``."""

    def answer(visit: Visit, blanks: Mapping[str, str]) -> Turn:
        return told(visit, word, "")

    return answer


def later_of_order(word: str) -> _Does:
    """The same, about an order, which is named and can be opened."""

    def answer(visit: Visit, blanks: Mapping[str, str]) -> Turn | None:
        said = blanks.get("order")
        if said is None:
            return told(visit, word, "")
        return resolve.order(visit, said, lambda order_id: of_order(visit, word, order_id), surely=word == "returns")

    return answer


def later_of_account(word: str) -> _Does:
    """The same, about an account, which is named."""

    def answer(visit: Visit, blanks: Mapping[str, str]) -> Turn | None:
        name = blanks.get("account", "")
        if visit.by.is_a(Role.FINANCE):
            known = order_lists.accounts_named(visit.by, name)
            return told(visit, word, known[0].name if len(known) == 1 else "")
        found = resolve.accounts(visit, name)
        return told(visit, word, found[0].name) if len(found) == 1 else None

    return answer


def of_order(visit: Visit, word: str, order_id: int) -> Turn:
    """What cannot be done yet with this order."""
    seen = view(visit.by, order_id)
    missed = (row[-1] for row in order_buttons.received(visit, seen)) if word == "returns" else ()
    return told(visit, word, seen.order.number, (*missed, order_buttons.to_order(visit, seen)))


def told(visit: Visit, word: str, about: str, ways: Row = ()) -> Turn:
    """That it is not there yet, and who helps meanwhile."""
    text = visit.say(f"later.{word}")
    role = visit.person.role
    note = _NOTES.get(role, "later.how_staff")
    help_: Row = (button(visit.say("menu.contact"), Verb.CONTACT),) if role is Role.BUYER else ()
    rows = tuple(row for row in (ways, help_, (button(visit.say("button.menu"), Verb.MENU),)) if row)
    reply = Reply(
        title=visit.say("later.about", about=about, text=text) if about else text, note=visit.say(note), buttons=rows
    )
    return Turn(replies=(reply,))
