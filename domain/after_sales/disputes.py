"""What a claim keeps off the bill on receipt: billed when it comes to nothing, never when it is granted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from sqlalchemy import func, type_coerce
from sqlmodel import col, select

from domain.actor import Actor
from domain.after_sales.view import ReturnRow, ReturnView
from domain.finance import ledger, rebates
from domain.finance.ledger import Disputed
from domain.rules.finance.ledger import LinePosting
from domain.rules.money import total
from domain.rules.return_life import ReturnStatus
from domain.rules.returns import ReturnKind, disputed_parts
from domain.tables.columns import QUANTITY
from domain.tables.ledger import PostedLine
from domain.tables.returns import ReturnLine, ReturnRequest


class Claimed(Protocol):
    """What is asked for a line."""

    @property
    def order_line_id(self) -> int:
        """The line."""

    @property
    def kind(self) -> ReturnKind:
        """Whether the goods come back."""

    @property
    def quantity(self) -> Decimal:
        """In base units."""


@dataclass(frozen=True, kw_only=True)
class Waived:
    """What was granted of a line, and never billed."""

    return_line_id: int
    posting: LinePosting

    @property
    def quantity(self) -> Decimal:
        """In base units."""
        return self.posting.quantity


@dataclass(frozen=True, kw_only=True)
class KeptBack:
    """Money that a claim keeps off the bill. ``waits``: as long as it is open; ``waived``: never billed; ``billed``."""

    waits: Decimal = Decimal(0)
    waived: Decimal = Decimal(0)
    billed: Decimal = Decimal(0)


def claimed(wanted: Iterable[Claimed]) -> dict[int, Decimal]:
    """How much of each order line is claimed; what comes back is billed first."""
    found: dict[int, Decimal] = {}
    for each in wanted:
        if each.kind is ReturnKind.CLAIM:
            found[each.order_line_id] = found.get(each.order_line_id, Decimal(0)) + each.quantity
    return found


def still_billed(actor: Actor, disputed: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """How much of what is disputed no parcel has been billed without yet."""
    return {key: max(much - _not_noted(actor, key), Decimal(0)) for key, much in disputed.items()}


def keep_back(actor: Actor, request: ReturnRequest, line: ReturnLine, quantity: Decimal) -> None:
    """Note what was left out of the bill for a claim of so much."""
    if request.kind is not ReturnKind.CLAIM:
        return
    line.withheld += min(_not_noted(actor, line.order_line_id), quantity)
    actor.session.flush()


def bill(actor: Actor, view: ReturnView) -> None:
    """It came to nothing: what it kept back is billed."""
    _bill(actor, view, [_part(row, row.line.withheld) for row in view.rows])


def settle(actor: Actor, view: ReturnView) -> None:
    """What is refunded of what it kept back is never billed, and its rebate is free again; the rest is billed."""
    waives, bills = [], []
    for row in view.rows:
        parts = disputed_parts(row.line.withheld, row.line.agreed, row.line.outcome)
        waives.append(_part(row, parts.waived))
        bills.append(_part(row, parts.billed))
    made = [ledger.waive(actor, view.order, each) for each in waives if each.quantity]
    rebates.give_back(actor, view.order, total(each.rebate for each in made))
    _bill(actor, view, bills)


def waived(actor: Actor, order_line_id: int, return_line_id: int | None = None) -> Sequence[Waived]:
    """What was granted and never billed of an order line, by all its claims or one."""
    query = select(PostedLine).where(
        PostedLine.order_line_id == order_line_id,
        col(PostedLine.return_line_id).is_not(None),
        col(PostedLine.entry_id).is_(None),
    )
    return [
        Waived(return_line_id=row.return_line_id, posting=ledger.as_posted(row))
        for row in actor.session.exec(query)
        if row.return_line_id is not None and return_line_id in (None, row.return_line_id)
    ]


def _not_noted(actor: Actor, order_line_id: int) -> Decimal:
    """What was left out of the bill and is of no claim yet: it is about to be asked for in the same message."""
    noted = func.coalesce(func.sum(col(ReturnLine.withheld)), 0)
    query = select(type_coerce(noted, QUANTITY)).where(ReturnLine.order_line_id == order_line_id)
    left: Decimal = ledger.left_out(actor, order_line_id) - actor.session.exec(query).one()
    return left


def kept_back(actor: Actor, view: ReturnView) -> KeptBack:
    """What a request keeps off the bill, or kept, and what became of it."""
    parts = [_part(row, row.line.withheld) for row in view.rows if row.line.withheld]
    if not parts:
        return KeptBack()
    if view.request.status is ReturnStatus.REQUESTED:
        return KeptBack(waits=total(ledger.costs(actor, view.order, each).amount for each in parts))
    ids = [each.return_line_id for each in parts]
    rows = actor.session.exec(select(PostedLine).where(col(PostedLine.return_line_id).in_(ids))).all()
    return KeptBack(
        waived=total(each.amount for each in rows if each.entry_id is None),
        billed=total(each.amount for each in rows if each.entry_id is not None),
    )


def _part(row: ReturnRow, quantity: Decimal) -> Disputed:
    return Disputed(line=row.ordered, return_line_id=row.line.id, quantity=quantity)


def _bill(actor: Actor, view: ReturnView, parts: Iterable[Disputed]) -> None:
    there = [each for each in parts if each.quantity]
    if there:
        ledger.bill_disputed(actor, view.order, view.account, view.request.number, there)
