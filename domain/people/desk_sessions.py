"""Sessions at the desk: who is in, in which browsers, until when."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, delete, or_, select, update

from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.refusals import NotFound
from domain.rules.desk_codes import IDLE_MOST, SESSION_MOST
from domain.rules.rights import Right, grants
from domain.tables.desk import DeskLogin, DeskSession
from domain.tables.notices import NoticeKind
from domain.tables.people import Person

#: Every request need not write that the session is in use.
_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Somebody who came in; ``token`` is what their browser keeps, and nobody else."""

    session: DeskSession
    person: Person
    token: str


def start(actor: Actor, person: Person, agent: str) -> Entered:
    """Let a person in, and tell them so in their chat."""
    token = secrets.token_urlsafe(32)
    session = DeskSession(
        token_hash=hash_of(actor.supplier.secret, token),
        person_id=person.id,
        role=person.role,
        agent=agent,
        made_at=actor.now,
        seen_at=actor.now,
    )
    actor.session.add(session)
    actor.session.flush()
    told = replace(actor, person=person)
    log_event(told, "desk.entered", subject=f"desksession:{session.id}", role=person.role.value)
    notify(replace(actor, person=None), [person.id], NoticeKind.DESK_ENTERED, agent=agent, session=session.id)
    return Entered(session=session, person=person, token=token)


def find(session: Session, secret: bytes, token: str, now: datetime) -> tuple[DeskSession, Person] | None:
    """The session of a cookie with its person, while it lasts."""
    mine = (DeskSession.token_hash == hash_of(secret, token), *_alive(now))
    query = select(DeskSession, Person).join(Person, col(Person.id) == DeskSession.person_id).where(*mine)
    found = session.exec(query).first()
    if found is None:
        return None
    kept, person = found
    may = person.active and person.role is kept.role and grants(person.role, Right.DESK_ENTER)
    return (kept, person) if may else None


def is_due(session: DeskSession, now: datetime) -> bool:
    """Whether it should be written down that the session is in use."""
    return now - session.seen_at >= _SEEN_EVERY


def touch(actor: Actor, session_id: int) -> None:
    """The session is in use."""
    seen = update(DeskSession).where(col(DeskSession.id) == session_id, col(DeskSession.seen_at) < actor.now)
    actor.session.exec(seen.values(seen_at=actor.now))


def own(actor: Actor) -> Sequence[DeskSession]:
    """The person's sessions that last, the newest first."""
    person = actor.need(Right.DESK_ENTER)
    query = select(DeskSession).where(DeskSession.person_id == person.id, *_alive(actor.now))
    return actor.session.exec(query.order_by(col(DeskSession.made_at).desc(), col(DeskSession.id))).all()


def end(actor: Actor, session_id: int) -> None:
    """Leave the desk in a browser; nothing happens where it is over. Raises NotFound: it is not the person's."""
    person = actor.need(Right.DESK_ENTER)
    session = actor.session.exec(select(DeskSession).where(DeskSession.id == session_id).with_for_update()).first()
    if session is None or session.person_id != person.id:
        raise NotFound
    if session.ended_at is None:
        session.ended_at = actor.now
        log_event(actor, "desk.left", subject=f"desksession:{session.id}")


def end_all(actor: Actor, person_id: int) -> None:
    """Nobody is at the desk as this person any more."""
    lasting = (col(DeskSession.person_id) == person_id, col(DeskSession.ended_at).is_(None))
    actor.session.exec(update(DeskSession).where(*lasting).values(ended_at=actor.now))


def forget(session: Session, before: datetime) -> None:
    """Delete sessions that were over by then."""
    over = or_(col(DeskSession.ended_at) < before, col(DeskSession.seen_at) < before - SESSION_MOST)
    session.exec(delete(DeskSession).where(over))


def forget_person(session: Session, person_id: int) -> None:
    """Delete all of a person's logins and sessions."""
    session.exec(delete(DeskSession).where(col(DeskSession.person_id) == person_id))
    session.exec(delete(DeskLogin).where(col(DeskLogin.person_id) == person_id))


def hash_of(secret: bytes, token: str) -> str:
    """What is kept of a session's token."""
    return hmac.new(secret, b"desk session:" + token.encode(), sha256).hexdigest()


def csrf_of(secret: bytes, token: str) -> str:
    """What a form of this session carries, so that no other page can send it."""
    return hmac.new(secret, b"desk form:" + token.encode(), sha256).hexdigest()


def is_form_of(secret: bytes, token: str, given: str) -> bool:
    """Whether a form carries what those of this session do."""
    return hmac.compare_digest(csrf_of(secret, token).encode(), given.encode())


def _alive(now: datetime) -> tuple[bool, ...]:
    return (
        col(DeskSession.ended_at).is_(None),  # type: ignore[return-value]
        col(DeskSession.seen_at) > now - IDLE_MOST,
        col(DeskSession.made_at) > now - SESSION_MOST,
    )
