"""Invites that nobody has used yet: seeing them, calling them back, and opening them again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from domain.acting import By
from domain.members import PAGE
from domain.records import note, tell
from domain.refusals import ChangedSince, InviteGone, NotFound
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event, Order
from domain.tables.people import Account, Invite, Person

REVOKED = "invite.revoked"
_REOPENED = "invite.reopened"


@dataclass(frozen=True, kw_only=True)
class OpenInvite:
    """An invite with what it opens. ``writer``: empty where the house wrote it; ``order``: the shared one's number.

    ``whose``: who is given one more chat by it.
    """

    invite: Invite
    writer: str
    account: str
    order: str
    whose: str


def count(by: By) -> int:
    """How many invites can still be used."""
    by.need(Right.PERSON_INVITE)
    return by.session.exec(select(func.count()).select_from(Invite).where(*_open(by))).one()


def page(by: By, number: int) -> list[OpenInvite]:
    """A page of them, the newest first, and one more where others follow."""
    return _read(by, *_open(by), skip=number * PAGE, most=PAGE + 1)


def one(by: By, invite_id: int) -> OpenInvite:
    """An invite, open or not.

    Raises:
        NotFound: there is none.
    """
    found = _read(by, col(Invite.id) == invite_id, most=1)
    if not found:
        raise NotFound
    return found[0]


def revoke(by: By, invite_id: int) -> Event | None:
    """Call an invite back: its code opens nothing from now on. Nothing where it was called back before.

    Raises:
        InviteGone: somebody came in with it, or its time has passed.
    """
    by.need(Right.PERSON_INVITE)
    invite = _locked(by, invite_id)
    if invite.revoked_at is not None:
        return None
    if invite.used_at is not None or invite.expires_at <= by.now:
        raise InviteGone
    invite.revoked_at = by.now
    tell(by, [invite.created_by_id], NoticeKind.INVITE_REVOKED, role=invite.role.value)
    return note(by, REVOKED, subject=_subject(invite), before="open", after="revoked")


def reopen(by: By, invite_id: int) -> None:
    """Undo ``revoke``.

    Raises:
        ChangedSince: it is not called back, or its time has passed meanwhile.
    """
    by.need(Right.PERSON_INVITE)
    invite = _locked(by, invite_id)
    if invite.revoked_at is None or invite.used_at is not None or invite.expires_at <= by.now:
        raise ChangedSince
    invite.revoked_at = None
    note(by, _REOPENED, subject=_subject(invite), before="revoked", after="open")


def revoke_all_of(by: By, person_id: int) -> list[int]:
    """Call back what somebody who is switched off wrote, or was given, and nobody used; which ones that were."""
    theirs = or_(col(Invite.created_by_id) == person_id, col(Invite.person_id) == person_id)
    query = select(Invite).where(theirs, *_open(by)).order_by(col(Invite.id))
    found = list(by.session.exec(query.with_for_update()))
    for invite in found:
        invite.revoked_at = by.now
    return [invite.id for invite in found]


def reopen_all(by: By, invite_ids: Iterable[int]) -> None:
    """Undo ``revoke_all_of``, as far as they can still be used."""
    mine = col(Invite.id).in_(list(invite_ids))
    still = (mine, col(Invite.used_at).is_(None), col(Invite.expires_at) > by.now)
    for invite in by.session.exec(select(Invite).where(*still).order_by(col(Invite.id)).with_for_update()):
        invite.revoked_at = None


def _open(by: By) -> tuple[Any, ...]:
    return col(Invite.used_at).is_(None), col(Invite.revoked_at).is_(None), col(Invite.expires_at) > by.now


def _read(by: By, *wanted: Any, skip: int = 0, most: int) -> list[OpenInvite]:
    by.need(Right.PERSON_INVITE)
    whose = aliased(Person)
    query = (
        select(Invite, Person.name, Account.name, Order.number)
        .add_columns(col(whose.name))
        .join(Person, col(Person.id) == Invite.created_by_id, isouter=True)
        .join(Account, col(Account.id) == Invite.account_id, isouter=True)
        .join(Order, col(Order.id) == Invite.order_id, isouter=True)
        .join(whose, col(whose.id) == Invite.person_id, isouter=True)
        .where(*wanted)
        .order_by(col(Invite.created_at).desc(), col(Invite.id).desc())
        .offset(skip)
        .limit(most)
    )
    return [
        OpenInvite(invite=invite, writer=writer or "", account=account or "", order=order or "", whose=name or "")
        for invite, writer, account, order, name in by.session.execute(query)
    ]


def _locked(by: By, invite_id: int) -> Invite:
    query = select(Invite).where(Invite.id == invite_id).with_for_update()
    invite = by.session.exec(query.execution_options(populate_existing=True)).first()
    if invite is None:
        raise NotFound
    return invite


def _subject(invite: Invite) -> str:
    return f"invite:{invite.id}"
