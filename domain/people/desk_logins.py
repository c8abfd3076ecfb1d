"""Coming in to the desk: a code shown by a browser and confirmed in the person's own chat, or a one-time link."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlmodel import col, delete, select

from domain.actor import Actor
from domain.events.journal import log_event
from domain.people import desk_sessions
from domain.people.desk_refusals import LoginGone
from domain.people.desk_sessions import Entered
from domain.people.invites import need_patience
from domain.refusals import NotAllowed
from domain.rules import desk_codes
from domain.rules.desk_codes import CODE_VALID, LINK_VALID, NUMBERS
from domain.rules.invite_codes import LETTERS
from domain.rules.rights import Right, grants
from domain.tables.desk import DeskLogin
from domain.tables.people import Identity, Person

#: Logins are forgotten so long after they could be used.
KEPT = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ShownLogin:
    """A login as its browser shows it; ``code`` and ``browser`` are kept nowhere but there."""

    login: DeskLogin
    code: str
    browser: str


@dataclass(frozen=True, kw_only=True)
class AskedLogin:
    """A login that its person is asked about, with the numbers to choose from."""

    login: DeskLogin
    numbers: Sequence[int]


def begin(actor: Actor, agent: str) -> ShownLogin:
    """A login for a browser; nobody is in by it before their chat said so."""
    code = "".join(secrets.choice(LETTERS) for _ in range(desk_codes.LENGTH))
    browser = secrets.token_urlsafe(32)
    login = DeskLogin(
        code_hash=_hash(actor, "code", code),
        browser_hash=_hash(actor, "browser", browser),
        number=secrets.choice(NUMBERS),
        agent=agent,
        made_at=actor.now,
        expires_at=actor.now + CODE_VALID,
    )
    actor.session.exec(delete(DeskLogin).where(col(DeskLogin.expires_at) < actor.now - KEPT))
    actor.session.add(login)
    actor.session.flush()
    return ShownLogin(login=login, code=code, browser=browser)


def ask(actor: Actor, identity: Identity, code: str) -> AskedLogin:
    """A person sent a code from their chat. Raises LoginGone: no browser shows it; TooManyTries."""
    person = actor.need(Right.DESK_ENTER)
    need_patience(actor, identity)
    login = _locked(actor, DeskLogin.code_hash == _hash(actor, "code", code))
    if login is None or login.person_id not in (None, person.id) or login.agreed_at is not None:
        raise LoginGone
    login.person_id = person.id
    numbers = desk_codes.choices(actor.supplier.secret, login.id, login.number)
    return AskedLogin(login=login, numbers=numbers)


def agree(actor: Actor, login_id: int, number: int) -> bool:
    """Let the browser in that shows this number. Another number ends the login: False. Raises LoginGone."""
    login = _own(actor, login_id)
    if login.agreed_at is not None:
        return login.number == number
    if login.number == number:
        login.agreed_at = actor.now
        return True
    login.used_at = actor.now
    log_event(actor, "desk.refused", subject=f"desklogin:{login.id}")
    return False


def refuse(actor: Actor, login_id: int) -> None:
    """It was somebody else. Raises LoginGone."""
    login = _own(actor, login_id)
    login.used_at = actor.now
    log_event(actor, "desk.refused", subject=f"desklogin:{login.id}")


def link(actor: Actor, person: Person | None = None) -> str:
    """The token of a one-time link for oneself, or from the supplier itself for anybody of the staff."""
    if actor.person is not None or person is None:
        person = actor.need(Right.DESK_ENTER)
    elif not (person.active and grants(person.role, Right.DESK_ENTER)):
        raise NotAllowed
    token = secrets.token_urlsafe(32)
    login = DeskLogin(
        code_hash=_hash(actor, "link", token),
        person_id=person.id,
        made_at=actor.now,
        expires_at=actor.now + LINK_VALID,
        agreed_at=actor.now,
    )
    actor.session.add(login)
    actor.session.flush()
    return token


def waiting(actor: Actor, browser: str) -> DeskLogin | None:
    """The login of a browser, while it can still be used."""
    shown_by = DeskLogin.browser_hash == _hash(actor, "browser", browser)
    return actor.session.exec(select(DeskLogin).where(shown_by, *_usable(actor))).first()


def whose_link(actor: Actor, token: str) -> Person:
    """Whom a link is for. Raises LoginGone: it is no link of ours, or over."""
    named = DeskLogin.code_hash == _hash(actor, "link", token)
    login = actor.session.exec(select(DeskLogin).where(named, *_usable(actor))).first()
    return _person(actor, login)


def enter_by_link(actor: Actor, token: str, agent: str) -> Entered:
    """Use a link up. Raises LoginGone."""
    return _enter(actor, _locked(actor, DeskLogin.code_hash == _hash(actor, "link", token)), agent)


def enter_by_browser(actor: Actor, browser: str, agent: str) -> Entered:
    """Come in where the chat said yes. Raises LoginGone: it did not, or it is over."""
    return _enter(actor, _locked(actor, DeskLogin.browser_hash == _hash(actor, "browser", browser)), agent)


def _enter(actor: Actor, login: DeskLogin | None, agent: str) -> Entered:
    if login is None or login.agreed_at is None:
        raise LoginGone
    person = _person(actor, login)
    login.used_at = actor.now
    return desk_sessions.start(actor, person, agent)


def _person(actor: Actor, login: DeskLogin | None) -> Person:
    """Whoever may still come in by it. Raises LoginGone."""
    person = actor.session.get(Person, login.person_id) if login is not None and login.person_id else None
    if person is None or not (person.active and grants(person.role, Right.DESK_ENTER)):
        raise LoginGone
    return person


def _own(actor: Actor, login_id: int) -> DeskLogin:
    """A login whose code this person sent, locked."""
    person = actor.need(Right.DESK_ENTER)
    login = _locked(actor, DeskLogin.id == login_id)
    if login is None or login.person_id != person.id:
        raise LoginGone
    return login


def _locked(actor: Actor, wanted: bool) -> DeskLogin | None:  # noqa: FBT001 - a condition in the query
    query = select(DeskLogin).where(wanted, *_usable(actor)).with_for_update()
    return actor.session.exec(query.execution_options(populate_existing=True)).first()


def _usable(actor: Actor) -> tuple[bool, ...]:
    return col(DeskLogin.used_at).is_(None), col(DeskLogin.expires_at) > actor.now  # type: ignore[return-value]


def _hash(actor: Actor, kind: str, text: str) -> str:
    return hmac.new(actor.supplier.secret, f"desk {kind}:{text}".encode(), sha256).hexdigest()
