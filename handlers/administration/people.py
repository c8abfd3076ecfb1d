"""The people list: counts, names, and finding one by name."""

from collections.abc import Sequence

from domain.db.pages import ROWS
from domain.people import directory, open_invites
from domain.rules.rights import Role
from domain.tables.people import Person
from handlers.administration import person
from handlers.administration.invite_person import INVITED, to_invite
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb

_IN_A_ROW = 2
#: Stands for a role where those are meant who are switched off.
_OFF = "off"
_SEARCH = Question(kind=QuestionKind.PERSON_SEARCH)


def show(request: Request, *, which: str = "", page: int = 0) -> Turn:
    """How many there are of each role, or the people of one."""
    if which:
        return _list(request, which, page)
    counted, off = directory.headcount(request.actor), directory.switched_off(request.actor)
    lines = [
        request.say.count("people.count", counted[role], role=request.say(f"people.role_{role}"))
        for role in Role
        if role in counted
    ]
    look = [_look(request, role) for role in Role if role in counted]
    more = [to_invite(request, role) for role in INVITED]
    shown = Reply(
        title=request.say("people.title"),
        lines=(*lines, *((request.say.count("people.count_off", off),) if off else ())),
        note=request.say("people.type_name"),
        buttons=(
            *_rows(look),
            *_seldom(request, off),
            *_rows(more),
            (
                button(request.say("account_page.button"), Verb.ACCOUNT_PAGES),
                button(request.say("retail.door"), Verb.RETAIL_DOOR),
                button(request.say("settings_page.button"), Verb.SETTINGS),
            ),
            _home(request),
        ),
    )
    return Turn(replies=(shown,), question=_SEARCH)


def by_name(request: Request, name: str) -> Turn:
    """The page of the person who is called so, or those to choose from."""
    found = directory.called(request.actor, name)
    if len(found) == 1:
        return person.page(request, found[0][0].id)
    if not found:
        return _search(request, request.say("people.no_such", name=name), ())
    title = "people.which_person" if len(found) <= ROWS else "people.too_many"
    return _search(request, request.say(title, name=name), found[:ROWS])


def typed_search(request: Request, text: str) -> Turn:
    """A name, or a part of it."""
    return by_name(request, text)


def _list(request: Request, word: str, page: int) -> Turn:
    role = None if word == _OFF else _role(word)
    found = directory.of_role(request.actor, role, page)
    part = of_page(found)
    title = request.say("people.off_title") if role is None else request.say(f"people.role_{role}")
    reply = Reply(
        title=part.head(request, title),
        lines=() if found.rows else (request.say("people.nobody"),),
        note=request.say("people.type_name"),
        buttons=(
            *_people(request, found.rows),
            *part.turn(request, Verb.PEOPLE, word),
            *(((to_invite(request, role),),) if role in INVITED else ()),
            *(((button(request.say("people.unkept"), Verb.ACCOUNTS_OF, 0),),) if role is Role.SALESPERSON else ()),
            (_back(request), *_home(request)),
        ),
    )
    return Turn(replies=(reply,), question=_SEARCH)


def _search(request: Request, title: str, found: Sequence[tuple[Person, str]]) -> Turn:
    rows = (*_people(request, found), (_back(request), *_home(request)))
    return Turn(replies=(Reply(title=title, note=request.say("people.type_name"), buttons=rows),), question=_SEARCH)


def _people(request: Request, found: Sequence[tuple[Person, str]]) -> tuple[Row, ...]:
    """A row for each; an account, and that somebody is off, tell those apart who are called the same."""
    return tuple((button(_named(request, each, account), Verb.PERSON, each.id),) for each, account in found)


def _named(request: Request, each: Person, account: str) -> str:
    beside = account or request.say(f"people.role_{each.role}")
    return request.say("people.row" if each.active else "people.row_off", name=each.name, beside=beside)


def _seldom(request: Request, off: int) -> tuple[Row, ...]:
    """What is there only now and then: open invites, and who is switched off."""
    waiting = open_invites.count(request.actor)
    row = []
    if waiting:
        row.append(button(request.say("people.invites", count=waiting), Verb.INVITES))
    if off:
        row.append(button(request.say("people.look_off", count=off), Verb.PEOPLE, _OFF))
    return (tuple(row),) if row else ()


def _role(word: str) -> Role:
    if word not in set(Role):
        raise StaleButton
    return Role(word)


def _look(request: Request, role: Role) -> Button:
    return button(request.say("people.look", role=request.say(f"people.role_{role}")), Verb.PEOPLE, role.value)


def _rows(buttons: list[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))


def _back(request: Request) -> Button:
    return button(request.say("people.back"), Verb.PEOPLE)


def _home(request: Request) -> Row:
    return (button(request.say("button.menu"), Verb.MENU),)
