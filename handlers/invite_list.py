"""Invites that nobody has used yet: who wrote them, until when they work, and calling one back."""

from domain import open_invites
from domain.members import PAGE
from domain.open_invites import OpenInvite
from handlers import person
from handlers.paging import pages
from handlers.press import Press, button
from handlers.turn import Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def list_(visit: Visit, press: Press) -> Turn:
    """The newest first, a row for each."""
    page = press.number(0, 0)
    found = open_invites.page(visit.by, page)
    rows = tuple((button(_row(visit, each), Verb.INVITE_OF, each.invite.id),) for each in found[:PAGE])
    title = visit.say.count("people.invites_title", open_invites.count(visit.by))
    reply = Reply(
        title=title if found else visit.say("people.invites_none"),
        buttons=(*rows, *pages(visit, Verb.INVITES, page, more=len(found) > PAGE), _foot(visit, Verb.PEOPLE)),
    )
    return Turn(replies=(reply,))


def show(visit: Visit, press: Press) -> Turn:
    """One invite."""
    return page(visit, press.id(0))


def revoke(visit: Visit, press: Press) -> Turn:
    """Its code opens nothing from now on."""
    event = open_invites.revoke(visit.by, press.id(0))
    told = visit.say("people.revoked" if event else "people.revoked_already")
    return page(visit, press.id(0), told, event.id if event else None)


def page(visit: Visit, invite_id: int, told: str = "", undo: int | None = None) -> Turn:
    """One invite; ``told``: what was just done with it, ``undo``: the event to undo it by."""
    seen = open_invites.one(visit.by, invite_id)
    title = visit.say("people.invite_of", what=_what(visit, seen))
    deeds: list[Row] = [(person.undo_button(visit, undo),)] if undo else []
    if _state(visit, seen) == "open":
        deeds.append((button(visit.say("people.revoke"), Verb.REVOKE, seen.invite.id),))
    reply = Reply(
        title=f"{told}\n\n{title}" if told else title,
        lines=_facts(visit, seen),
        buttons=(*deeds, _foot(visit, Verb.INVITES)),
    )
    return Turn(replies=(reply,))


def _facts(visit: Visit, seen: OpenInvite) -> tuple[str, ...]:
    invite = seen.invite
    written = visit.say.moment(invite.created_at, visit.zone)
    who = {"at": written, "who": seen.writer or visit.say("people.house")}
    until = visit.say.moment(invite.expires_at, visit.zone)
    return (
        *((visit.say("people.invite_name", name=invite.name),) if invite.name else ()),
        visit.say("people.invite_written", **who),
        visit.say(f"people.invite_{_state(visit, seen)}", until=until),
    )


def _state(visit: Visit, seen: OpenInvite) -> str:
    invite = seen.invite
    if invite.used_at is not None:
        return "used"
    if invite.revoked_at is not None:
        return "revoked"
    return "expired" if invite.expires_at <= visit.by.now else "open"


def _what(visit: Visit, seen: OpenInvite) -> str:
    role = visit.say(f"people.role_{seen.invite.role}")
    return " · ".join(filter(None, (role, seen.whose, seen.account, seen.order)))


def _row(visit: Visit, seen: OpenInvite) -> str:
    at = visit.say.moment(seen.invite.created_at, visit.zone)
    return visit.say("people.invite_row", what=_what(visit, seen), at=at)


def _foot(visit: Visit, back: Verb) -> Row:
    label = "people.to_invites" if back is Verb.INVITES else "people.back"
    return button(visit.say(label), back), button(visit.say("button.menu"), Verb.MENU)
