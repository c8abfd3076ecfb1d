"""Who is writing: an identity on a channel, the person behind it, and whether it can be reached."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from domain.actor import Actor
from domain.db.statements import attach
from domain.rules.rights import Role
from domain.tables.people import Account, Channel, Identity, Person

_SEEN_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """An identity with the person behind it, if we know one, and the account they order for.

    ``base_priced``: that account pays what everybody pays by the SKUs themselves.
    """

    identity: Identity
    person: Person | None
    account: Account | None
    base_priced: bool = False


def still_theirs(session: Session, caller: Caller) -> Caller:
    """The caller, who no longer serves an account that went to a colleague or was closed."""
    person, account = caller.person, caller.account
    if person is None or account is None or person.ordering_for_id is None:
        return caller
    elsewhere = person.role is Role.SALESPERSON and account.salesperson_id not in (None, person.id)
    if account.active and not elsewhere:
        return caller
    person = attach(session, person)
    person.ordering_for_id = None
    return replace(caller, person=person, account=None)


def is_known(session: Session, channel: Channel, external: str) -> bool:
    """Whether the identity belongs to an active person."""
    query = select(Person.id).join(Identity, col(Identity.person_id) == Person.id)
    found = query.where(Identity.channel == channel, Identity.external == external, col(Person.active).is_(True))
    return session.exec(found).first() is not None


def speak(actor: Actor, language: str) -> None:
    """Use another language from now on."""
    if actor.person is not None:
        attach(actor.session, actor.person).language = language


def record_contact(session: Session, identity: Identity, now: datetime, topic: str = "") -> None:
    """Note when, to within some minutes, and in which topic they wrote last."""
    if not identity.reachable or now - identity.seen_at > _SEEN_WITHIN or identity.topic != topic:
        identity = attach(session, identity)
        identity.reachable, identity.seen_at, identity.topic = True, now, topic


def leave(session: Session, identity: Identity) -> None:
    """The person blocked or left us on this channel."""
    attach(session, identity).reachable = False


def unreachable(session: Session, channel: Channel, external: str) -> None:
    """A platform reported that the chat is gone."""
    session.exec(
        update(Identity)
        .where(col(Identity.channel) == channel, col(Identity.external) == external)
        .values(reachable=False)
    )
