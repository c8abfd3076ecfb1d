"""Reading who is in the house and which accounts buy, for those who invite."""

from typing import Any

from sqlmodel import col, exists, func, or_, select

from domain.acting import By
from domain.rules.rights import Right, Role
from domain.tables.people import Account, Identity, Person

PAGE = 8

_HAS_CHAT = (exists().where(col(Identity.person_id) == Person.id),)
#: Who was erased has no chat left, and is nobody any more.
_OFF = (col(Person.active).is_(False), *_HAS_CHAT)


def headcount(by: By) -> dict[Role, int]:
    """How many active people there are of each role."""
    by.need(Right.PERSON_INVITE)
    counted = select(Person.role, func.count()).where(col(Person.active).is_(True)).group_by(col(Person.role))
    return {Role(role): number for role, number in by.session.exec(counted)}


def switched_off(by: By) -> int:
    """How many people are switched off and could be let in again."""
    by.need(Right.PERSON_INVITE)
    return by.session.exec(select(func.count()).select_from(Person).where(*_OFF)).one()


def of_role(by: By, role: Role | None, page: int = 0) -> list[tuple[Person, str]]:
    """A page of the active people of a role with the name of their account, and one more where others follow.

    No role: those who are switched off.
    """
    by.need(Right.PERSON_INVITE)
    wanted = _OFF if role is None else (Person.role == role, col(Person.active).is_(True))
    return _named(by, *wanted, skip=page * PAGE)


def called(by: By, name: str) -> list[tuple[Person, str]]:
    """The people of this name, else those with it in their name; some of them, those who are switched off last."""
    by.need(Right.PERSON_INVITE)
    words = " ".join(name.split())
    inside = func.lower(col(Person.name)).contains(words.lower(), autoescape=True)
    found = _named(by, inside, or_(col(Person.active).is_(True), *_HAS_CHAT)) if words else []
    return [each for each in found if each[0].name.casefold() == words.casefold()] or found


def accounts(by: By, page: int = 0) -> list[Account]:
    """A page of the accounts by name, and one more where others follow."""
    by.need(Right.PERSON_INVITE)
    query = select(Account).where(col(Account.active).is_(True)).order_by(col(Account.name), col(Account.id))
    return list(by.session.exec(query.offset(page * PAGE).limit(PAGE + 1)))


def accounts_like(by: By, text: str) -> list[Account]:
    """The accounts with these words in their name, the exact one alone where there is one."""
    by.need(Right.PERSON_INVITE)
    inside = f"%{text.replace('%', '').replace('_', '')}%"
    query = select(Account).where(func.lower(col(Account.name)).like(inside.lower()), col(Account.active).is_(True))
    found = list(by.session.exec(query.order_by(func.length(col(Account.name)), col(Account.name)).limit(PAGE)))
    return [account for account in found if account.name.casefold() == text.casefold()] or found


def account(by: By, account_id: int) -> Account | None:
    """An account by its id."""
    by.need(Right.PERSON_INVITE)
    return by.session.get(Account, account_id)


def _named(by: By, *wanted: Any, skip: int = 0) -> list[tuple[Person, str]]:
    query = (
        select(Person, Account.name)
        .join(Account, col(Account.id) == Person.account_id, isouter=True)
        .where(*wanted)
        .order_by(col(Person.active).desc(), col(Account.name), col(Person.name), col(Person.id))
        .offset(skip)
        .limit(PAGE + 1)
    )
    return [(person, account or "") for person, account in by.session.exec(query)]
