"""What a dealer wishes of an order besides goods: where to, when, and a note."""

from datetime import timedelta

from domain import cart_notes, carts
from domain.carts import CartView
from domain.refusals import BadDate
from domain.rules.days import day_and_hour, means_any_day, read_day
from handlers import cart_words, checkout
from handlers.paging import page
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Addresses a page.
PAGE = 8
#: Days offered as buttons; others are typed.
DAYS = 7
_ANY = "none"


def note(visit: Visit, press: Press) -> Turn:
    """Ask for a note; an argument takes away the one that is there."""
    if press.has(0):
        return _back(visit, carts.write_note(visit.by, ""), "checkout.note_gone")
    cart = carts.view(visit.by)
    gone = ((button(visit.say("checkout.no_note"), Verb.NOTE, 0),),) if cart.cart.note else ()
    reply = Reply(
        title=visit.say("checkout.ask_note"),
        lines=(visit.say("cart.note", words=cart.cart.note),) if cart.cart.note else (),
        note=visit.say("checkout.ask_note_how"),
        buttons=(*gone, _ways(visit)),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.CART_NOTE))


def typed_note(visit: Visit, facts: Facts, text: str) -> Turn:
    """The note; one that was offered stands beside what is noted already."""
    if facts.get("added"):
        return _back(visit, cart_notes.add(visit.by, text, carts.view(visit.by))[0], "checkout.note_kept")
    return _back(visit, carts.write_note(visit.by, text), "checkout.note_kept")


def addresses(visit: Visit, press: Press) -> Turn:
    """The account's addresses to choose from."""
    cart = carts.view(visit.by)
    known = carts.addresses(visit.by)
    part = page(press.number(0, 0), PAGE, len(known))
    if not known:
        return new_address(visit, press)
    reply = Reply(
        title=part.head(visit, visit.say("title.address")),
        lines=(visit.say("checkout.now", words=cart.address),),
        buttons=(
            *(
                (button(visit.say("checkout.one_address", words=each.text), Verb.ADDRESS, each.id),)
                for each in part.of(known)
            ),
            *part.turn(visit, Verb.ADDRESSES),
            (button(visit.say("checkout.new_address"), Verb.NEW_ADDRESS),),
            _ways(visit),
        ),
    )
    return Turn(replies=(reply,))


def address(visit: Visit, press: Press) -> Turn:
    """One of them."""
    return _back(visit, carts.deliver_to(visit.by, press.id(0)), "checkout.address_kept")


def new_address(visit: Visit, press: Press) -> Turn:
    """Ask for another."""
    carts.view(visit.by)
    reply = Reply(
        title=visit.say("title.new_address"),
        note=visit.say("checkout.ask_new_address_how"),
        buttons=(_ways(visit),),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.NEW_ADDRESS))


def typed_address(visit: Visit, facts: Facts, text: str) -> Turn:
    """The new address."""
    return _back(visit, carts.add_address(visit.by, text), "checkout.address_kept")


def dates(visit: Visit, press: Press) -> Turn:
    """The next days to choose from; others can be typed."""
    cart = carts.view(visit.by)
    days = [visit.by.today + timedelta(days=ahead) for ahead in range(DAYS)]
    choices = [_choice(visit, cart_words.day(visit, day), day.isoformat()) for day in days]
    choices.append(_choice(visit, visit.say("cart.any_day"), _ANY))
    reply = Reply(
        title=visit.say("checkout.ask_date"),
        lines=(visit.say("checkout.now", words=cart_words.day(visit, cart.cart.wanted_on)),),
        note=visit.say("checkout.ask_date_how"),
        buttons=(*(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2)), _ways(visit)),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.DATE_WANTED))


def date(visit: Visit, press: Press) -> Turn:
    """One of them, or any."""
    if press.text(0) == _ANY:
        return _back(visit, carts.want_on(visit.by, None), "checkout.date_kept")
    day = read_day(press.text(0), visit.by.today)
    if day is None:
        raise StaleButton
    return _back(visit, carts.want_on(visit.by, day), "checkout.date_kept")


def typed_date(visit: Visit, facts: Facts, text: str) -> Turn:
    """A day in the dealer's own words.

    Raises:
        BadDate: we cannot read it, or it is not a day we can deliver on.
    """
    if means_any_day(text):
        return _back(visit, carts.want_on(visit.by, None), "checkout.date_kept")
    said = day_and_hour(text, visit.by.today, day_first=visit.say.language == "en")
    if said is None:
        raise BadDate
    cart = carts.want_on(visit.by, said.day)
    if not said.hour:
        return _back(visit, cart, "checkout.date_kept")
    cart, _ = cart_notes.add(visit.by, said.hour, cart)
    return _back(visit, cart, "checkout.date_and_hour", hour=said.hour)


def _choice(visit: Visit, words: str, day: str) -> Button:
    return button(visit.say("checkout.one_date", words=words), Verb.DATE, day)


def _back(visit: Visit, cart: CartView, key: str, **facts: str) -> Turn:
    """Back where it was asked: to the checkout, or to the goods while there are none."""
    told = visit.say(key, **facts)
    if cart.rows:
        return Turn(replies=(checkout.summary(visit, cart, told=told),))
    search, menu = button(visit.say("button.search"), Verb.SEARCH), button(visit.say("button.menu"), Verb.MENU)
    return Turn(replies=(Reply(title=told, buttons=((search, menu),)),))


def _ways(visit: Visit) -> Row:
    return button(visit.say("button.back"), Verb.CHECKOUT), button(visit.say("button.menu"), Verb.MENU)
