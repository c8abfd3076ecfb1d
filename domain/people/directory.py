"""People and accounts by their ids, and lists of them for those who invite."""

from typing import Any

from sqlmodel import Session, col, exists, func, or_, select

from domain.actor import Actor
from domain.db import pages
from domain.db.pages import ROWS, Page
from domain.refusals import NotAllowed, NotFound
from domain.rules.rights import Right, Role
from domain.tables.people import Account, Identity, Person

_HAS_CHAT = (exists().where(col(Identity.person_id) == Person.id),)
#: Erased people have no chat left and are not listed.
_OFF = (col(Person.active).is_(False), *_HAS_CHAT)


def person(session: Session, person_id: int | None) -> Person | None:
    """Somebody by their id."""
    return session.get(Person, person_id) if person_id else None


def name_of(session: Session, person_id: int | None) -> str:
    """Their name; empty for nobody."""
    found = person(session, person_id)
    return found.name if found else ""


def first_admin(actor: Actor) -> Person:
    """The admin who has been in longest. Raises NotFound: there is none."""
    wanted = (Person.role == Role.ADMIN, col(Person.active).is_(True))
    found = actor.session.exec(select(Person).where(*wanted).order_by(col(Person.created_at), col(Person.id))).first()
    if found is None:
        raise NotFound
    return found


def named(actor: Actor, name: str) -> list[Person]:
    """The active people of a name, for the supplier itself. Raises NotAllowed: somebody in a chat asks."""
    if actor.person is not None:
        raise NotAllowed
    return list(actor.session.exec(select(Person).where(Person.name == name, col(Person.active).is_(True))))


def account_of(session: Session, person: Person) -> Account | None:
    """The account that somebody buys for."""
    return session.get(Account, person.account_id) if person.account_id else None


def headcount(actor: Actor) -> dict[Role, int]:
    """How many active people there are of each role."""
    actor.need(Right.PERSON_INVITE)
    counted = select(Person.role, func.count()).where(col(Person.active).is_(True)).group_by(col(Person.role))
    return {Role(role): number for role, number in actor.session.exec(counted)}


def switched_off(actor: Actor) -> int:
    """How many people are switched off and could be let in again."""
    actor.need(Right.PERSON_INVITE)
    return actor.session.exec(select(func.count()).select_from(Person).where(*_OFF)).one()


def of_role(actor: Actor, role: Role | None, page: int = 0) -> Page[tuple[Person, str]]:
    """A page of the active people of a role with the name of their account. No role: those who are switched off."""
    actor.need(Right.PERSON_INVITE)
    wanted = _OFF if role is None else (Person.role == role, col(Person.active).is_(True))
    return pages.read(actor.session, _named(*wanted), page).map(_with_account)


def called(actor: Actor, name: str) -> list[tuple[Person, str]]:
    """The people of this name, else those with it in their name; some of them, those who are switched off last."""
    actor.need(Right.PERSON_INVITE)
    words = " ".join(name.split())
    inside = func.lower(col(Person.name)).contains(words.lower(), autoescape=True)
    query = _named(inside, or_(col(Person.active).is_(True), *_HAS_CHAT)).limit(ROWS + 1)
    found = [_with_account(row) for row in actor.session.exec(query)] if words else []
    return [each for each in found if each[0].name.casefold() == words.casefold()] or found


def accounts(actor: Actor, page: int = 0) -> Page[Account]:
    """A page of the accounts by name."""
    actor.need(Right.PERSON_INVITE)
    query = select(Account).where(col(Account.active).is_(True)).order_by(col(Account.name), col(Account.id))
    return pages.read(actor.session, query, page)


def accounts_like(actor: Actor, text: str) -> list[Account]:
    """The accounts with these words in their name, the exact one alone where there is one."""
    actor.need(Right.PERSON_INVITE)
    inside = f"%{text.replace('%', '').replace('_', '')}%"
    query = select(Account).where(func.lower(col(Account.name)).like(inside.lower()), col(Account.active).is_(True))
    found = list(actor.session.exec(query.order_by(func.length(col(Account.name)), col(Account.name)).limit(ROWS)))
    return [account for account in found if account.name.casefold() == text.casefold()] or found


def account(actor: Actor, account_id: int) -> Account | None:
    """An account by its id."""
    actor.need(Right.PERSON_INVITE)
    return actor.session.get(Account, account_id)


def ordered_for(actor: Actor) -> Account | None:
    """The account that somebody orders for just now."""
    return actor.session.get(Account, actor.account_id) if actor.account_id is not None else None


def _named(*wanted: Any) -> Any:
    return (
        select(Person, Account.name)
        .join(Account, col(Account.id) == Person.account_id, isouter=True)
        .where(*wanted)
        .order_by(col(Person.active).desc(), col(Account.name), col(Person.name), col(Person.id))
    )


def _with_account(row: Any) -> tuple[Person, str]:
    person, account = row
    return person, account or ""
