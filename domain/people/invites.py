"""One-time invites: only a code's hash is stored, it expires, and wrong guesses are blocked for a while."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.db.statements import attach
from domain.events.journal import log_event, notify
from domain.language.sanitise import one_line
from domain.orders.access import find
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
from domain.rules.rights import Right, Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import OrderShare
from domain.tables.people import Account, Identity, Invite, InviteTry, Person

VALID_FOR = timedelta(days=7)
#: Most invites a person may write a day, which also limits a stolen chat.
ISSUED_MOST = 100
ISSUED_WITHIN = timedelta(days=1)
TRIES = 5
TRIES_WITHIN = timedelta(hours=1)
NAME_MOST = 60


@dataclass(frozen=True, kw_only=True)
class IssuedInvite:
    """A fresh invite; the code is shown once and kept nowhere."""

    code: str
    invite: Invite


@dataclass(frozen=True, kw_only=True)
class JoinedPerson:
    """Who came in; ``order_id``: the order that was shared with them."""

    person: Person
    order_id: int | None


def issue(
    actor: Actor,
    *,
    role: Role,
    account: Account | None = None,
    name: str = "",
    order_id: int | None = None,
    person_id: int | None = None,
) -> IssuedInvite:
    """Write an invite. The supplier itself (the command line) may always; people need the right for it.

    Raises NotAllowed, NoAccount: a buyer must belong to an account; TooManyInvites: this person wrote as many as
    anybody may in a day.
    """
    _need_right(actor, order_id)
    if role is Role.BUYER and account is None:
        raise NoAccount
    if len(name) > NAME_MOST:
        raise BadWords(most=NAME_MOST)
    _need_measure(actor)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    invite = Invite(
        code_hash=hash_code(actor.supplier.secret, code),
        role=role,
        account_id=account.id if account else None,
        order_id=order_id,
        person_id=person_id,
        name=name,
        created_by_id=actor.person_id,
        created_at=actor.now,
        expires_at=actor.now + VALID_FOR,
    )
    actor.session.add(invite)
    opens = {"account": invite.account_id, "person": person_id}
    log_event(actor, "invite.issued", subject=f"invite:{invite.id}", role=role.value, **opens)
    actor.session.flush()
    return IssuedInvite(code=code, invite=invite)


def _need_right(actor: Actor, order_id: int | None) -> None:
    if order_id is not None:
        actor.need(Right.ORDER_SHARE)
        find(actor, order_id)
    else:
        actor.authorise(Right.PERSON_INVITE)


def share(actor: Actor, order_id: int) -> IssuedInvite:
    """An invite for a dealer's customer, who may then follow this one order."""
    return issue(actor, role=Role.CUSTOMER, order_id=order_id)


def for_chat(actor: Actor, person_id: int) -> IssuedInvite:
    """An invite for one more chat of a person. Raises NotFound: there is no such person, or they are switched off."""
    actor.need(Right.PERSON_INVITE)
    person = actor.session.get(Person, person_id)
    if person is None or not person.active:
        raise NotFound
    account = actor.session.get(Account, person.account_id) if person.account_id else None
    return issue(actor, role=person.role, account=account, person_id=person.id)


def account_named(actor: Actor, name: str) -> Account:
    """The account of this name, made when it is new."""
    name = one_line(name)
    if not 0 < len(name) <= NAME_MOST:
        raise BadWords(most=NAME_MOST)
    account = actor.session.exec(select(Account).where(Account.name == name)).first()
    if account is None:
        account = Account(name=name, created_at=actor.now)
        actor.session.add(account)
        log_event(actor, "account.made", subject=f"account:{account.id}")
        actor.session.flush()
    return account


