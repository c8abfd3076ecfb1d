"""Money that accounts paid ahead: whether one pays first, what nothing claims of it, and what an order still needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import bindparam, or_, type_coerce
from sqlmodel import col, func, select

from domain import shop_rules
from domain.actor import Actor
from domain.db.statements import Prepared, any_of
from domain.finance.ledger import terms_of
from domain.rules.approvals import ApprovalRule, ApprovalState
from domain.rules.finance.terms import TermsKind
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.tables.columns import ID, MONEY
from domain.tables.ledger import LedgerEntry, PaymentAllocation, PaymentClaim, PostedLine
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account

_NONE = Decimal(0)
#: So long an order keeps its goods while finance looks whether the money came.
CLAIM_WAITS = timedelta(days=3)


class _Money(NamedTuple):
    """How an account and an order of it stand.

    ``owed``: below zero it is paid ahead; ``claimed``: what other orders that were paid or agreed to will be billed;
    ``waits``: what was named for orders that were neither; ``billed``: of this order; ``named``: for it, and kept.
    """

    owed: Decimal
    claimed: Decimal
    waits: Decimal
    billed: Decimal
    named: Decimal

    @property
    def free(self) -> Decimal:
        """What nothing claims."""
        return max(-self.owed - self.claimed - self.waits - self.named, _NONE)


def pays_first(actor: Actor, account_id: int) -> bool:
    """Whether an account pays before its goods are picked, by its own terms or the shop's."""
    if not shop_rules.rules(actor.session).prepaid:
        return False
    account = actor.session.get_one(Account, account_id)
    return terms_of(actor, account).kind is TermsKind.PREPAID


@dataclass(frozen=True, kw_only=True)
class PaidFirst:
    """Whether a new order asks for its payment, and whether the money is there already."""

    asked: bool = False
    there: bool = False

    @property
    def rules(self) -> frozenset[ApprovalRule]:
        """The rules that it sets off."""
        return frozenset({ApprovalRule.PAID_FIRST}) if self.asked else frozenset()


def at_submit(actor: Actor, account_id: int, total: Decimal) -> PaidFirst:
    """What an order of so much asks for; the account is locked where it pays first."""
    if not pays_first(actor, account_id):
        return PaidFirst()
    lock(actor, account_id)
    return PaidFirst(asked=True, there=free(actor, account_id) >= total)


def claimed_until(actor: Actor, order: Order) -> datetime:
    """Until when an order waits for finance to look whether money came that its buyers say they paid; or long ago."""
    claimed = (PaymentClaim.account_id == order.account_id, col(PaymentClaim.claimed_at) >= order.submitted_at)
    last = select(func.max(PaymentClaim.claimed_at)).where(*claimed, col(PaymentClaim.decided_at).is_(None))
    found = actor.session.exec(last).one()
    return found + CLAIM_WAITS if found else order.submitted_at


def lock(actor: Actor, account_id: int) -> None:
    """Nobody else books money of an account, or lets it pay an order, until the end of the transaction."""
    _LOCK.all(actor.session, {"account": account_id})


def free(actor: Actor, account_id: int, *, without: int = 0) -> Decimal:
    """What an account paid ahead and no order claims: those that were paid or agreed to, but not ``without``."""
    return _money(actor, account_id, without).free


def overdrawn(actor: Actor, account_id: int) -> Decimal:
    """How much more the orders claim that were paid or agreed to than was paid ahead."""
    found = _money(actor, account_id, 0)
    return max(found.owed + found.claimed, _NONE)


def missing(actor: Actor, order: Order) -> Decimal:
    """How much of an order is neither paid ahead nor billed yet; what was named for it comes first."""
    found = _money(actor, order.account_id, order.id)
    return max(order.payable - found.billed - found.named - found.free, _NONE)


def _money(actor: Actor, account_id: int, order_id: int) -> _Money:
    return _Money._make(_SUMS.all(actor.session, {"account": account_id, "order": order_id})[0])


_ACCOUNT: Any = bindparam("account", type_=ID)
_ORDER: Any = bindparam("order", type_=ID)


def _sums() -> Any:
    def total(of: Any, *conditions: Any) -> Any:
        return of.where(*conditions).correlate(None).scalar_subquery()

    def amount(column: Any) -> Any:
        return type_coerce(func.coalesce(func.sum(column), 0), MONEY)

    paid = or_(col(Order.payment_approval) == ApprovalState.GIVEN, col(Order.status) == OrderStatus.APPROVED)
    others = (Order.account_id == _ACCOUNT, Order.id != _ORDER, any_of(col(Order.status), OPEN), paid)
    billed = sqlalchemy.select(amount(PostedLine.amount - PostedLine.rebate)).select_from(PostedLine)
    billed = billed.join(OrderLine, col(OrderLine.id) == PostedLine.order_line_id)
    with_order = billed.join(Order, col(Order.id) == OrderLine.order_id)
    claimed = total(sqlalchemy.select(amount(Order.total - Order.rebate)), *others) - total(with_order, *others)
    kept = sqlalchemy.select(amount(PaymentAllocation.amount)).where(col(PaymentAllocation.debt_id).is_(None))
    not_claiming = col(PaymentAllocation.order_id).not_in(sqlalchemy.select(col(Order.id)).where(*others))
    elsewhere = (PaymentAllocation.account_id == _ACCOUNT, PaymentAllocation.order_id != _ORDER, not_claiming)
    return sqlalchemy.select(
        total(sqlalchemy.select(amount(LedgerEntry.amount)), LedgerEntry.account_id == _ACCOUNT).label("owed"),
        type_coerce(claimed, MONEY).label("claimed"),
        total(kept, *elsewhere).label("waits"),
        total(billed, OrderLine.order_id == _ORDER).label("billed"),
        total(kept, PaymentAllocation.order_id == _ORDER).label("named"),
    )


_SUMS = Prepared(_sums())
_LOCK = Prepared(select(col(Account.id)).where(col(Account.id) == _ACCOUNT).with_for_update(key_share=True))
