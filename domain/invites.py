"""One-time ways in: only a code's hash is kept, it expires, and wrong guesses shut the door for a while."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, func, select

from domain.acting import By
from domain.order_access import find
from domain.prepared import hold
from domain.records import note, tell
from domain.refusals import (
    AlreadyJoined,
    BadWords,
    ChatThere,
    InviteExpired,
    InviteRevoked,
    InviteUnknown,
    InviteUsed,
    NoAccount,
    NotFound,
    TooManyInvites,
    TooManyTries,
)
from domain.rules.invite_codes import LENGTH, LETTERS, plain
from domain.rules.plain_words import one_line
from domain.rules.rights import Right, Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import OrderShare
from domain.tables.people import Account, Identity, Invite, InviteTry, Person

VALID_FOR = timedelta(days=7)
#: So many a person and day: nobody invites more by hand, and whoever took over their chat cannot either.
ISSUED_MOST = 100
ISSUED_WITHIN = timedelta(days=1)
TRIES = 5
TRIES_WITHIN = timedelta(hours=1)
NAME_MOST = 60


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A fresh invite; the code is shown once and kept nowhere."""

    code: str
    invite: Invite


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Who came in; ``order_id``: the order that was shared with them."""

    person: Person
    order_id: int | None


def issue(
    by: By,
    *,
    role: Role,
    account: Account | None = None,
    name: str = "",
    order_id: int | None = None,
    person_id: int | None = None,
) -> Issued:
    """Write an invite. The house itself (the command line) may always; people need the right for it.

    Raises:
        NotAllowed, NoAccount: a buyer must belong to an account.
        TooManyInvites: this person wrote as many as anybody may in a day.
    """
    if order_id is not None:
        by.need(Right.ORDER_SHARE)
        find(by, order_id)
    elif by.person is not None:
        by.need(Right.PERSON_INVITE)
    if role is Role.BUYER and account is None:
        raise NoAccount
    if len(name) > NAME_MOST:
        raise BadWords(most=NAME_MOST)
    _need_measure(by)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    invite = Invite(
        code_hash=hash_code(by.house.secret, code),
        role=role,
        account_id=account.id if account else None,
        order_id=order_id,
        person_id=person_id,
        name=name,
        created_by_id=by.person_id,
        created_at=by.now,
        expires_at=by.now + VALID_FOR,
    )
    by.session.add(invite)
    opens = {"account": invite.account_id, "person": person_id}
    note(by, "invite.issued", subject=f"invite:{invite.id}", role=role.value, **opens)
    by.session.flush()
    return Issued(code=code, invite=invite)


def share(by: By, order_id: int) -> Issued:
    """An invite for a dealer's customer, who may then follow this one order."""
    return issue(by, role=Role.CUSTOMER, order_id=order_id)


def for_chat(by: By, person_id: int) -> Issued:
    """An invite for one more chat of somebody, a new phone for instance: they stay who they are.

    Raises:
        NotFound: there is no such person, or they are switched off.
    """
    by.need(Right.PERSON_INVITE)
    person = by.session.get(Person, person_id)
    if person is None or not person.active:
        raise NotFound
    account = by.session.get(Account, person.account_id) if person.account_id else None
    return issue(by, role=person.role, account=account, person_id=person.id)


def account_named(by: By, name: str) -> Account:
    """The account of this name, made when it is new."""
    name = one_line(name)
    if not 0 < len(name) <= NAME_MOST:
        raise BadWords(most=NAME_MOST)
    account = by.session.exec(select(Account).where(Account.name == name)).first()
    if account is None:
        account = Account(name=name, created_at=by.now)
        by.session.add(account)
        note(by, "account.made", subject=f"account:{account.id}")
        by.session.flush()
    return account


