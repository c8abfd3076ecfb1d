"""The one writer of limits and of smallest orders."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlmodel import select

from domain.actor import Actor
from domain.catalogue import account_rules
from domain.events.journal import log_event, noted
from domain.rules.rights import Right
from domain.tables.limits import OrderLimit
from domain.tables.people import Account
from domain.tables.prices import AccountGroup

#: Whose limits they are.
Owner = Account | AccountGroup


def limit(actor: Actor, owner: Owner, sku_id: int, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set columns of the limits of a SKU for an account or a group.

    Args:
        actor: who sets them.
        owner: whose limits they are.
        sku_id: of which SKU.
        values: by the columns of ``OrderLimit``; nothing: as without limits. Other columns stay.

    Returns:
        What changed, by column: before and after.
    """
    actor.authorise(Right.CATALOGUE_CHANGE)
    mine = _of(owner, OrderLimit)
    row = actor.session.exec(select(OrderLimit).where(OrderLimit.sku_id == sku_id, mine)).first()
    before = {name: getattr(row, name) if row else None for name in values}
    changed = {name: (before[name], value) for name, value in values.items() if before[name] != value}
    if not changed:
        return {}
    if row is None:
        is_account = isinstance(owner, Account)
        row = OrderLimit(
            sku_id=sku_id, account_id=owner.id if is_account else None, group_id=None if is_account else owner.id
        )
    for name, (_, value) in changed.items():
        setattr(row, name, value)
    actor.session.add(row)
    actor.session.flush()
    account_rules.forget(actor.session)
    told = {"before": _noted(changed, 0), "after": _noted(changed, 1)}
    log_event(actor, "limit.changed", subject=f"sku:{sku_id}", owner=_subject(owner), **told)
    return changed


def set_minimum_order(actor: Actor, owner: Owner, minimum: Decimal | None) -> bool:
    """What an order is worth at least; nothing: as without one of its own. Whether that changed anything."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    if owner.minimum_order == minimum:
        return False
    told = {"before": noted(owner.minimum_order), "after": noted(minimum)}
    log_event(actor, "minimum_order.changed", subject=_subject(owner), **told)
    owner.minimum_order = minimum
    actor.session.add(owner)
    actor.session.flush()
    account_rules.forget(actor.session)
    return True


def _of(owner: Owner, table: Any) -> Any:
    return table.account_id == owner.id if isinstance(owner, Account) else table.group_id == owner.id


def _subject(owner: Owner) -> str:
    return f"account:{owner.id}" if isinstance(owner, Account) else f"group:{owner.id}"


def _noted(changed: Mapping[str, tuple[Any, Any]], at: int) -> dict[str, str | None]:
    return {name: noted(values[at]) for name, values in changed.items()}
