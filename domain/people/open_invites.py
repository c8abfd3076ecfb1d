"""Unused invites: listing, revoking, and undoing that."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import Page
from domain.events.journal import log_event, notify
from domain.refusals import ChangedSince, InviteGone, NotFound
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Invite, Person

REVOKED = "invite.revoked"
_REOPENED = "invite.reopened"


@dataclass(frozen=True, kw_only=True)
class OpenInvite:
    """An invite with its writer (empty: the supplier), shared order's number, and ``whose`` chat it adds."""

    invite: Invite
    writer: str
    account: str
    order: str
    whose: str


def count(actor: Actor) -> int:
    """How many invites can still be used."""
    actor.need(Right.PERSON_INVITE)
    return actor.session.exec(select(func.count()).select_from(Invite).where(*_open(actor))).one()


def page(actor: Actor, number: int) -> Page[OpenInvite]:
    """A page of them, the newest first."""
    actor.need(Right.PERSON_INVITE)
    return pages.read(actor.session, _query(*_open(actor)), number).map(_open_invite)


def one(actor: Actor, invite_id: int) -> OpenInvite:
    """An invite, open or not. Raises NotFound: there is none."""
    actor.need(Right.PERSON_INVITE)
    found = actor.session.exec(_query(col(Invite.id) == invite_id)).first()
    if found is None:
        raise NotFound
    return _open_invite(found)


def revoke(actor: Actor, invite_id: int) -> Event | None:
    """Call an invite back; nothing where it was before. Raises InviteGone: it was used, or its time has passed."""
    actor.need(Right.PERSON_INVITE)
    invite = _locked(actor, invite_id)
    if invite.revoked_at is not None:
        return None
    if invite.used_at is not None or invite.expires_at <= actor.now:
        raise InviteGone
    invite.revoked_at = actor.now
    notify(actor, [invite.created_by_id], NoticeKind.INVITE_REVOKED, role=invite.role.value)
    return log_event(actor, REVOKED, subject=f"invite:{invite.id}", before="open", after="revoked")


def reopen(actor: Actor, invite_id: int) -> None:
    """Undo ``revoke``. Raises ChangedSince: it is not called back, or its time has passed meanwhile."""
    actor.need(Right.PERSON_INVITE)
    invite = _locked(actor, invite_id)
    if invite.revoked_at is None or invite.used_at is not None or invite.expires_at <= actor.now:
        raise ChangedSince
    invite.revoked_at = None
    log_event(actor, _REOPENED, subject=f"invite:{invite.id}", before="revoked", after="open")


def revoke_all_of(actor: Actor, person_id: int) -> list[int]:
    """Call back what somebody who is switched off wrote, or was given, and nobody used; which ones that were."""
    theirs = or_(col(Invite.created_by_id) == person_id, col(Invite.person_id) == person_id)
    query = select(Invite).where(theirs, *_open(actor)).order_by(col(Invite.id))
    found = list(actor.session.exec(query.with_for_update()))
    for invite in found:
        invite.revoked_at = actor.now
    return [invite.id for invite in found]


def reopen_all(actor: Actor, invite_ids: Iterable[int]) -> None:
    """Undo ``revoke_all_of``, as far as they can still be used."""
    mine = col(Invite.id).in_(list(invite_ids))
    still = (mine, col(Invite.used_at).is_(None), col(Invite.expires_at) > actor.now)
    for invite in actor.session.exec(select(Invite).where(*still).order_by(col(Invite.id)).with_for_update()):
        invite.revoked_at = None


def _open(actor: Actor) -> tuple[Any, ...]:
    return col(Invite.used_at).is_(None), col(Invite.revoked_at).is_(None), col(Invite.expires_at) > actor.now


def _query(*wanted: Any) -> Any:
    whose = aliased(Person)
    return (
        select(Invite, Person.name, Account.name, Order.number)
        .add_columns(col(whose.name))
        .join(Person, col(Person.id) == Invite.created_by_id, isouter=True)
        .join(Account, col(Account.id) == Invite.account_id, isouter=True)
        .join(Order, col(Order.id) == Invite.order_id, isouter=True)
        .join(whose, col(whose.id) == Invite.person_id, isouter=True)
        .where(*wanted)
        .order_by(col(Invite.created_at).desc(), col(Invite.id).desc())
    )


def _open_invite(row: Any) -> OpenInvite:
    invite, writer, account, order, name = row
    return OpenInvite(invite=invite, writer=writer or "", account=account or "", order=order or "", whose=name or "")


def _locked(actor: Actor, invite_id: int) -> Invite:
    query = select(Invite).where(Invite.id == invite_id).with_for_update()
    invite = actor.session.exec(query.execution_options(populate_existing=True)).first()
    if invite is None:
        raise NotFound
    return invite
