"""Service sentences of admins about people: inviting, looking, switching off; each opens the screen that asks."""

import re
from collections.abc import Mapping

from domain.language.words.lists import groups, pattern
from domain.language.words.notation import expression
from domain.people import deputies
from domain.rules.rights import Role
from handlers.administration import account_transfers, invite_person
from handlers.administration import deputy as deputy_screens
from handlers.administration import people as people_screens
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.interpretation import entities

Blanks = Mapping[str, str]
_ROLES = tuple(
    (Role[role.upper()], re.compile("|".join(map(expression, said)), re.IGNORECASE))
    for role, said in groups("people", "roles").items()
)
#: What still belongs to the role, and what says that a name follows.
_ROLE_GOES_ON = re.compile(rf"^\s*(?:的)?(?:新)?(?:{pattern('people', 'goes_on')})?(?=$|\W|叫|名|是)", re.IGNORECASE)
_CALLED = re.compile(pattern("people", "called"), re.IGNORECASE)
_COURTESY = re.compile(rf"(?:{pattern('people', 'courtesy')})$", re.IGNORECASE)
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,12}|[a-z][\w.' -]{0,39}", re.IGNORECASE)
_SIGNS = " ,，:：、。.!！“”\"'"


def invite(request: Request, blanks: Blanks) -> Turn:
    """Invite somebody of the role that was named; everybody else is asked for an account."""
    said = blanks.get("role", "")
    if not said:
        return people_screens.show(request)
    role = next((role for role, words in _ROLES if words.search(said)), Role.BUYER)
    name = name_in(blanks.get("words", ""))
    if role is Role.BUYER and name:
        return invite_person.typed_name(request, name)
    return invite_person.begin(request, role, name=name)


def name_in(words: str) -> str:
    """The name behind the role: ``的人 叫小刘``, ``小张``, ``named Tom``; nothing where other things are said."""
    rest = _ROLE_GOES_ON.sub("", words, count=1).strip(_SIGNS)
    called = _CALLED.match(rest)
    name = _COURTESY.sub("", rest[called.end() :] if called else rest).strip(_SIGNS)
    return name if _NAME.fullmatch(name) else ""


def person(request: Request, blanks: Blanks) -> Turn:
    """The person's page, on which they are switched off and on."""
    return people_screens.by_name(request, blanks.get("person", ""))


def deputy(request: Request, blanks: Blanks) -> Turn | None:
    """Who stands in for the salesperson who says so, with the days where they are said; a tap decides."""
    mine, named = request.person.id, blanks.get("person", "")
    found = [each for each in deputies.candidates(request.actor, mine, 0).rows if named and named in each.name]
    if named and not found:
        return None
    if len(found) != 1:
        return deputy_screens.show(request)
    if words := blanks.get("words", ""):
        return deputy_screens.typed_days(request, words, person_id=mine, deputy_id=found[0].id)
    return deputy_screens.days(request, person_id=mine, deputy_id=found[0].id)


def account(request: Request, blanks: Blanks) -> Turn | None:
    """Who shall look after an account."""
    found = entities.accounts(request, blanks.get("account", ""))
    return account_transfers.ask(request, account_id=found[0].id) if len(found) == 1 else None
