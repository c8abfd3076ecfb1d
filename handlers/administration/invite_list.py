"""Unused invites: who wrote them, until when they work, and revoking one."""

from domain.people import open_invites
from domain.people.open_invites import OpenInvite
from handlers.administration import person
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb


def list_(request: Request, *, page: int = 0) -> Turn:
    """The newest first, a row for each."""
    found = open_invites.page(request.actor, page)
    part = of_page(found)
    rows = tuple((button(_row(request, each), Verb.INVITE_OF, each.invite.id),) for each in found.rows)
    title = part.head(request, request.say.count("people.invites_title", found.total))
    reply = Reply(
        title=title if found.rows else request.say("people.invites_none"),
        buttons=(*rows, *part.turn(request, Verb.INVITES), _foot(request, Verb.PEOPLE)),
    )
    return Turn(replies=(reply,))


def show(request: Request, *, invite_id: Id) -> Turn:
    """One invite."""
    return page(request, invite_id)


def revoke(request: Request, *, invite_id: Id) -> Turn:
    """Its code opens nothing from now on."""
    event = open_invites.revoke(request.actor, invite_id)
    told = request.say("people.revoked" if event else "people.revoked_already")
    return page(request, invite_id, told, event.id if event else None)


def page(request: Request, invite_id: int, told: str = "", undo: int | None = None) -> Turn:
    """One invite; ``told``: what was just done with it, ``undo``: the event to undo it by."""
    open_invite = open_invites.one(request.actor, invite_id)
    title = request.say("people.invite_of", what=_what(request, open_invite))
    deeds: list[Row] = [(person.undo_button(request, undo),)] if undo else []
    if _state(request, open_invite) == "open":
        deeds.append((button(request.say("people.revoke"), Verb.REVOKE, open_invite.invite.id),))
    reply = Reply(
        title=f"{told}\n\n{title}" if told else title,
        lines=_facts(request, open_invite),
        buttons=(*deeds, _foot(request, Verb.INVITES)),
    )
    return Turn(replies=(reply,))


def _facts(request: Request, open_invite: OpenInvite) -> tuple[str, ...]:
    invite = open_invite.invite
    written = request.say.moment(invite.created_at, request.zone)
    who = {"at": written, "who": open_invite.writer or request.say("people.supplier")}
    until = request.say.moment(invite.expires_at, request.zone)
    return (
        *((request.say("people.invite_name", name=invite.name),) if invite.name else ()),
        request.say("people.invite_written", **who),
        request.say(f"people.invite_{_state(request, open_invite)}", until=until),
    )


def _state(request: Request, open_invite: OpenInvite) -> str:
    invite = open_invite.invite
    if invite.used_at is not None:
        return "used"
    if invite.revoked_at is not None:
        return "revoked"
    return "expired" if invite.expires_at <= request.actor.now else "open"


def _what(request: Request, open_invite: OpenInvite) -> str:
    role = request.say(f"people.role_{open_invite.invite.role}")
    return " · ".join(filter(None, (role, open_invite.whose, open_invite.account, open_invite.order)))


def _row(request: Request, open_invite: OpenInvite) -> str:
    at = request.say.moment(open_invite.invite.created_at, request.zone)
    return request.say("people.invite_row", what=_what(request, open_invite), at=at)


def _foot(request: Request, back: Verb) -> Row:
    label = "people.to_invites" if back is Verb.INVITES else "people.back"
    return button(request.say(label), back), button(request.say("button.menu"), Verb.MENU)
