"""The people of the house, and inviting more."""

from domain import invites, members
from domain.members import PAGE
from domain.refusals import NotFound
from domain.rules.rights import Right, Role
from handlers.invitation import to_forward
from handlers.paging import pages
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Who can be invited here; customers come in by an order that is shared with them.
INVITED = (Role.BUYER, Role.SALESPERSON, Role.WAREHOUSE, Role.FINANCE, Role.ADMIN)
_IN_A_ROW = 2
#: Where the name of a new account waits for the press that makes it.
_MEMORY = "new_account"


def show(visit: Visit, press: Press) -> Turn:
    """How many there are of each role, or the people of one."""
    if press.has(0):
        return _of_role(visit, _role(press), press.number(1, 0))
    counted = members.headcount(visit.by)
    lines = tuple(
        visit.say.count("people.count", counted[role], role=visit.say(f"people.role_{role}"))
        for role in Role
        if role in counted
    )
    look = [_look(visit, role) for role in INVITED if role in counted]
    shown = Reply(
        title=visit.say("people.title"),
        lines=lines,
        buttons=(*_rows([_invite(visit, role) for role in INVITED]), *_rows(look), (_home(visit),)),
    )
    return Turn(replies=(shown,))


def invite(visit: Visit, press: Press) -> Turn:
    """Invite somebody of a role; a buyer needs an account first."""
    visit.by.need(Right.PERSON_INVITE)
    role = _role(press)
    if role is not Role.BUYER:
        return _issue(visit, role)
    page = press.number(1, 0)
    found = members.accounts(visit.by, page)
    rows = (
        *((_for(visit, each.id, each.name),) for each in found[:PAGE]),
        *pages(visit, Verb.INVITE, page, role.value, more=len(found) > PAGE),
    )
    return _ask_account(visit, visit.say("people.which_account"), rows)


def invite_for(visit: Visit, press: Press) -> Turn:
    """The account is chosen, or is the new one that was just named."""
    visit.by.need(Right.PERSON_INVITE)
    if not press.id(1):
        name = str(visit.memory.get(_MEMORY) or "")
        if not name:
            raise StaleButton
        return _issue(visit, _role(press), name)
    account = members.account(visit.by, press.id(1))
    if account is None:
        raise NotFound
    return _issue(visit, _role(press), account.name)


def typed_name(visit: Visit, facts: Facts, text: str) -> Turn:
    """The name of an account: a known one, one of several alike, or a new one."""
    name = " ".join(text.split())
    alike = members.accounts_like(visit.by, name) if name else []
    if not alike or alike[0].name.casefold() == name.casefold():
        return _issue(visit, Role.BUYER, alike[0].name if alike else name)
    new = button(visit.say("people.new_account", name=name), Verb.INVITE_FOR, Role.BUYER.value, 0)
    rows = (*((_for(visit, each.id, each.name),) for each in alike), (new,))
    turn = _ask_account(visit, visit.say("people.alike", name=name), rows)
    return Turn(replies=turn.replies, question=turn.question, memory={**visit.memory, _MEMORY: name})


def _issue(visit: Visit, role: Role, account_name: str = "") -> Turn:
    """The code, and words to send it with as a message of their own."""
    account = invites.account_named(visit.by, account_name) if role is Role.BUYER else None
    issued = invites.issue(visit.by, role=role, account=account)
    until = visit.say.moment(issued.invite.expires_at, visit.zone)
    words = visit.say("people.forward", code=issued.code)
    forward = to_forward(visit, words, issued.code, issued.invite)
    named = visit.say(f"people.role_{role}")
    how = Reply(
        title=visit.say("people.issued", role=named if account is None else f"{named} · {account.name}"),
        note=visit.say("people.issued_how", until=until),
        buttons=((button(visit.say("people.back"), Verb.PEOPLE), _home(visit)),),
    )
    return Turn(replies=(forward, how))


def _of_role(visit: Visit, role: Role, page: int) -> Turn:
    found = members.of_role(visit.by, role, page)
    lines = tuple(
        visit.say("people.member", name=person.name, account=account).rstrip(" ·") for person, account in found[:PAGE]
    )
    shown = Reply(
        title=visit.say(f"people.role_{role}"),
        lines=lines or (visit.say("people.nobody"),),
        buttons=(
            *pages(visit, Verb.PEOPLE, page, role.value, more=len(found) > PAGE),
            *(((_invite(visit, role),),) if role in INVITED else ()),
            (button(visit.say("people.back"), Verb.PEOPLE), _home(visit)),
        ),
    )
    return Turn(replies=(shown,))


def _ask_account(visit: Visit, title: str, rows: tuple[Row, ...]) -> Turn:
    shown = Reply(
        title=title,
        note=visit.say("people.type_account"),
        buttons=(*rows, (button(visit.say("people.back"), Verb.PEOPLE), _home(visit))),
    )
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.INVITE_NAME))


def _role(press: Press) -> Role:
    word = press.text(0)
    if word not in INVITED and word != Role.CUSTOMER:
        raise StaleButton
    return Role(word)


def _invite(visit: Visit, role: Role) -> Button:
    return button(visit.say("people.invite", role=visit.say(f"people.role_{role}")), Verb.INVITE, role.value)


def _look(visit: Visit, role: Role) -> Button:
    return button(visit.say("people.look", role=visit.say(f"people.role_{role}")), Verb.PEOPLE, role.value)


def _for(visit: Visit, account_id: int, name: str) -> Button:
    return button(visit.say("people.account", name=name), Verb.INVITE_FOR, Role.BUYER.value, account_id)


def _rows(buttons: list[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW))


def _home(visit: Visit) -> Button:
    return button(visit.say("button.menu"), Verb.MENU)
