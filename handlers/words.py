"""Free text when nothing was asked: questions about orders, an order in words, or a search."""

from domain.refusals import NoAccount
from domain.rules.reading import Held
from domain.rules.rights import Right, Role
from handlers import amending, cart, intents, menu, search, teaching, tracking, wording
from handlers.intents import Intent
from handlers.press import Press, button
from handlers.turn import Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def say(visit: Visit, text: str) -> Turn:
    """Understand a text as a salesperson would."""
    if visit.by.is_a(Role.CUSTOMER):
        return _for_customer(visit, text)
    match intents.read(text):
        case Intent.WHERE:
            return _where(visit, text)
        case Intent.SAME_AGAIN if visit.by.may(Right.CART_CHANGE):
            return cart.same_again(visit, Press(verb=Verb.SAME_AGAIN))
        case Intent.HELLO:
            return menu.show(visit, Press(verb=Verb.MENU))
        case Intent.THANKS:
            return _thanks(visit)
        case _:
            return teaching.in_words(visit, text) or tracking.by_number(visit, text) or _goods(visit, text)


def _goods(visit: Visit, text: str) -> Turn:
    """An order, or else a search."""
    if visit.by.may(Right.CART_CHANGE):
        intake, held = wording.read(visit, text)
        if held is not None and not held.quantities and (changes := amending.offer(visit, text)):
            return changes
        if intake:
            if visit.by.account_id is None:
                raise NoAccount
            return wording.take(visit, text, intake, held or Held())
    return search.find(visit, text)


def _where(visit: Visit, text: str) -> Turn:
    rest = intents.without_where(text)
    if visit.by.may(Right.CART_CHANGE) and rest and visit.reader.read(rest, nicknames=visit.nicknames):
        return _goods(visit, rest)
    number = intents.number_in(text)
    return (tracking.by_number(visit, number, follow=True) if number else None) or tracking.latest(visit)


def _for_customer(visit: Visit, text: str) -> Turn:
    """A dealer's own customer only follows orders."""
    match intents.read(text):
        case Intent.HELLO:
            return menu.show(visit, Press(verb=Verb.MENU))
        case Intent.THANKS:
            return _thanks(visit)
        case _:
            return _where(visit, text)


def _thanks(visit: Visit) -> Turn:
    home = button(visit.say("button.menu"), Verb.MENU)
    return Turn(replies=(Reply(title=visit.say("words.thanks"), buttons=((home,),)),))
