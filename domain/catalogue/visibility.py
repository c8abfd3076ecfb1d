"""Which goods are hidden from whom: to an account that may not see a SKU, it does not exist."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, and_, case, col, delete, exists, func, or_, select

from domain import shop_rules
from domain.actor import ACTOR, Actor
from domain.catalogue import account_rules
from domain.catalogue.versions import touch
from domain.db.statements import Prepared
from domain.events.journal import log_event
from domain.rules.rights import Right
from domain.tables.catalogue import Sku
from domain.tables.columns import ID
from domain.tables.limits import VisibleTo
from domain.tables.people import Account
from domain.tables.prices import AccountGroup

_HIDDEN_IDS = "hidden goods"
NOTHING: frozenset[int] = frozenset()


def _is_for(account: Any) -> Any:
    """Whether a row of ``VisibleTo`` is for an account, or for its group."""
    group = select(col(Account.group_id)).where(col(Account.id) == account).scalar_subquery()
    return or_(col(VisibleTo.account_id) == account, col(VisibleTo.group_id) == group)


_MINE = func.max(case((_is_for(bindparam("account", type_=ID)), 1), else_=0))
_HIDDEN = Prepared(select(col(VisibleTo.sku_id)).group_by(col(VisibleTo.sku_id)).having(_MINE == 0))


def reader_account(session: Session) -> int | None:
    """The account that goods are read for; none for staff who serve no account, jobs and commands: they see all."""
    actor: Actor | None = session.info.get(ACTOR)
    return (actor.account_id or actor.reads_for) if actor else None


def hidden(session: Session) -> frozenset[int]:
    """The SKUs that do not exist for the account that goods are read for."""
    return hidden_from(session, reader_account(session))


def hidden_from(session: Session, account_id: int | None) -> frozenset[int]:
    """The SKUs that do not exist for an account; for nobody's none is hidden."""
    if account_id is None or not shop_rules.rules(session).hides:
        return NOTHING
    known: dict[int, frozenset[int]] = session.info.setdefault(_HIDDEN_IDS, {})
    if account_id not in known:
        known[account_id] = frozenset(_HIDDEN.scalars(session, {"account": account_id}))
    return known[account_id]


def is_visible(session: Session) -> tuple[Any, ...]:
    """Conditions on SKU that leave what the account may see."""
    account_id = reader_account(session)
    if account_id is None or not shop_rules.rules(session).hides:
        return ()
    of_sku = col(VisibleTo.sku_id) == col(Sku.id)
    return (or_(~exists().where(of_sku), exists().where(and_(of_sku, _is_for(account_id)))),)


def seen_by(session: Session, sku_id: int) -> list[str]:
    """The names of the accounts and groups that alone see a SKU; none: everybody does."""
    query = select(func.coalesce(col(Account.name), col(AccountGroup.name)))
    query = query.select_from(VisibleTo).join(Account, col(Account.id) == VisibleTo.account_id, isouter=True)
    query = query.join(AccountGroup, col(AccountGroup.id) == VisibleTo.group_id, isouter=True)
    return sorted(session.exec(query.where(VisibleTo.sku_id == sku_id)))


def show_only(actor: Actor, sku_id: int, accounts: Iterable[int], groups: Iterable[int]) -> bool:
    """Let only these accounts and groups see a SKU; nobody named: everybody does. Whether that changed anything."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    rows = actor.session.exec(select(VisibleTo).where(VisibleTo.sku_id == sku_id)).all()
    before = {(row.account_id, row.group_id) for row in rows}
    after = {(each, None) for each in accounts} | {(None, each) for each in groups}
    if before == after:
        return False
    actor.session.exec(delete(VisibleTo).where(col(VisibleTo.sku_id) == sku_id))
    actor.session.add_all(VisibleTo(sku_id=sku_id, account_id=account, group_id=group) for account, group in after)
    actor.session.flush()
    told = {"before": _told(before), "after": _told(after)}
    log_event(actor, "sku.visible_to", subject=f"sku:{sku_id}", **told)
    actor.session.info.pop(_HIDDEN_IDS, None)
    account_rules.forget(actor.session)
    touch(actor.session)
    return True


def _told(rows: Iterable[tuple[int | None, int | None]]) -> list[str]:
    return sorted(f"account:{account}" if account else f"group:{group}" for account, group in rows)
