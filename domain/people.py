"""Who is writing to us, and how people come in, move and leave."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from domain.acting import By
from domain.prepared import hold
from domain.records import note
from domain.refusals import NotFound
from domain.rules.rights import Right, Role
from domain.tables.people import Account, Channel, Identity, Person

_SEEN_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """An identity with the person behind it, if we know one, and the account they order for."""

    identity: Identity
    person: Person | None
    account: Account | None


def still_theirs(session: Session, caller: Caller) -> Caller:
    """The caller, who no longer serves an account that went to a colleague or was closed."""
    person, account = caller.person, caller.account
    if person is None or account is None or person.ordering_for_id is None:
        return caller
    elsewhere = person.role is Role.SALESPERSON and account.salesperson_id not in (None, person.id)
    if account.active and not elsewhere:
        return caller
    person = hold(session, person)
    person.ordering_for_id = None
    return replace(caller, person=person, account=None)


def is_known(session: Session, channel: Channel, external: str) -> bool:
    """Whether somebody who is with us writes from here."""
    query = select(Person.id).join(Identity, col(Identity.person_id) == Person.id)
    found = query.where(Identity.channel == channel, Identity.external == external, col(Person.active).is_(True))
    return session.exec(found).first() is not None


def accounts_of(by: By) -> list[Account]:
    """The accounts a salesperson looks after, or all for an admin, by name."""
    person = by.need(Right.ACCOUNT_SERVE)
    query = select(Account).where(col(Account.active).is_(True)).order_by(col(Account.name))
    if person.role is Role.SALESPERSON:
        query = query.where((col(Account.salesperson_id) == person.id) | col(Account.salesperson_id).is_(None))
    return list(by.session.exec(query))


def serve(by: By, account_id: int | None) -> Account | None:
    """Order on behalf of an account from now on, or stop doing so.

    Raises:
        NotFound: it is not one of this salesperson's.
    """
    person = by.need(Right.ACCOUNT_SERVE)
    account = next((account for account in accounts_of(by) if account.id == account_id), None)
    if account_id is not None and account is None:
        raise NotFound
    hold(by.session, person).ordering_for_id = account_id
    note(by, "person.ordering_for", subject=f"account:{account_id}")
    return account


def speak(by: By, language: str) -> None:
    """Use another language from now on."""
    if by.person is not None:
        hold(by.session, by.person).language = language


def seen(session: Session, identity: Identity, now: datetime, topic: str = "") -> None:
    """They wrote just now, in a topic where their chat has some.

    Noted to within some minutes, which is enough to know which channel they use.
    """
    if not identity.reachable or now - identity.seen_at > _SEEN_WITHIN or identity.topic != topic:
        identity = hold(session, identity)
        identity.reachable, identity.seen_at, identity.topic = True, now, topic


def leave(session: Session, identity: Identity) -> None:
    """The person blocked or left us on this channel."""
    hold(session, identity).reachable = False


def identities_of(session: Session, person_id: int) -> list[Identity]:
    """Where a person can be reached, the channel they used last first."""
    query = select(Identity).where(Identity.person_id == person_id, col(Identity.reachable).is_(True))
    return list(session.exec(query.order_by(col(Identity.seen_at).desc())))


def unreachable(session: Session, channel: Channel, external: str) -> None:
    """A platform said that nobody is there any more."""
    session.exec(
        update(Identity)
        .where(col(Identity.channel) == channel, col(Identity.external) == external)
        .values(reachable=False)
    )
