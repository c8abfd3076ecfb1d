"""The approvals of an order's revision: asked for by the rules, given, carried over. Their one writer."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlmodel import col, select

from domain import settings
from domain.actor import Actor
from domain.db import bulk
from domain.db.statements import Prepared
from domain.events.recipients import Recipients
from domain.refusals import OthersMustAgree
from domain.rules.approvals import (
    ALWAYS,
    ASKS,
    RIGHTS,
    ApprovalKind,
    ApprovalRule,
    ApprovalState,
    Change,
    asked_after,
    carried,
    is_barred,
    kinds_of,
    to_give,
)
from domain.rules.business_settings import SINGLE_APPROVER
from domain.tables.columns import ID
from domain.tables.orders import Approval, Order

#: The columns of an order that say how far its approvals are, as they change.
States = Mapping[str, ApprovalState]
_OF_REVISION = Prepared(
    select(Approval).where(
        col(Approval.order_id) == bindparam("order", type_=ID),
        col(Approval.revision) == bindparam("revision", type_=Integer),
    )
)


@dataclass(frozen=True, kw_only=True)
class GivenApproval:
    """An approval that was given. ``still``: those that are open; ``states``: what the order's columns are now."""

    kind: ApprovalKind
    still: frozenset[ApprovalKind]
    states: States


def states_of(asked: AbstractSet[ApprovalKind], given: AbstractSet[ApprovalKind] = frozenset()) -> States:
    """The columns of an order whose revision asks for these and has those."""

    def state(kind: ApprovalKind) -> ApprovalState:
        if kind in given:
            return ApprovalState.GIVEN
        return ApprovalState.OPEN if kind in asked else ApprovalState.NOT_ASKED

    return {f"{kind}_approval": state(kind) for kind in ApprovalKind}


def ask(actor: Actor, order: Order, rules: AbstractSet[ApprovalRule]) -> None:
    """Note what a new order asks for beside the salesperson's; its columns say so already."""
    _write_open(actor, order, kinds_of(rules), rules)


def ask_more(actor: Actor, order: Order, rules: AbstractSet[ApprovalRule]) -> States:
    """Ask for what rules want of an order that was asked for less; the order's columns, for the caller."""
    more = kinds_of(rules) - order.asked
    _write_open(actor, order, more, rules)
    return {f"{kind}_approval": ApprovalState.OPEN for kind in more}


def give_late(actor: Actor, order: Order, kind: ApprovalKind, rule: ApprovalRule) -> None:
    """An approval of an order that was agreed to without it. Raises OthersMustAgree: this person may not give it."""
    given = {each: row.decided_by_id for each, row in _read(actor, order.id, order.revision).items() if row.approved}
    if actor.person_id in given.values() or actor.person_id == order.buyer_id:
        raise OthersMustAgree(order_id=order.id, number=order.number)
    _write_open(actor, order, frozenset({kind}), frozenset({rule}))
    _decide(actor, order, kind, _read(actor, order.id, order.revision)[kind], approved=True)
    bulk.update_columns(actor.session, order, **{f"{kind}_approval": ApprovalState.GIVEN})


def give(actor: Actor, order: Order, recipients: Recipients, *, asked: bool) -> GivenApproval:
    """Say yes to the revision. The order's columns are left to the caller, who writes others with them.

    Args:
        actor: who says yes.
        order: locked.
        recipients: of the order, for what nobody but this person could give.
        asked: whether anything was asked of this order before now; where not, there is nothing to read.

    Raises:
        OthersMustAgree: what is still open must be somebody else's yes.
    """
    rows = _read(actor, order.id, order.revision) if asked else {}
    kind = _theirs_to_give(actor, order, recipients, rows)
    if kind is None:
        raise OthersMustAgree(order_id=order.id, number=order.number)
    _decide(actor, order, kind, rows.get(kind), approved=True)
    return GivenApproval(
        kind=kind,
        still=order.asked - order.given - {kind},
        states={f"{kind}_approval": ApprovalState.GIVEN},
    )


def give_paid(actor: Actor, order: Order, *, by_id: int | None) -> States:
    """The money of the revision is there; the order's columns, for the caller. ``by_id``: of finance, if anybody."""
    row = _read(actor, order.id, order.revision)[ApprovalKind.PAYMENT]
    bulk.update_columns(actor.session, row, approved=True, decided_by_id=by_id, decided_at=actor.now)
    return {"payment_approval": ApprovalState.GIVEN}


def ask_paid_again(actor: Actor, order: Order) -> States:
    """The money is there no more; the order's columns, for the caller."""
    row = _read(actor, order.id, order.revision)[ApprovalKind.PAYMENT]
    bulk.update_columns(actor.session, row, approved=None, decided_by_id=None, decided_at=None)
    return {"payment_approval": ApprovalState.OPEN}


