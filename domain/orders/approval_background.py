"""What an approver needs beside the order: the account's last order, approvals given and still open."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from domain.actor import Actor
from domain.db.statements import Prepared, any_of
from domain.orders.access import OrderAccess
from domain.rules.approvals import ApprovalKind, ApprovalRule
from domain.rules.order_states import VOID
from domain.tables.columns import ID, TIME
from domain.tables.orders import Approval, Order
from domain.tables.people import Account, Person


@dataclass(frozen=True, kw_only=True)
class OpenApproval:
    """An approval that nobody gave yet, and the rules that ask for it."""

    kind: ApprovalKind
    rules: tuple[ApprovalRule, ...]


@dataclass(frozen=True, kw_only=True)
class ApprovalBackground:
    """The account's last order, who approved this revision, and the approvals beside the salesperson's still open."""

    last: Order | None
    approved_by: tuple[str, ...]
    asked: tuple[OpenApproval, ...]


class _BackgroundRow(NamedTuple):
    """The last order beside one approval of this revision; without any, all that is of an approval is empty.

    ``decided_by``: of a payment perhaps nobody.
    """

    last: Order | None
    kind: ApprovalKind | None
    rules: list[str] | None
    approved: bool | None
    decided_by: str | None


def background(actor: Actor, access: OrderAccess) -> ApprovalBackground:
    """What is known beside an order that waits, in one statement."""
    order = access.order
    facts = {
        "account": order.account_id,
        "order": order.id,
        "revision": order.revision,
        "submitted_at": order.submitted_at,
    }
    found = [_BackgroundRow._make(row) for row in _BACKGROUND.all(actor.session, facts)]
    return ApprovalBackground(
        last=found[0].last,
        approved_by=tuple(row.decided_by for row in found if row.approved and row.decided_by),
        asked=tuple(_asked(row.kind, row.rules) for row in found if row.kind is not None and row.approved is None),
    )


def _asked(kind: ApprovalKind, rules: list[str] | None) -> OpenApproval:
    """A rule that is no longer one is not named."""
    return OpenApproval(kind=kind, rules=tuple(ApprovalRule(rule) for rule in rules or () if rule in set(ApprovalRule)))


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    account: Any = bindparam("account", type_=ID)
    order: Any = bindparam("order", type_=ID)
    last = aliased(Order)
    before = (
        select(col(Order.id))
        .where(col(Order.account_id) == account, col(Order.id) != order)
        .where(col(Order.submitted_at) <= bindparam("submitted_at", type_=TIME))
        .where(~any_of(col(Order.status), VOID))
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
        .limit(1)
    )
    of_revision = (col(Approval.order_id) == order) & (col(Approval.revision) == bindparam("revision", type_=Integer))
    return (
        select(last, col(Approval.kind), col(Approval.rules), col(Approval.approved), col(Person.name))
        .select_from(Account)
        .join(last, col(last.id) == before.scalar_subquery(), isouter=True)
        .join(Approval, of_revision, isouter=True)
        .join(Person, col(Person.id) == Approval.decided_by_id, isouter=True)
        .where(col(Account.id) == account)
        .order_by(col(Approval.decided_at))
    )


_BACKGROUND = Prepared(_query())