def join(actor: Actor, identity: Identity, code: str, name: str) -> JoinedPerson:
    """Come in with a code, or follow one more order. The same code again changes nothing more.

    A wrong one is counted by ``count_try`` after the refusal undid this act. Raises InviteRefused: one of its kinds.
    """
    need_patience(actor, identity)
    invite = _invite(actor, code)
    if actor.person is not None and actor.person.role is not Role.CUSTOMER and invite.used_by_id != actor.person.id:
        return _looked_at(actor, actor.person, invite)
    person = actor.person or _known_person(actor, identity, invite) or _new_person(actor, identity, invite, name)
    if invite.order_id is not None:
        actor.session.merge(OrderShare(order_id=invite.order_id, person_id=person.id))
    elif actor.person is not None and invite.used_by_id != person.id:
        raise AlreadyJoined
    if invite.used_at is None:
        invite.used_at, invite.used_by_id = actor.now, person.id
        again, role = invite.person_id is not None, person.role.value
        notify(actor, [invite.created_by_id], NoticeKind.MEMBER_JOINED, name=person.name, role=role, again=again)
    return JoinedPerson(person=person, order_id=invite.order_id)


def _looked_at(actor: Actor, person: Person, invite: Invite) -> JoinedPerson:
    """An invite of a customer is not used up by a person who may see the order anyway."""
    if invite.order_id is None:
        raise AlreadyJoined
    try:
        find(actor, invite.order_id)
    except NotFound:
        raise AlreadyJoined from None
    return JoinedPerson(person=person, order_id=invite.order_id)


def count_try(actor: Actor, identity: Identity) -> None:
    """Remember a wrong code, or a telephone number that is none."""
    actor.session.add(InviteTry(channel=identity.channel, external=identity.external, at=actor.now))


def hash_code(secret: bytes, code: str) -> str:
    """What is kept of a code: its keyed hash, however it was typed."""
    return hmac.new(secret, plain(code).encode(), hashlib.sha256).hexdigest()


def _need_measure(actor: Actor) -> None:
    """Refuse more invites than a person may write in a day; the supplier may."""
    if actor.person is None:
        return
    recent = (Invite.created_by_id == actor.person.id, col(Invite.created_at) > actor.now - ISSUED_WITHIN)
    if actor.session.exec(select(func.count()).select_from(Invite).where(*recent)).one() >= ISSUED_MOST:
        raise TooManyInvites(most=ISSUED_MOST)


def need_patience(actor: Actor, identity: Identity) -> None:
    """Shut the door for a while after some wrong guesses. Raises TooManyTries."""
    recent = (
        select(func.count())
        .select_from(InviteTry)
        .where(
            InviteTry.channel == identity.channel,
            InviteTry.external == identity.external,
            col(InviteTry.at) > actor.now - TRIES_WITHIN,
        )
    )
    if actor.session.exec(recent).one() >= TRIES:
        raise TooManyTries


def _invite(actor: Actor, code: str) -> Invite:
    """The invite of a code, locked, if this person may still use it."""
    hashed = hash_code(actor.supplier.secret, code)
    invite = actor.session.exec(select(Invite).where(Invite.code_hash == hashed).with_for_update()).first()
    if invite is None:
        raise InviteUnknown
    if invite.used_at is not None:
        if actor.person_id is None or invite.used_by_id != actor.person_id:
            raise InviteUsed
    elif invite.revoked_at is not None:
        raise InviteRevoked
    elif invite.expires_at <= actor.now:
        raise InviteExpired
    return invite


def _known_person(actor: Actor, identity: Identity, invite: Invite) -> Person | None:
    """Whom the invite is for, where that is somebody who is in: this chat is theirs from now on."""
    person = actor.session.get(Person, invite.person_id) if invite.person_id is not None else None
    if person is None:
        return None
    if not person.active:
        raise InviteRevoked
    here = (Identity.person_id == person.id, Identity.channel == identity.channel)
    if actor.session.exec(select(Identity.id).where(*here)).first() is not None:
        raise ChatThere
    attach(actor.session, identity).person_id = person.id
    log_event(
        actor, "chat.bound", subject=f"identity:{identity.id}", before={"person": None}, after={"person": person.id}
    )
    return person


def _new_person(actor: Actor, identity: Identity, invite: Invite, name: str) -> Person:
    person = Person(
        name=one_line(invite.name or name)[:NAME_MOST] or "?",
        role=invite.role,
        account_id=invite.account_id,
        created_at=actor.now,
    )
    actor.session.add(person)
    actor.session.flush()
    attach(actor.session, identity).person_id = person.id
    log_event(actor, "person.joined", subject=f"person:{person.id}", role=invite.role.value)
    return person
