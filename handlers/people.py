"""The people of the house: how many, who they are, and finding one by name."""

from collections.abc import Sequence

from domain import members, open_invites
from domain.members import PAGE
from domain.refusals import NotFound
from domain.rules.rights import Role
from domain.tables.people import Person
from handlers import person
from handlers.inviting import INVITED, to_invite
from handlers.paging import pages
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

_IN_A_ROW = 2
#: Stands for a role where those are meant who are switched off.
_OFF = "off"
_SEARCH = Question(kind=QuestionKind.PERSON_SEARCH)


def show(visit: Visit, press: Press) -> Turn:
    """How many there are of each role, or the people of one."""
    if press.has(0):
        return _list(visit, press.text(0), press.number(1, 0))
    counted, off = members.headcount(visit.by), members.switched_off(visit.by)
    lines = [
        visit.say.count("people.count", counted[role], role=visit.say(f"people.role_{role}"))
        for role in Role
        if role in counted
    ]
    look = [_look(visit, role) for role in Role if role in counted]
    more = [to_invite(visit, role) for role in INVITED]
    shown = Reply(
        title=visit.say("people.title"),
        lines=(*lines, *((visit.say.count("people.count_off", off),) if off else ())),
        note=visit.say("people.type_name"),
        buttons=(
            *_rows(look),
            *_seldom(visit, off),
            *_rows(more),
            _home(visit),
        ),
    )
    return Turn(replies=(shown,), question=_SEARCH)


def by_name(visit: Visit, name: str) -> Turn:
    """The page of the person who is called so, or those to choose from."""
    found = members.called(visit.by, name)
    if len(found) == 1:
        return person.page(visit, found[0][0].id)
    if not found:
        return _search(visit, visit.say("people.no_such", name=name), ())
    title = "people.which_person" if len(found) <= PAGE else "people.too_many"
    return _search(visit, visit.say(title, name=name), found[:PAGE])


def typed_search(visit: Visit, facts: Facts, text: str) -> Turn:
    """A name, or a part of it."""
    return by_name(visit, text)


def _list(visit: Visit, word: str, page: int) -> Turn:
    role = None if word == _OFF else _role(word)
    found = members.of_role(visit.by, role, page)
    if not found and page:
        raise NotFound
    reply = Reply(
        title=visit.say("people.off_title") if role is None else visit.say(f"people.role_{role}"),
        lines=() if found else (visit.say("people.nobody"),),
        note=visit.say("people.type_name"),
        buttons=(
            *_people(visit, found[:PAGE]),
            *pages(visit, Verb.PEOPLE, page, word, more=len(found) > PAGE),
            *(((to_invite(visit, role),),) if role in INVITED else ()),
            *(((_unkept(visit),),) if role is Role.SALESPERSON else ()),
            (_back(visit), *_home(visit)),
        ),
    )
    return Turn(replies=(reply,), question=_SEARCH)


def _search(visit: Visit, title: str, found: Sequence[tuple[Person, str]]) -> Turn:
    rows = (*_people(visit, found), (_back(visit), *_home(visit)))
    return Turn(replies=(Reply(title=title, note=visit.say("people.type_name"), buttons=rows),), question=_SEARCH)


def _people(visit: Visit, found: Sequence[tuple[Person, str]]) -> tuple[Row, ...]:
    """A row for each; an account, and that somebody is off, tell those apart who are called the same."""
    return tuple((button(_named(visit, each, account), Verb.PERSON, each.id),) for each, account in found)


def _named(visit: Visit, each: Person, account: str) -> str:
    beside = account or visit.say(f"people.role_{each.role}")
    return visit.say("people.row" if each.active else "people.row_off", name=each.name, beside=beside)


def _seldom(visit: Visit, off: int) -> tuple[Row, ...]:
    """What is there only now and then: open invites, and who is switched off."""
    waiting = open_invites.count(visit.by)
    row = []
    if waiting:
        row.append(button(visit.say("people.invites", count=waiting), Verb.INVITES))
    if off:
        row.append(button(visit.say("people.look_off", count=off), Verb.PEOPLE, _OFF))
    return (tuple(row),) if row else ()


def _role(word: str) -> Role:
    if word not in set(Role):
        raise StaleButton
    return Role(word)


def _look(visit: Visit, role: Role) -> Button:
    return button(visit.say("people.look", role=visit.say(f"people.role_{role}")), Verb.PEOPLE, role.value)


def _unkept(visit: Visit) -> Button:
    return button(visit.say("people.unkept"), Verb.KEEPS, 0)


def _rows(buttons: list[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))


def _back(visit: Visit) -> Button:
    return button(visit.say("people.back"), Verb.PEOPLE)


def _home(visit: Visit) -> Row:
    return (button(visit.say("button.menu"), Verb.MENU),)
