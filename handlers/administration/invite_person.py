"""Inviting somebody: the role, for a buyer the account, for powerful roles a confirmation, then the code."""

from domain.language.sanitise import one_line
from domain.people import directory, invites
from domain.people.invites import IssuedInvite
from domain.people.person_view import view_member
from domain.refusals import BadWords, NotFound
from domain.rules.rights import Right, Role
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.entry.invitation import to_forward

#: Who can be invited here; customers come in by an order that is shared with them.
INVITED = (Role.BUYER, Role.SALESPERSON, Role.WAREHOUSE, Role.FINANCE, Role.ADMIN)
#: Who sees more than their own work: a slip of the finger must not let anybody in as one of them.
_CONFIRMED = (Role.FINANCE, Role.ADMIN)
#: Where the name of a new account waits for the press that makes it.
_MEMORY = "new_account"
#: The name of whom the role is to be confirmed for.
_NAMED, _NAMED_ROLE = "invited_name", "invited_role"


def invite(request: Request, *, role: Role, page: int = 0) -> Turn:
    """Invite somebody of the pressed role."""
    return begin(request, _invited(role), page)


def begin(request: Request, role: Role, page: int = 0, name: str = "") -> Turn:
    """Invite somebody, perhaps by name: a buyer needs an account first, an admin and finance are confirmed."""
    request.actor.need(Right.PERSON_INVITE)
    if role is Role.BUYER:
        return _which_account(request, page)
    return _confirm(request, role, name) if role in _CONFIRMED else _issue(request, role, name=name)


def invite_for(request: Request, *, role: Role, account_id: Id = 0) -> Turn:
    """The account is chosen, or is the new one that was just named; or the role needs none and is confirmed."""
    request.actor.need(Right.PERSON_INVITE)
    if _invited(role) is not Role.BUYER:
        return _issue(request, role, name=_confirmed_name(request, role))
    if not account_id:
        name = str(request.memory.get(_MEMORY) or "")
        if not name:
            raise StaleButton
        return _issue(request, role, name)
    account = directory.account(request.actor, account_id)
    if account is None:
        raise NotFound
    return _issue(request, role, account.name)


def typed_name(request: Request, text: str) -> Turn:
    """The name of an account: a known one, one of several alike, or a new one, which is made by a tap of its own."""
    name = one_line(text)
    alike = directory.accounts_like(request.actor, name) if name else []
    if alike and alike[0].name.casefold() == name.casefold():
        return _issue(request, Role.BUYER, alike[0].name)
    if not 0 < len(name) <= invites.NAME_MOST:
        raise BadWords(most=invites.NAME_MOST)
    new = button(request.say("people.new_account", name=name), Verb.INVITE_FOR, Role.BUYER.value, 0)
    rows = (*((_for(request, each.id, each.name),) for each in alike), (new,))
    title = request.say("people.alike" if alike else "people.not_alike", name=name)
    turn = _ask_account(request, title, rows, request.say("people.retype_account"))
    return Turn(replies=turn.replies, question=turn.question, memory={**request.memory, _MEMORY: name})


def ask_chat(request: Request, *, person_id: Id) -> Turn:
    """Ask before inviting one more chat of a person: the code gives full access as that person."""
    who = view_member(request.actor, person_id).person
    yes = button(request.say("people.chat_yes"), Verb.NEW_CHAT_NOW, who.id)
    no = button(request.say("people.back_to", role=who.name), Verb.PERSON, who.id)
    reply = Reply(
        title=request.say("people.chat_ask", name=who.name),
        lines=(request.say("people.chat_means", name=who.name),),
        note=request.say("people.confirm_note"),
        buttons=((yes,), (no, button(request.say("button.menu"), Verb.MENU))),
    )
    return Turn(replies=(reply,))


def chat(request: Request, *, person_id: Id) -> Turn:
    """The code, to be sent to them."""
    who = view_member(request.actor, person_id).person
    return _to_send(request, invites.for_chat(request.actor, who.id), who.name)


def to_invite(request: Request, role: Role) -> Button:
    """The button that begins it."""
    return button(request.say("people.invite", role=request.say(f"people.role_{role}")), Verb.INVITE, role.value)


def _which_account(request: Request, page: int) -> Turn:
    found = directory.accounts(request.actor, page)
    part = of_page(found)
    rows = (
        *((_for(request, each.id, each.name),) for each in found.rows),
        *part.turn(request, Verb.INVITE, Role.BUYER.value),
    )
    title = part.head(request, request.say("people.which_account"))
    return _ask_account(request, title, rows, request.say("people.type_account"))


def _confirmed_name(request: Request, role: Role) -> str:
    """The name that was typed with the role, while nothing else was asked to be confirmed."""
    return str(request.memory.get(_NAMED) or "") if request.memory.get(_NAMED_ROLE) == role.value else ""


def _confirm(request: Request, role: Role, name: str) -> Turn:
    """What such a person may do, and that the code is a key."""
    named = request.say(f"people.role_{role}")
    yes = button(request.say("people.confirm", role=named), Verb.INVITE_FOR, role.value, 0)
    reply = Reply(
        title=request.say("people.confirm_title", role=named),
        lines=(*((request.say("people.invite_name", name=name),) if name else ()), request.say(f"people.may_{role}")),
        note=request.say("people.confirm_note"),
        buttons=((yes,), _ways_back(request)),
    )
    memory = {**request.memory, _NAMED: name, _NAMED_ROLE: role.value}
    return Turn(replies=(reply,), memory=memory)


def _issue(request: Request, role: Role, account_name: str = "", name: str = "") -> Turn:
    """The code, and words to send it with as a message of their own."""
    account = invites.account_named(request.actor, account_name) if role is Role.BUYER else None
    named = request.say(f"people.role_{role}")
    issued = invites.issue(request.actor, role=role, account=account, name=name)
    return _to_send(request, issued, " · ".join(filter(None, (named, name, account.name if account else ""))))


def _to_send(request: Request, issued: IssuedInvite, whom: str) -> Turn:
    until = request.say.moment(issued.invite.expires_at, request.zone)
    forward = to_forward(request, request.say("people.forward", code=issued.code), issued.code, issued.invite)
    how = Reply(
        title=request.say("people.issued", role=whom),
        note=request.say("people.issued_how", until=until),
        buttons=((button(request.say("people.revoke"), Verb.REVOKE, issued.invite.id),), _ways_back(request)),
    )
    return Turn(replies=(forward, how))


def _ask_account(request: Request, title: str, rows: tuple[Row, ...], note: str) -> Turn:
    shown = Reply(title=title, note=note, buttons=(*rows, _ways_back(request)))
    return Turn(replies=(shown,), question=Question(kind=QuestionKind.INVITE_NAME))


def _for(request: Request, account_id: int, name: str) -> Button:
    return button(request.say("people.account", name=name), Verb.INVITE_FOR, Role.BUYER.value, account_id)


def _invited(role: Role) -> Role:
    """The role, if anybody is invited to it by name."""
    if role not in INVITED:
        raise StaleButton
    return role


def _ways_back(request: Request) -> Row:
    return button(request.say("people.back"), Verb.PEOPLE), button(request.say("button.menu"), Verb.MENU)
