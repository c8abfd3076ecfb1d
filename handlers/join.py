"""Coming in by invite: link, scan or typed code."""

from dataclasses import replace

from domain import invites
from domain.order_access import find
from domain.refusals import InviteUnknown, Refusal, SwitchedOff
from domain.rules.invite_codes import read_code
from domain.tables.people import Account
from handlers import menu
from handlers.press import Press, button, is_ours, read
from handlers.turn import Body, Facts, Question, QuestionKind, Reply, Row, Sent, SentKind, Started, Turn, Typed
from handlers.verbs import Verb
from handlers.visit import Visit
from locales import words_for


def ask(visit: Visit, press: Press) -> Turn:
    """Somebody we know may have a code for one more order."""
    who = " · ".join(filter(None, (visit.person.name, visit.account.name if visit.account else "")))
    return Turn(
        replies=(
            Reply(
                title=visit.say("join.here_already", name=who),
                lines=(visit.say("join.ask"),),
                note=visit.say("join.ask_note"),
                buttons=((button(visit.say("button.menu"), Verb.MENU),),),
            ),
        ),
        question=Question(kind=QuestionKind.INVITE_CODE),
    )


def code(visit: Visit, facts: Facts, text: str) -> Turn:
    """A code typed by somebody we know."""
    given = read_code(text)
    if given is not None:
        return _come_in(visit, given)
    home = button(visit.say("button.menu"), Verb.MENU)
    reply = Reply(title=visit.say("join.no_code"), buttons=((home,),))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.INVITE_CODE))


def stranger(visit: Visit, body: Body, data: str | None) -> Turn:
    """Whoever we do not know is asked for an invite, whatever they do.

    Raises:
        SwitchedOff: we know them, and somebody of the house switched them off.
    """
    if visit.identity.person_id is not None:
        raise SwitchedOff
    press = read(data) if data and is_ours(data) else None
    if press is not None and press.verb is Verb.LANGUAGE:
        return _language(visit, press)
    if press is not None and press.verb is Verb.JOIN:
        reply = Reply(title=visit.say("join.ask"), note=visit.say("join.ask_note"), buttons=(_other_language(visit),))
        return Turn(replies=(reply,))
    given = None if data else _code_in(body)
    return _come_in(visit, given) if given else _greet(visit)


def again(visit: Visit, code: str | None) -> Turn:
    """Somebody we know follows a link: welcome back, or one more shared order. Most QR codes are no invites."""
    given = read_code(code or "")
    return _come_in(visit, given) if given else Turn(replies=(menu.home(visit),))


def count_wrong_code(visit: Visit, refusal: Refusal) -> None:
    """Remember a wrong code; called after the refusal undid the try itself."""
    if isinstance(refusal, InviteUnknown):
        invites.count_try(visit.by, visit.identity)


def _come_in(visit: Visit, code: str) -> Turn:
    """Welcome by name and account, with what the person can do now."""
    joined = invites.join(visit.by, visit.identity, code, visit.name)
    known = visit.by.person is not None
    inside = visit if known else _inside(visit, joined)
    home = menu.home(inside)
    if joined.order_id is not None:
        return Turn(replies=(_followed(inside, joined.order_id, home),))
    if known:
        return Turn(replies=(home,))
    account = inside.account.name if inside.account else ""
    key = "join.in_account" if account else "join.in"
    return Turn(replies=(replace(home, title=inside.say(key, name=inside.person.name, account=account)),))


def _inside(visit: Visit, joined: invites.Joined) -> Visit:
    """The visit of the person this stranger has become, in the language they chose or their account's."""
    person = joined.person
    account = visit.session.get(Account, person.account_id) if person.account_id else None
    chosen = str(visit.memory.get("language", ""))
    person.language = chosen or person.language or (account.language if account else "") or visit.say.language
    by = replace(visit.by, person=person)
    visit.session.flush()
    return replace(visit, by=by, account=account, say=words_for(person.language))


def _followed(visit: Visit, order_id: int, home: Reply) -> Reply:
    """The shared order first, then the menu."""
    held = find(visit.by, order_id)
    number = held.order.number
    look = button(visit.say("join.to_order", number=number), Verb.ORDER, order_id)
    told = visit.say("join.followed", account=held.account.name, number=number)
    title = visit.say("join.in", name=visit.person.name)
    return replace(home, title=title, lines=(told,), buttons=((look,), *home.buttons))


def _code_in(body: Body) -> str | None:
    match body:
        case Started(code=code):
            return code
        case Typed(text=text) | Sent(kind=SentKind.SCAN, text=text):
            return read_code(text)
        case _:
            return None


def _greet(visit: Visit) -> Turn:
    """Who we are and how to get in."""
    enter = button(visit.say("join.enter"), Verb.JOIN)
    reply = Reply(
        title=visit.say("join.welcome"),
        lines=(visit.say("join.how"),),
        note=visit.say("join.where"),
        buttons=((enter,), _other_language(visit)),
    )
    return Turn(replies=(reply,))


def _language(visit: Visit, press: Press) -> Turn:
    if not press.has(0):
        return Turn(replies=(Reply(title=visit.say("language.ask"), buttons=(menu.languages(visit),)),))
    wanted = menu.chosen_language(press)
    turn = _greet(replace(visit, say=words_for(wanted)))
    return replace(turn, memory={**visit.memory, "language": wanted})


def _other_language(visit: Visit) -> Row:
    return tuple(each for each in menu.languages(visit) if each.data != f"{Verb.LANGUAGE}:{visit.say.language}")
