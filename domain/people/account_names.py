"""The names an account is known by: its own, and those of its buyers."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, literal, or_, select

from domain.actor import Actor
from domain.rules.rights import Right, Role
from domain.tables.people import Account, Person

#: Names of more accounts than this are not looked at: the words that hold them name nobody.
_MOST = 20


@dataclass(frozen=True, kw_only=True)
class NamedAccount:
    """An account that words name. ``said``: what of them is its name, or the name of somebody who buys for it.

    ``mine``: whether this person may order for it; ``salesperson_name``: who looks after it, empty where it is closed.
    """

    account: Account
    said: str
    mine: bool
    salesperson_name: str


def buyers_of(actor: Actor, accounts: Iterable[Account]) -> list[tuple[str, Account]]:
    """The name of everybody who buys for one of these accounts, with the account."""
    actor.need(Right.ACCOUNT_SERVE)
    theirs = {each.id: each for each in accounts}
    query = select(Person.name, Person.account_id).where(Person.role == Role.BUYER, col(Person.active).is_(True))
    return [(name, theirs[at]) for name, at in actor.session.exec(query.order_by(col(Person.id))) if at in theirs]


def named_in(actor: Actor, text: str, word: str) -> list[NamedAccount]:
    """All accounts whose names occur in a text, the longest name first.

    ``word``: where the text may begin with a name. The beginning of an account's name is enough there, or the name of
    somebody who buys for it.
    """
    person = actor.need(Right.ACCOUNT_SERVE)
    salesperson = aliased(Person)
    query = (
        select(Account, col(salesperson.name))
        .join(salesperson, col(salesperson.id) == Account.salesperson_id, isouter=True)
        .where(_called(text.lower(), word))
        .order_by(func.length(col(Account.name)).desc(), col(Account.id))
        .limit(_MOST)
    )
    return [
        NamedAccount(
            account=account,
            said=account.name if account.name.lower() in text.lower() else word,
            mine=account.active
            and (person.role is not Role.SALESPERSON or account.salesperson_id in (None, person.id)),
            salesperson_name=(who or "") if account.active else "",
        )
        for account, who in actor.session.exec(query)
    ]


def _called(text: str, word: str) -> ColumnElement[bool]:
    name = func.lower(col(Account.name))
    whole = func.replace(literal(text), name, "") != text
    if not word:
        return whole
    buying = (Person.role == Role.BUYER, col(Person.active).is_(True), Person.name == word)
    buyers = col(Account.id).in_(select(Person.account_id).where(*buying))
    return or_(whole, name.startswith(word.lower(), autoescape=True), buyers)
