"""Inviting somebody: the role, for a buyer the account, for those who see everything a second look, then the code."""

from domain import invites, members
from domain.invites import Issued
from domain.member_view import member
from domain.refusals import BadWords, NotFound
from domain.rules.plain_words import one_line
from domain.rules.rights import Right, Role
from handlers.invitation import to_forward
from handlers.paging import pages
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Who can be invited here; customers come in by an order that is shared with them.
INVITED = (Role.BUYER, Role.SALESPERSON, Role.WAREHOUSE, Role.FINANCE, Role.ADMIN)
#: Who sees more than their own work: a slip of the finger must not let anybody in as one of them.
_CONFIRMED = (Role.FINANCE, Role.ADMIN)
#: Where the name of a new account waits for the press that makes it.
_MEMORY = "new_account"


def invite(visit: Visit, press: Press) -> Turn:
    """Invite somebody of the pressed role."""
    return begin(visit, _role(press), press.number(1, 0))


def begin(visit: Visit, role: Role, page: int = 0) -> Turn:
    """Invite somebody: a buyer needs an account first, an admin and finance are asked about once more."""
    visit.by.need(Right.PERSON_INVITE)
    if role is Role.BUYER:
        return _which_account(visit, page)
    return _confirm(visit, role) if role in _CONFIRMED else _issue(visit, role)


def invite_for(visit: Visit, press: Press) -> Turn:
    """The account is chosen, or is the new one that was just named; or the role needs none and is confirmed."""
    visit.by.need(Right.PERSON_INVITE)
    role = _role(press)
    if role is not Role.BUYER:
        return _issue(visit, role)
    if not press.id(1):
        name = str(visit.memory.get(_MEMORY) or "")
        if not name:
            raise StaleButton
        return _issue(visit, role, name)
    account = members.account(visit.by, press.id(1))
    if account is None:
        raise NotFound
    return _issue(visit, role, account.name)


def typed_name(visit: Visit, facts: Facts, text: str) -> Turn:
    """The name of an account: a known one, one of several alike, or a new one, which is made by a tap of its own."""
    name = one_line(text)
    alike = members.accounts_like(visit.by, name) if name else []
    if alike and alike[0].name.casefold() == name.casefold():
        return _issue(visit, Role.BUYER, alike[0].name)
    if not 0 < len(name) <= invites.NAME_MOST:
        raise BadWords(most=invites.NAME_MOST)
    new = button(visit.say("people.new_account", name=name), Verb.INVITE_FOR, Role.BUYER.value, 0)
    rows = (*((_for(visit, each.id, each.name),) for each in alike), (new,))
    turn = _ask_account(visit, visit.say("people.alike" if alike else "people.not_alike", name=name), rows)
    return Turn(replies=turn.replies, question=turn.question, memory={**visit.memory, _MEMORY: name})


def ask_chat(visit: Visit, press: Press) -> Turn:
    """One more chat for somebody who is in; whoever has the code speaks for them, so it is asked first."""
    who = member(visit.by, press.id(0)).person
    yes = button(visit.say("people.chat_yes"), Verb.NEW_CHAT_NOW, who.id)
    no = button(visit.say("people.back_to", role=who.name), Verb.PERSON, who.id)
    reply = Reply(
        title=visit.say("people.chat_ask", name=who.name),
        lines=(visit.say("people.chat_means", name=who.name),),
        note=visit.say("people.confirm_note"),
        buttons=((yes,), (no, button(visit.say("button.menu"), Verb.MENU))),
    )
    return Turn(replies=(reply,))


def chat(visit: Visit, press: Press) -> Turn:
    """The code, to be sent to them."""
    who = member(visit.by, press.id(0)).person
    return _to_send(visit, invites.for_chat(visit.by, who.id), who.name)


def to_invite(visit: Visit, role: Role) -> Button:
    """The button that begins it."""
    return button(visit.say("people.invite", role=visit.say(f"people.role_{role}")), Verb.INVITE, role.value)


def _which_account(visit: Visit, page: int) -> Turn:
    found = members.accounts(visit.by, page)
    rows = (
        *((_for(visit, each.id, each.name),) for each in found[: members.PAGE]),
        *pages(visit, Verb.INVITE, page, Role.BUYER.value, more=len(found) > members.PAGE),
    )
    return _ask_account(visit, visit.say("people.which_account"), rows)


def _confirm(visit: Visit, role: Role) -> Turn:
    """What such a person may do, and that the code is a key."""
    named = visit.say(f"people.role_{role}")
    yes = button(visit.say("people.confirm", role=named), Verb.INVITE_FOR, role.value, 0)
    reply = Reply(
        title=visit.say("people.confirm_title", role=named),
        lines=(visit.say(f"people.may_{role}"),),
        note=visit.say("people.confirm_note"),
        buttons=((yes,), _ways_back(visit)),
    )
    return Turn(replies=(reply,))


def _issue(visit: Visit, role: Role, account_name: str = "") -> Turn:
    """The code, and words to send it with as a message of their own."""
    account = invites.account_named(visit.by, account_name) if role is Role.BUYER else None
    named = visit.say(f"people.role_{role}")
    issued = invites.issue(visit.by, role=role, account=account)
    return _to_send(visit, issued, named if account is None else f"{named} · {account.name}")


def _to_send(visit: Visit, issued: Issued, whom: str) -> Turn:
    until = visit.say.moment(issued.invite.expires_at, visit.zone)
    forward = to_forward(visit, visit.say("people.forward", code=issued.code), issued.code, issued.invite)
    how = Reply(
        title=visit.say("people.issued", role=whom),
        note=visit.say("people.issued_how", until=until),
        buttons=((button(visit.say("people.revoke"), Verb.REVOKE, issued.invite.id),), _ways_back(visit)),
    )
    return Turn(replies=(forward, how))


def _ask_account(visit: Visit, title: str, rows: tuple[Row, ...]) -> Turn:
    shown = Reply(title=title, note=visit.say("people.type_account"), buttons=(*rows, _ways_back(visit)))
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.INVITE_NAME))


def _for(visit: Visit, account_id: int, name: str) -> Button:
    return button(visit.say("people.account", name=name), Verb.INVITE_FOR, Role.BUYER.value, account_id)


def _role(press: Press) -> Role:
    word = press.text(0)
    if word not in INVITED:
        raise StaleButton
    return Role(word)


def _ways_back(visit: Visit) -> Row:
    return button(visit.say("people.back"), Verb.PEOPLE), button(visit.say("button.menu"), Verb.MENU)
