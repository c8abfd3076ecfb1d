"""Reading who is in the house and which accounts buy, for those who invite."""

from sqlmodel import col, func, select

from domain.acting import By
from domain.rules.rights import Right, Role
from domain.tables.people import Account, Person

PAGE = 8


def headcount(by: By) -> dict[Role, int]:
    """How many active people there are of each role."""
    by.need(Right.PERSON_INVITE)
    counted = select(Person.role, func.count()).where(col(Person.active).is_(True)).group_by(col(Person.role))
    return {Role(role): number for role, number in by.session.exec(counted)}


def of_role(by: By, role: Role, page: int = 0) -> list[tuple[Person, str]]:
    """A page of the active people of a role with the name of their account, and one more where others follow."""
    by.need(Right.PERSON_INVITE)
    query = (
        select(Person, Account.name)
        .join(Account, col(Account.id) == Person.account_id, isouter=True)
        .where(Person.role == role, col(Person.active).is_(True))
        .order_by(col(Account.name), col(Person.name), col(Person.id))
        .offset(page * PAGE)
        .limit(PAGE + 1)
    )
    return [(person, account or "") for person, account in by.session.exec(query)]


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
