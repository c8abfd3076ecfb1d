"""Joining by invite: link, scan or typed code."""

from dataclasses import replace

from domain.orders.access import find
from domain.people import invites
from domain.people.desk_refusals import LoginGone
from domain.people.retail import is_open
from domain.refusals import InviteUnknown, Refusal, SwitchedOff
from domain.rules.invite_codes import is_like_code, read_code
from handlers.conversation.callback_data import button, is_ours, read
from handlers.conversation.dispatch import Action
from handlers.conversation.request import Request
from handlers.conversation.turn import Body, Question, QuestionKind, Reply, Sent, SentKind, Started, Turn, Typed
from handlers.conversation.verbs import Verb
from handlers.entry import menu, retail
from handlers.entry.newcomer import inside, other_languages
from locales import words_for


def ask(request: Request) -> Turn:
    """Somebody we know may have a code for one more order."""
    account = request.account.name if request.account and not menu.is_retail(request) else ""
    who = " · ".join(filter(None, (request.person.name, account)))
    return Turn(
        replies=(
            Reply(
                title=request.say("join.here_already", name=who),
                lines=(request.say("join.ask"),),
                note=request.say("join.ask_note"),
                buttons=((button(request.say("button.menu"), Verb.MENU),),),
            ),
        ),
        question=Question(kind=QuestionKind.INVITE_CODE),
    )


def code(request: Request, text: str) -> Turn:
    """A code typed by somebody we know."""
    given = read_code(text)
    if given is not None:
        return _come_in(request, given)
    home = button(request.say("button.menu"), Verb.MENU)
    reply = Reply(title=request.say("join.no_code"), buttons=((home,),))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.INVITE_CODE))


def stranger(request: Request, body: Body, data: str | None) -> Turn:
    """Ask an unknown identity for an invite. Raises SwitchedOff: the person was deactivated."""
    if request.identity.person_id is not None:
        raise SwitchedOff
    callback = read(data) if data and is_ours(data) else None
    if callback is not None and callback.verb is Verb.LANGUAGE:
        return _LANGUAGE.run(request, callback)
    if callback is not None and callback.verb is Verb.JOIN:
        reply = Reply(
            title=request.say("join.ask"), note=request.say("join.ask_note"), buttons=(other_languages(request),)
        )
        return Turn(replies=(reply,))
    opened, given = is_open(request.session), None if data else _code_in(body)
    if given and not (opened and retail.is_contact(request, body)):
        return _come_in(request, given)
    at_door = retail.answer(request, body, callback) if opened else None
    if at_door is None and not data and isinstance(body, Typed) and is_like_code(body.text):
        return _no_code(request)
    return at_door or _greet(request)


def _no_code(request: Request) -> Turn:
    """A typed text is no code: what codes look like, and who has them."""
    reply = Reply(
        title=request.say("join.no_code"),
        note=request.say("join.where"),
        buttons=((button(request.say("join.enter"), Verb.JOIN),), other_languages(request)),
    )
    return Turn(replies=(reply,))


def again(request: Request, code: str | None) -> Turn:
    """Somebody we know follows a link: welcome back, or one more shared order. Most QR codes are no invites."""
    given = read_code(code or "")
    return _come_in(request, given) if given else Turn(replies=(menu.home(request),))


def count_wrong_code(request: Request, refusal: Refusal) -> None:
    """Remember a wrong code; called after the refusal undid the try itself."""
    if isinstance(refusal, InviteUnknown | LoginGone):
        invites.count_try(request.actor, request.identity)


def _come_in(request: Request, code: str) -> Turn:
    """Welcome by name and account, with what the person can do now."""
    joined = invites.join(request.actor, request.identity, code, request.name)
    known = request.actor.person is not None
    within = request if known else inside(request, joined.person)
    home = menu.home(within)
    if joined.order_id is not None:
        return Turn(replies=(_followed(within, joined.order_id, home),))
    if known:
        return Turn(replies=(home,))
    account = within.account.name if within.account else ""
    key = "join.in_account" if account else "join.in"
    return Turn(replies=(replace(home, title=within.say(key, name=within.person.name, account=account)),))


def _followed(request: Request, order_id: int, home: Reply) -> Reply:
    """The shared order first, then the menu."""
    access = find(request.actor, order_id)
    number = access.order.number
    look = button(request.say("join.to_order", number=number), Verb.ORDER, order_id)
    told = request.say("join.followed", account=access.account.name, number=number)
    title = request.say("join.in", name=request.person.name)
    return replace(home, title=title, lines=(told,), buttons=((look,), *home.buttons))


def _code_in(body: Body) -> str | None:
    match body:
        case Started(code=code):
            return code
        case Typed(text=text) | Sent(kind=SentKind.SCAN, text=text):
            return read_code(text)
        case _:
            return None


def _greet(request: Request) -> Turn:
    """Who we are and how to get in."""
    if is_open(request.session):
        return retail.greet(request)
    enter = button(request.say("join.enter"), Verb.JOIN)
    reply = Reply(
        title=request.say("join.welcome"),
        lines=(request.say("join.how"),),
        note=request.say("join.where"),
        buttons=((enter,), other_languages(request)),
    )
    return Turn(replies=(reply,))


def _language(request: Request, *, wanted: str = "") -> Turn:
    if not wanted:
        return Turn(replies=(Reply(title=request.say("language.ask"), buttons=(menu.languages(request),)),))
    turn = _greet(replace(request, say=words_for(menu.spoken(wanted))))
    return replace(turn, memory={**request.memory, "language": wanted})


_LANGUAGE = Action(_language)
