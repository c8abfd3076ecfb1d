"""Somebody who came in just now, and the languages offered before that."""

from dataclasses import replace

from domain.people import directory
from domain.people.retail import is_consumer
from domain.tables.people import Person
from handlers.conversation.request import Request
from handlers.conversation.turn import Row
from handlers.conversation.verbs import Verb
from handlers.entry import menu
from locales import words_for


def inside(request: Request, person: Person) -> Request:
    """The request of the person this stranger has become, in the language they chose or their account's."""
    account = directory.account_of(request.session, person)
    chosen = str(request.memory.get("language", ""))
    person.language = chosen or person.language or (account.language if account else "") or request.say.language
    actor = replace(request.actor, person=person)
    request.session.flush()
    return replace(
        request, actor=actor, account=account, say=words_for(person.language, consumer=is_consumer(person, account))
    )


def other_languages(request: Request) -> Row:
    """A button for each language but the one we speak."""
    return tuple(each for each in menu.languages(request) if each.data != f"{Verb.LANGUAGE}:{request.say.language}")
