"""What is typed while somebody talks with a person: said there, unless it may be an order or ends the talk."""

import re

from domain.language.words.lists import pattern
from domain.rules.rights import Right
from domain.threads import messages, threads
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.conversation.typed_choices import plain
from handlers.interpretation import entities, free_text
from handlers.interpretation.typed_text import TypedText
from handlers.threads import talk, talk_text, writing

_END = re.compile(f"(?:{pattern('threads', 'end')})", re.IGNORECASE)
_LEAVE = re.compile(f"(?:{pattern('threads', 'leave')})", re.IGNORECASE)


def typed(request: Request, said: TypedText) -> Turn | None:
    """Say it to the person they talk with; nothing where they talk with nobody, or only blanks came."""
    view = writing.current(request)
    if view is None or not said.text.strip():
        return None
    words = plain(said.text)
    if _END.fullmatch(words):
        ended, done = threads.close(request.actor, view.thread.id)
        return talk.closed(request, ended, done=done)
    if talk_text.is_staff(request) and _LEAVE.fullmatch(words):
        return talk.leave(request)
    if _is_order(request, said):
        return writing.ask_whether_order(request, view, said.text)
    return writing.say(request, view, said.text)


def as_order(request: Request, *, thread_message_id: Id) -> Turn:
    """It was an order: read as if no talk were open, and said to nobody."""
    return free_text.say(request, messages.take_back(request.actor, thread_message_id))


def _is_order(request: Request, said: TypedText) -> bool:
    """Whether it plainly orders something: not where it asks, or speaks of what came or is to be done with it."""
    if not request.actor.may(Right.CART_CHANGE) or said.is_question or said.speaks_of_something_else:
        return False
    return said.is_order and (request.actor.account_id is not None or _names_account(request, said))


def _names_account(request: Request, said: TypedText) -> bool:
    """Whether the staff named a dealer before it: an order for that one, and nothing for the one they talk with."""
    first, *rest = said.text.split()
    return bool(rest) and bool(entities.accounts(request, first))
