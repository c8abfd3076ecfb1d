"""Small talk: thanks, acknowledgements, "wait"; who looks after them."""

from collections.abc import Callable, Mapping

from domain.people import contact as contacts
from domain.reports import work_counts
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb


def short(key: str) -> Callable[[Request, Mapping[str, str]], Turn]:
    """A short answer that does nothing."""

    def answer(request: Request, blanks: Mapping[str, str]) -> Turn:
        home = button(request.say("button.menu"), Verb.MENU)
        return Turn(replies=(Reply(title=request.say(key), buttons=((home,),)),))

    return answer


def never_mind(request: Request, blanks: Mapping[str, str]) -> Turn:
    """Nothing was done; the cart's lines are counted, with the way to empty it."""
    has_cart = request.actor.may(Right.CART_CHANGE) and request.actor.account_id
    count = work_counts.in_cart(request.actor) if has_cart else 0
    if not count:
        return short("words.never_mind")(request, blanks)
    rows = (
        (button(request.say("button.cart"), Verb.CART), button(request.say("words.checkout"), Verb.CHECKOUT)),
        (button(request.say("button.menu"), Verb.MENU),),
    )
    return Turn(replies=(Reply(title=request.say.count("words.never_mind_cart", count), buttons=rows),))


def salesperson(request: Request, blanks: Mapping[str, str]) -> Turn | None:
    """Who looks after them, and the button that tells that one; asking who it is rings nobody."""
    if request.account is None:
        return None
    names = request.say("contact.and").join(contacts.approver_names(request.actor, request.account))
    if not names:
        return None
    row = (button(request.say("menu.contact"), Verb.CONTACT), button(request.say("button.menu"), Verb.MENU))
    return Turn(replies=(Reply(title=request.say("sentence.salesperson", names=names), buttons=(row,)),))
