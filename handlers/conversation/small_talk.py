"""What is said in passing: greetings, thanks, nods, "wait"; help, and a human to talk to."""

from collections.abc import Mapping

from domain import contact as contacts
from domain import waiting
from domain.rules.rights import Right
from handlers import menu
from handlers.press import button, press_of
from handlers.turn import Button, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def hello(visit: Visit, blanks: Mapping[str, str]) -> Turn:
    """The menu greets."""
    return menu.show(visit, press_of(Verb.MENU))


def thanks(visit: Visit, blanks: Mapping[str, str]) -> Turn:
    """You are welcome."""
    return _short(visit, "words.thanks")


def nod(visit: Visit, blanks: Mapping[str, str]) -> Turn:
    """All right."""
    return _short(visit, "words.nod")


def bye(visit: Visit, blanks: Mapping[str, str]) -> Turn:
    """Until next time; what lies in the cart stays there."""
    return _short(visit, "words.bye")


def wait(visit: Visit, blanks: Mapping[str, str]) -> Turn:
    """No hurry: nothing was done."""
    return _short(visit, "words.wait")


def never_mind(visit: Visit, blanks: Mapping[str, str]) -> Turn:
    """Nothing was done; what lies in the cart is named, with the way to empty it."""
    count = waiting.in_cart(visit.by) if visit.by.may(Right.CART_CHANGE) and visit.by.account_id else 0
    if not count:
        return _short(visit, "words.never_mind")
    rows = (
        (button(visit.say("button.cart"), Verb.CART), button(visit.say("words.checkout"), Verb.CHECKOUT)),
        (_home(visit),),
    )
    return Turn(replies=(Reply(title=visit.say.count("words.never_mind_cart", count), buttons=rows),))


def contact(visit: Visit, blanks: Mapping[str, str]) -> Turn:
    """Somebody of ours is told."""
    return menu.contact(visit, press_of(Verb.CONTACT))


def keeper(visit: Visit, blanks: Mapping[str, str]) -> Turn | None:
    """Who looks after them, and the button that tells that one; asking who it is rings nobody."""
    if visit.account is None:
        return None
    names = visit.say("contact.and").join(contacts.approver_names(visit.by, visit.account))
    rows: tuple[Row, ...] = ((button(visit.say("menu.contact"), Verb.CONTACT), _home(visit)),)
    return Turn(replies=(Reply(title=visit.say("sentence.keeper", names=names), buttons=rows),)) if names else None


def help_(visit: Visit, blanks: Mapping[str, str]) -> Turn:
    """What this role can do and say."""
    return menu.help_(visit, press_of(Verb.HELP))


def _short(visit: Visit, key: str) -> Turn:
    rows: tuple[Row, ...] = ((_home(visit),),)
    return Turn(replies=(Reply(title=visit.say(key), buttons=rows),))


def _home(visit: Visit) -> Button:
    return button(visit.say("button.menu"), Verb.MENU)
