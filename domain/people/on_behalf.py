"""Ordering on behalf of an account, and the accounts that a salesperson may do so for."""

from sqlmodel import col, select

from domain.actor import Actor
from domain.db.statements import attach
from domain.events.journal import log_event
from domain.events.recipients import serves
from domain.refusals import NotFound
from domain.rules.rights import Right, Role
from domain.tables.people import Account


def accounts_of(actor: Actor) -> list[Account]:
    """The accounts a salesperson looks after, or all for an admin, by name."""
    person = actor.need(Right.ACCOUNT_SERVE)
    query = select(Account).where(col(Account.active).is_(True)).order_by(col(Account.name))
    if person.role is Role.SALESPERSON:
        query = query.where(serves(person.id, actor.today))
    return list(actor.session.exec(query))


def order_for(actor: Actor, account_id: int | None) -> Account | None:
    """Order on behalf of an account from now on, or stop doing so. Raises NotFound: not one of this salesperson's."""
    person = actor.need(Right.ACCOUNT_SERVE)
    account = next((account for account in accounts_of(actor) if account.id == account_id), None)
    if account_id is not None and account is None:
        raise NotFound
    change = {"before": person.ordering_for_id, "after": account_id}
    attach(actor.session, person).ordering_for_id = account_id
    log_event(actor, "person.ordering_for", subject=f"account:{account_id}", **change)
    return account
