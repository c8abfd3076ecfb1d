"""The door for retail, where it is open: a stranger tells name and number, agrees to what is kept, and is in."""

import re
from dataclasses import replace

from domain.language.typed_contact import TypedContact, read_contact
from domain.people import invites, retail
from handlers.conversation.callback_data import Callback, button
from handlers.conversation.request import Request
from handlers.conversation.turn import Body, Facts, Reply, Turn, Typed
from handlers.conversation.verbs import Verb
from handlers.entry import menu
from handlers.entry.newcomer import inside, other_languages

_LETTER = re.compile(r"[A-Za-z]")
#: What a stranger told so far is remembered of the talk, and nowhere else, until they agree.
_ASKED, _NAME, _PHONE = "retail_asked", "retail_name", "retail_phone"
_NOTHING: Facts = {_ASKED: "", _NAME: "", _PHONE: ""}


def answer(request: Request, body: Body, callback: Callback | None) -> Turn | None:
    """What a stranger is told at the open door; nothing where they said nothing about it."""
    if callback is not None and callback.verb is Verb.RETAIL:
        return _begin(request)
    if callback is not None and callback.verb is Verb.RETAIL_JOIN:
        return _join(request)
    if callback is not None or not isinstance(body, Typed):
        return None
    told = read_contact(body.text)
    if not request.memory.get(_ASKED) and not told.phone:
        return None
    return _told(request, told)


def is_contact(request: Request, body: Body) -> bool:
    """Whether a text that looks like an invite code is a telephone number: no code is digits alone, with 0 and 1."""
    if not isinstance(body, Typed):
        return False
    told = read_contact(body.text)
    return bool(told.phone) or bool(request.memory.get(_ASKED) and told.wrong and not _LETTER.search(body.text))


def greet(request: Request) -> Turn:
    """Who we are, and that everybody may buy here."""
    reply = Reply(
        title=request.say("join.welcome"),
        lines=(request.say("retail.how"),),
        note=request.say("retail.or_code"),
        buttons=(
            (button(request.say("retail.begin"), Verb.RETAIL),),
            (button(request.say("join.enter"), Verb.JOIN), *other_languages(request)),
        ),
    )
    return Turn(replies=(reply,))


def _begin(request: Request) -> Turn:
    """Ask for both, from the beginning. Raises RetailFull before anything is told."""
    retail.need_place(request.actor)
    return _ask(request, "both", dict(_NOTHING))


def _told(request: Request, told: TypedContact) -> Turn:
    """Something of it was told: what is left to ask, or whether it is right. Raises TooManyTries, RetailFull."""
    invites.need_patience(request.actor, request.identity)
    retail.need_place(request.actor)
    name, phone = (told.name or request.memory.get(_NAME) or "", told.phone or request.memory.get(_PHONE) or "")
    facts = {_NAME: name, _PHONE: phone}
    if told.wrong:
        invites.count_try(request.actor, request.identity)
        return _ask(request, "wrong", facts)
    if name and phone:
        return _confirm(request, facts)
    return _ask(request, "phone" if name else "name" if phone else "again", facts)


def _ask(request: Request, what: str, facts: Facts) -> Turn:
    reply = Reply(
        title=request.say(f"retail.ask_{what}", name=facts[_NAME]),
        note=request.say("retail.kept"),
        buttons=((button(request.say("join.enter"), Verb.JOIN), *other_languages(request)),),
    )
    return Turn(replies=(reply,), memory={**request.memory, **facts, _ASKED: "yes"})


def _confirm(request: Request, facts: Facts) -> Turn:
    """The one tap that brings them in: with it they agree to what is kept."""
    reply = Reply(
        title=request.say("retail.confirm", name=facts[_NAME], phone=facts[_PHONE]),
        note=request.say("retail.kept"),
        buttons=(
            (button(request.say("retail.agree"), Verb.RETAIL_JOIN),),
            (button(request.say("retail.correct"), Verb.RETAIL),),
        ),
    )
    return Turn(replies=(reply,), memory={**request.memory, **facts, _ASKED: "yes"})


def _join(request: Request) -> Turn:
    """Welcome, with what they can do now. A button from before anything was told asks for it."""
    name, phone = str(request.memory.get(_NAME) or ""), str(request.memory.get(_PHONE) or "")
    if not name or not phone:
        return _begin(request)
    within = inside(request, retail.join(request.actor, request.identity, name, phone))
    home = replace(
        menu.home(within),
        title=within.say("join.in", name=within.person.name),
        lines=(within.say("retail.first_steps"),),
    )
    return Turn(replies=(home,), memory={**request.memory, **_NOTHING})