def join(by: By, identity: Identity, code: str, name: str) -> Joined:
    """Come in with a code, or follow one more order. The same code again changes nothing more.

    A wrong one is counted by ``count_try`` after the refusal undid this act.

    Raises:
        InviteRefused: one of its kinds.
    """
    _need_patience(by, identity)
    invite = _invite(by, code)
    if by.person is not None and by.person.role is not Role.CUSTOMER and invite.used_by_id != by.person.id:
        return _looked_at(by, by.person, invite)
    person = by.person or _known_person(by, identity, invite) or _new_person(by, identity, invite, name)
    if invite.order_id is not None:
        by.session.merge(OrderShare(order_id=invite.order_id, person_id=person.id))
    elif by.person is not None and invite.used_by_id != person.id:
        raise AlreadyJoined
    if invite.used_at is None:
        invite.used_at, invite.used_by_id = by.now, person.id
        again, role = invite.person_id is not None, person.role.value
        tell(by, [invite.created_by_id], NoticeKind.MEMBER_JOINED, name=person.name, role=role, again=again)
    return Joined(person=person, order_id=invite.order_id)


def _looked_at(by: By, person: Person, invite: Invite) -> Joined:
    """Whoever may see the order anyway does not use up the invite that was meant for a customer."""
    if invite.order_id is None:
        raise AlreadyJoined
    try:
        find(by, invite.order_id)
    except NotFound:
        raise AlreadyJoined from None
    return Joined(person=person, order_id=invite.order_id)


def count_try(by: By, identity: Identity) -> None:
    """Remember a wrong code."""
    by.session.add(InviteTry(channel=identity.channel, external=identity.external, at=by.now))


def hash_code(secret: bytes, code: str) -> str:
    """What is kept of a code: its keyed hash, however it was typed."""
    return hmac.new(secret, plain(code).encode(), hashlib.sha256).hexdigest()


def _need_measure(by: By) -> None:
    """Nobody but the house itself writes endless invites."""
    if by.person is None:
        return
    recent = (Invite.created_by_id == by.person.id, col(Invite.created_at) > by.now - ISSUED_WITHIN)
    if by.session.exec(select(func.count()).select_from(Invite).where(*recent)).one() >= ISSUED_MOST:
        raise TooManyInvites(most=ISSUED_MOST)


def _need_patience(by: By, identity: Identity) -> None:
    """Shut the door for a while after some wrong guesses."""
    recent = (
        select(func.count())
        .select_from(InviteTry)
        .where(
            InviteTry.channel == identity.channel,
            InviteTry.external == identity.external,
            col(InviteTry.at) > by.now - TRIES_WITHIN,
        )
    )
    if by.session.exec(recent).one() >= TRIES:
        raise TooManyTries


def _invite(by: By, code: str) -> Invite:
    """The invite of a code, locked, if this person may still use it."""
    hashed = hash_code(by.house.secret, code)
    invite = by.session.exec(select(Invite).where(Invite.code_hash == hashed).with_for_update()).first()
    if invite is None:
        raise InviteUnknown
    if invite.used_at is not None:
        if by.person_id is None or invite.used_by_id != by.person_id:
            raise InviteUsed
    elif invite.revoked_at is not None:
        raise InviteRevoked
    elif invite.expires_at <= by.now:
        raise InviteExpired
    return invite


def _known_person(by: By, identity: Identity, invite: Invite) -> Person | None:
    """Whom the invite is for, where that is somebody who is in: this chat is theirs from now on."""
    person = by.session.get(Person, invite.person_id) if invite.person_id is not None else None
    if person is None:
        return None
    if not person.active:
        raise InviteRevoked
    here = (Identity.person_id == person.id, Identity.channel == identity.channel)
    if by.session.exec(select(Identity.id).where(*here)).first() is not None:
        raise ChatThere
    hold(by.session, identity).person_id = person.id
    note(by, "chat.bound", subject=f"identity:{identity.id}", before={"person": None}, after={"person": person.id})
    return person


def _new_person(by: By, identity: Identity, invite: Invite, name: str) -> Person:
    person = Person(
        name=one_line(invite.name or name)[:NAME_MOST] or "?",
        role=invite.role,
        account_id=invite.account_id,
        created_at=by.now,
    )
    by.session.add(person)
    by.session.flush()
    hold(by.session, identity).person_id = person.id
    note(by, "person.joined", subject=f"person:{person.id}", role=invite.role.value)
    return person
