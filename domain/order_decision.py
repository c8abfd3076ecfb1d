"""What an approver wants to know beside the order: the account's last one, who said yes already, who is still asked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.acting import By
from domain.order_access import Held
from domain.prepared import Prepared, any_of
from domain.rules.order_life import OrderStatus
from domain.tables.columns import ID, TIME
from domain.tables.orders import Approval, ApprovalKind, Order
from domain.tables.people import Account, Person

#: Orders that are no sign of what an account usually buys.
_NOTHING_CAME_OF = (OrderStatus.WITHDRAWN, OrderStatus.CANCELLED, OrderStatus.REJECTED, OrderStatus.EXPIRED)


@dataclass(frozen=True, kw_only=True)
class Background:
    """The account's last order, who approved this revision, and whose approval a rule asked for and nobody gave yet."""

    last: Order | None
    approved_by: tuple[str, ...]
    asked: tuple[ApprovalKind, ...]


def background(by: By, held: Held) -> Background:
    """What is known beside an order that waits, in one statement."""
    order = held.order
    facts = {
        "account": order.account_id,
        "order": order.id,
        "revision": order.revision,
        "submitted_at": order.submitted_at,
    }
    rows = _BACKGROUND.all(by.session, facts)
    return Background(
        last=rows[0][0],
        approved_by=tuple(name for _, _, yes, name in rows if yes),
        asked=tuple(ApprovalKind(kind) for _, kind, yes, _ in rows if kind is not None and yes is None),
    )


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    account: Any = bindparam("account", type_=ID)
    order: Any = bindparam("order", type_=ID)
    last = aliased(Order)
    before = (
        select(Order.id)
        .where(col(Order.account_id) == account, col(Order.id) != order)
        .where(col(Order.submitted_at) <= bindparam("submitted_at", type_=TIME))
        .where(~any_of(col(Order.status), _NOTHING_CAME_OF))
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
        .limit(1)
    )
    of_revision = (col(Approval.order_id) == order) & (col(Approval.revision) == bindparam("revision", type_=Integer))
    return (
        select(last, Approval.kind, Approval.approved, Person.name)
        .select_from(Account)
        .join(last, col(last.id) == before.scalar_subquery(), isouter=True)
        .join(Approval, of_revision, isouter=True)
        .join(Person, col(Person.id) == Approval.decided_by_id, isouter=True)
        .where(col(Account.id) == account)
        .order_by(col(Approval.decided_at))
    )


_BACKGROUND = Prepared(_query())
