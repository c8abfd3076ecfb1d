"""Limits, smallest orders and hidden goods, set by calling the acts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from domain import settings
from domain.catalogue import limit_changes, visibility
from domain.catalogue.limit_changes import Owner
from domain.tables.people import Account
from domain.tables.prices import AccountGroup
from tests.world import World

_QUANTITIES = ("minimum", "multiple", "maximum", "quantity")
LI = "李记便利店"


def put_in_group(world: World, group: str, *accounts: str) -> None:
    """A group with these accounts in it."""
    with world.database.transaction() as session:
        made = AccountGroup(name=group)
        session.add(made)
        session.flush()
        for account in session.exec(select(Account).where(Account.name.in_(accounts))):  # type: ignore[attr-defined]
            account.group_id = made.id


def limit(world: World, code: str, owner: str = LI, **values: Any) -> None:
    """The admin limits what an account or a group may order of a SKU."""
    sku = world.sku(code)
    exact = {name: Decimal(value) if name.endswith(_QUANTITIES) else value for name, value in values.items()}
    with world.database.transaction() as session:
        limit_changes.limit(world.actor(session, "陈总"), _owner(session, owner), sku.id, exact)


def minimum_order(world: World, amount: int | None, owner: str = "") -> None:
    """What orders are worth at least, of an account, a group, or all."""
    with world.database.transaction() as session:
        actor = world.actor(session, "陈总")
        if owner:
            minimum = None if amount is None else Decimal(amount)
            limit_changes.set_minimum_order(actor, _owner(session, owner), minimum)
        else:
            settings.change(actor, "minimum_order", str(amount))


def show_only(world: World, code: str, *owners: str) -> None:
    """The admin lets only some see a SKU; nobody named: all."""
    sku = world.sku(code)
    with world.database.transaction() as session:
        found: Sequence[Owner] = [_owner(session, name) for name in owners]
        accounts = [each.id for each in found if isinstance(each, Account)]
        groups = [each.id for each in found if isinstance(each, AccountGroup)]
        visibility.show_only(world.actor(session, "陈总"), sku.id, accounts, groups)


def _owner(session: Session, name: str) -> Owner:
    account = session.exec(select(Account).where(Account.name == name)).first()
    return account or session.exec(select(AccountGroup).where(AccountGroup.name == name)).one()
