"""The details of an order besides goods: address, date, and a note."""

from datetime import timedelta

from domain.carts import carts, details
from domain.carts.carts import CartView
from domain.db.pages import ROWS
from domain.language.dates import day_and_hour, is_hour, means_any_day, read_day
from domain.refusals import BadDate
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.shopping import cart_text, checkout

#: Days offered as buttons; others are typed.
DAYS = 7
_ANY = "none"


def note(request: Request, *, gone: bool = False) -> Turn:
    """Ask for a note; ``gone`` takes away the one that is there."""
    if gone:
        return _back(request, details.write_note(request.actor, ""), "checkout.note_gone")
    cart = carts.view(request.actor)
    take_away = ((button(request.say("checkout.no_note"), Verb.NOTE, 0),),) if cart.cart.note else ()
    reply = Reply(
        title=request.say("checkout.ask_note"),
        lines=(request.say("cart.note", words=cart.cart.note),) if cart.cart.note else (),
        note=request.say("checkout.ask_note_how"),
        buttons=(*take_away, _ways(request)),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.CART_NOTE))


def typed_note(request: Request, text: str, *, added: bool = False) -> Turn:
    """The note; one that was offered stands beside what is noted already."""
    if added:
        return _back(request, details.add_note(request.actor, text, carts.view(request.actor))[0], "checkout.note_kept")
    return _back(request, details.write_note(request.actor, text), "checkout.note_kept")


def spare_rebate(request: Request, *, spares: int) -> Turn:
    """Leave the rebate alone, or use it after all, and the summary again."""
    return checkout.shown(request, details.spare_rebate(request.actor, spares=bool(spares)))


def addresses(request: Request, *, page: int = 0) -> Turn:
    """The account's addresses to choose from."""
    cart = carts.view(request.actor)
    known = details.addresses(request.actor)
    part = page_of(page, ROWS, len(known))
    if not known:
        return new_address(request)
    reply = Reply(
        title=part.head(request, request.say("title.address")),
        lines=(request.say("checkout.now", words=cart.address), *cart_text.receiver(request, cart)),
        buttons=(
            *(
                (button(request.say("checkout.one_address", words=each.text), Verb.ADDRESS, each.id),)
                for each in part.of(known)
            ),
            *part.turn(request, Verb.ADDRESSES),
            (
                button(request.say("checkout.new_address"), Verb.NEW_ADDRESS),
                button(request.say("checkout.receiver"), Verb.RECEIVER),
            ),
            _ways(request),
        ),
    )
    return Turn(replies=(reply,))


def address(request: Request, *, address_id: Id) -> Turn:
    """One of them."""
    return _back(request, details.deliver_to(request.actor, address_id), "checkout.address_kept")


def new_address(request: Request) -> Turn:
    """Ask for another."""
    carts.view(request.actor)
    reply = Reply(
        title=request.say("title.new_address"),
        note=request.say("checkout.ask_new_address_how"),
        buttons=(_ways(request),),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.NEW_ADDRESS))


def typed_address(request: Request, text: str) -> Turn:
    """The new address."""
    return _back(request, details.add_address(request.actor, text), "checkout.address_kept")


def receiver(request: Request) -> Turn:
    """Ask who takes the goods at the cart's address."""
    cart = carts.view(request.actor)
    if cart.place is None:
        return new_address(request)
    reply = Reply(
        title=request.say("checkout.ask_receiver", address=cart.address),
        lines=cart_text.receiver(request, cart),
        note=request.say("checkout.ask_receiver_how"),
        buttons=(_ways(request),),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.RECEIVER))


def typed_receiver(request: Request, text: str) -> Turn:
    """The receiver, the number, or both."""
    return _back(request, details.tell_receiver(request.actor, text), "checkout.receiver_kept")


def receiver_later(request: Request) -> Turn:
    """Not now: it is not asked again, and can be told whenever the address is opened."""
    return _back(request, details.receiver_later(request.actor), "checkout.receiver_later_done")


def dates(request: Request) -> Turn:
    """The next days to choose from; others can be typed."""
    cart = carts.view(request.actor)
    days = [request.actor.today + timedelta(days=ahead) for ahead in range(DAYS)]
    choices = [_choice(request, cart_text.day(request, day), day.isoformat()) for day in days]
    choices.append(_choice(request, request.say("cart.any_day"), _ANY))
    reply = Reply(
        title=request.say("checkout.ask_date"),
        lines=(request.say("checkout.now", words=cart_text.day(request, cart.cart.wanted_on)),),
        note=request.say("checkout.ask_date_how"),
        buttons=(*(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2)), _ways(request)),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.DATE_WANTED))


def date(request: Request, *, day: str) -> Turn:
    """One of them, or any."""
    if day == _ANY:
        return _back(request, details.want_on(request.actor, None), "checkout.date_kept")
    wanted = read_day(day, request.actor.today)
    if wanted is None:
        raise StaleButton
    return _back(request, details.want_on(request.actor, wanted), "checkout.date_kept")


def typed_date(request: Request, text: str) -> Turn:
    """A day in the dealer's own words. Raises BadDate: we cannot read it, or it is not a day we can deliver on."""
    if means_any_day(text):
        return _back(request, details.want_on(request.actor, None), "checkout.date_kept")
    said = day_and_hour(text, request.actor.today, day_first=request.say.language == "en")
    if said is None:
        raise BadDate
    cart = details.want_on(request.actor, said.day)
    if not said.hour:
        return _back(request, cart, "checkout.date_kept")
    kept = "\n".join(line for line in cart.cart.note.splitlines() if not is_hour(line))
    if kept != cart.cart.note:
        cart = details.write_note(request.actor, kept)
    cart, _ = details.add_note(request.actor, said.hour, cart)
    return _back(request, cart, "checkout.date_and_hour", hour=said.hour)


def _choice(request: Request, words: str, day: str) -> Button:
    return button(request.say("checkout.one_date", words=words), Verb.DATE, day)


def _back(request: Request, cart: CartView, key: str, **facts: str) -> Turn:
    """Back where it was asked: to the checkout, or to the goods while there are none."""
    told = request.say(key, **facts)
    if cart.rows:
        return checkout.shown(request, cart, told=told)
    search, menu = button(request.say("button.search"), Verb.SEARCH), button(request.say("button.menu"), Verb.MENU)
    return Turn(replies=(Reply(title=told, buttons=((search, menu),)),))


def _ways(request: Request) -> Row:
    return button(request.say("button.back"), Verb.CHECKOUT), button(request.say("button.menu"), Verb.MENU)