def may_say_paid(actor: Actor, order: Order, recipients: Recipients) -> bool:
    """Whether this person may let money that they book pay an order, as nobody gives two approvals of one."""
    rows = _read(actor, order.id, order.revision).values()
    given = [row.decided_by_id for row in rows if row.approved]
    if actor.person_id is None or not is_barred(actor.person_id, given, order.buyer_id):
        return True
    alone = {*recipients.givers[ApprovalKind.PAYMENT]} <= {actor.person_id}
    return alone and settings.value(actor.session, SINGLE_APPROVER)


def refuse(actor: Actor, order: Order, *, asked: bool) -> States:
    """Say no to the revision, also where the same person said yes before; the order's columns, for the caller."""
    rows = _read(actor, order.id, order.revision) if asked else {}
    theirs = [each for each in _theirs(actor) if each in order.asked | ALWAYS]
    kind = next((each for each in theirs if each not in order.given), theirs[0])
    _decide(actor, order, kind, rows.get(kind), approved=False)
    return {f"{kind}_approval": ApprovalState.OPEN}


def renew(actor: Actor, order: Order, change: Change, rules: AbstractSet[ApprovalRule], *, asked: bool) -> States:
    """Ask for what a new revision needs, and carry over what still holds; the order's columns as they are then.

    ``asked``: whether anything was asked of this order before.
    """
    before = _read(actor, order.id, order.revision - 1) if asked else {}
    still = carried(order.given, change, rules)
    asks = asked_after(order.asked, change, rules)
    kept = [_again(order, before[kind], rules) for kind in ApprovalKind if kind in still]
    bulk.insert_many(actor.session, Approval, kept)
    _write_open(actor, order, asks - still - ALWAYS, rules, before)
    return states_of(asks | still, still)


def _again(order: Order, row: Approval, rules: AbstractSet[ApprovalRule]) -> dict[str, Any]:
    """An approval of the revision before, given to this one as well, with the rules that ask for it now."""
    decision = {"approved": row.approved, "decided_by_id": row.decided_by_id, "decided_at": row.decided_at}
    named = _named(rules, row.kind) or row.rules
    return {"order_id": order.id, "revision": order.revision, "kind": row.kind, "rules": named, **decision}


def _named(rules: AbstractSet[ApprovalRule], kind: ApprovalKind) -> list[str]:
    return sorted(rule.value for rule in rules if ASKS[rule] is kind)


def _write_open(
    actor: Actor,
    order: Order,
    kinds: AbstractSet[ApprovalKind],
    rules: AbstractSet[ApprovalRule],
    before: Mapping[ApprovalKind, Approval] | None = None,
) -> None:
    """A row for each approval that is asked for, with the rules that do; those of ``before`` where none does now."""
    old = before or {}
    named = {kind: _named(rules, kind) for kind in kinds}
    rows = [
        {
            "order_id": order.id,
            "revision": order.revision,
            "kind": kind,
            "rules": named[kind] or (old[kind].rules if kind in old else []),
        }
        for kind in ApprovalKind
        if kind in kinds
    ]
    bulk.insert_many(actor.session, Approval, rows)


def _theirs_to_give(
    actor: Actor, order: Order, recipients: Recipients, rows: Mapping[ApprovalKind, Approval]
) -> ApprovalKind | None:
    person = actor.person_id
    if person is None:
        return None
    given = {kind: row.decided_by_id for kind, row in rows.items() if row.approved and row.decided_by_id is not None}
    yes = partial(
        to_give, person, frozenset(_theirs(actor)), asked=order.asked, given=given, placed_by_id=order.buyer_id
    )
    kind = yes()
    if kind is None and settings.value(actor.session, SINGLE_APPROVER):
        kind = yes(nobody_else=frozenset(kind for kind, people in recipients.givers.items() if {*people} <= {person}))
    return kind


def _read(actor: Actor, order_id: int, revision: int) -> dict[ApprovalKind, Approval]:
    return {each.kind: each for (each,) in _OF_REVISION.all(actor.session, {"order": order_id, "revision": revision})}


def _theirs(actor: Actor) -> Iterable[ApprovalKind]:
    """The approvals that this person has the right to give."""
    return [kind for kind, right in RIGHTS.items() if actor.may(right)]


def _decide(actor: Actor, order: Order, kind: ApprovalKind, row: Approval | None, *, approved: bool) -> None:
    decision: dict[str, Any] = {"approved": approved, "decided_by_id": actor.person_id, "decided_at": actor.now}
    if row is not None:
        bulk.update_columns(actor.session, row, **decision)
    else:
        bulk.insert_many(
            actor.session, Approval, [{"order_id": order.id, "revision": order.revision, "kind": kind, **decision}]
        )
