"""The approvals that an order's revision asks for: who gives which, and which are still open."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlmodel import col, select

from domain import rows
from domain.acting import By
from domain.prepared import Prepared
from domain.rules.rights import Role
from domain.tables.columns import ID
from domain.tables.orders import Approval, ApprovalKind, Order

#: Whose word each approval is. Every revision asks for the first; its row is written with the decision.
GIVERS: Mapping[ApprovalKind, tuple[Role, ...]] = {
    ApprovalKind.SALES: (Role.SALESPERSON, Role.ADMIN),
    ApprovalKind.FINANCE: (Role.FINANCE, Role.ADMIN),
}
_OF_REVISION = Prepared(
    select(Approval).where(
        col(Approval.order_id) == bindparam("order", type_=ID),
        col(Approval.revision) == bindparam("revision", type_=Integer),
    )
)


def give(by: By, order: Order, *, asked: bool) -> tuple[ApprovalKind | None, frozenset[ApprovalKind]]:
    """Say yes to the revision: the approval that this gives, if any is this person's to give, and those still open.

    ``asked``: whether anything was asked of this order before now; where not, there is nothing to read.
    Nobody gives two of one revision, nor the second one of an order that they placed.
    """
    wanted = _wanted(by, order, asked=asked)
    still = frozenset(kind for kind, row in wanted.items() if row is None or row.approved is None)
    given = [row for row in wanted.values() if row is not None and row.approved]
    spoke = by.person_id in [each.decided_by_id for each in given] or (given and by.person_id == order.buyer_id)
    kind = None if spoke else next((each for each in _theirs(by) if each in still), None)
    if kind is not None:
        _write(by, order, kind, wanted[kind], approved=True)
    return kind, still - {kind}


def refuse(by: By, order: Order, *, asked: bool) -> None:
    """Say no to the revision, also where the same person said yes before."""
    wanted = _wanted(by, order, asked=asked)
    kind = next(each for each in _theirs(by) if each in wanted)
    _write(by, order, kind, wanted[kind], approved=False)


def ask_again(by: By, order: Order) -> None:
    """A new revision asks whoever was asked about the one before it, beside the salesperson."""
    before = _read(by, order.id, order.revision - 1)
    beside = [kind for kind in before if kind is not ApprovalKind.SALES]
    rows.write(
        by.session, Approval, [{"order_id": order.id, "revision": order.revision, "kind": kind} for kind in beside]
    )


def _wanted(by: By, order: Order, *, asked: bool) -> dict[ApprovalKind, Approval | None]:
    """What the revision asks for, with the row where there is one."""
    return {ApprovalKind.SALES: None, **(_read(by, order.id, order.revision) if asked else {})}


def _read(by: By, order_id: int, revision: int) -> dict[ApprovalKind, Approval]:
    return {each.kind: each for (each,) in _OF_REVISION.all(by.session, {"order": order_id, "revision": revision})}


def _theirs(by: By) -> Iterable[ApprovalKind]:
    """The approvals that are of this person's role to give."""
    return [kind for kind, roles in GIVERS.items() if by.person is not None and by.person.role in roles]


def _write(by: By, order: Order, kind: ApprovalKind, row: Approval | None, *, approved: bool) -> None:
    decision: dict[str, Any] = {"approved": approved, "decided_by_id": by.person_id, "decided_at": by.now}
    if row is not None:
        rows.change(by.session, row, **decision)
    else:
        rows.write(by.session, Approval, [{"order_id": order.id, "revision": order.revision, "kind": kind, **decision}])
