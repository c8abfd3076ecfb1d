"""Whose money somebody may look at."""

from typing import Any

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.db.pages import ROWS
from domain.events.recipients import serves
from domain.refusals import NotFound
from domain.rules.rights import Right, Role
from domain.tables.people import Account, Person


def theirs(actor: Actor) -> tuple[Any, ...]:
    """Conditions on Account that leave the accounts whose money this person may see. Raises NotAllowed."""
    person = actor.need(Right.BALANCE_READ)
    match person.role:
        case Role.BUYER:
            return (Account.id == person.account_id,)
        case Role.SALESPERSON:
            return (serves(person.id, actor.today),)
        case _:
            return ()


def account_of(actor: Actor, account_id: int) -> Account:
    """An account whose money this person may see; the supplier itself sees all. Raises NotAllowed, NotFound."""
    conditions = () if actor.person is None else theirs(actor)
    found = actor.session.exec(select(Account).where(Account.id == account_id, *conditions)).first()
    if found is None:
        raise NotFound
    return found


def accounts_named(actor: Actor, words: str) -> list[Account]:
    """The accounts whose money this person may see by their name, or else by that of a buyer; the exact one alone."""
    said = " ".join(words.split()).lower()
    if not said:
        return []
    named = func.lower(col(Account.name)).contains(said, autoescape=True)
    buyers = select(Person.account_id).where(
        Person.role == Role.BUYER, func.lower(col(Person.name)).contains(said, autoescape=True)
    )
    for wanted in (named, col(Account.id).in_(buyers)):
        query = select(Account).where(wanted, *theirs(actor)).order_by(func.length(col(Account.name))).limit(ROWS)
        found = list(actor.session.exec(query))
        if found:
            return [each for each in found if each.name.lower() == said] or found
    return []
