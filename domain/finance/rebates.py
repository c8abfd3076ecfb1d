"""Rebates of accounts: granted by finance, used by orders, given back; the one writer of both tables.

A rebate changes nothing of what an account owes before goods are billed: then its part is a credit in the ledger.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, type_coerce
from sqlmodel import col, select

from domain import settings, shop_rules
from domain.actor import Actor
from domain.db import bulk
from domain.events.journal import log_event, notify
from domain.events.recipients import approvers, buyers_of
from domain.finance import ledger, prepaid
from domain.finance.access import account_of
from domain.finance.corrections import REASON_MOST
from domain.refusals import BadDate, NotFound, ReasonNeeded
from domain.rules.business_settings import REBATE_SHARE
from domain.rules.finance import rebates as rules
from domain.rules.finance.rebates import Part, RebateLeft
from domain.rules.rights import Right
from domain.tables.columns import MONEY
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account
from domain.tables.rebates import Rebate, RebateUse

_NONE = Decimal(0)
GRANTED, USED, GIVEN_BACK, ENDED = "rebate.granted", "rebate.used", "rebate.given_back", "rebate.ended"


def check(actor: Actor, amount: Decimal, reason: str, last_day: date | None) -> None:
    """Whether that can be a rebate. Raises BadAmount, ReasonNeeded; BadDate: that day is over."""
    ledger.check_amount(actor, amount)
    if not 0 < len(reason.strip()) <= REASON_MOST:
        raise ReasonNeeded
    if last_day is not None and last_day < actor.today:
        raise BadDate


def grant(actor: Actor, account_id: int, amount: Decimal, reason: str, last_day: date | None = None) -> Rebate:
    """Grant an account a rebate; its buyers and its salesperson hear. Raises BadAmount, ReasonNeeded, BadDate."""
    actor.need(Right.LEDGER_CHANGE)
    account = account_of(actor, account_id)
    check(actor, amount, reason, last_day)
    new = {"account_id": account.id, "amount": amount, "reason": reason.strip(), "last_day": last_day}
    rebate = bulk.insert_one(actor.session, Rebate, {**new, "person_id": actor.person_id, "at": actor.now})
    shop_rules.forget(actor.session)
    day = last_day.isoformat() if last_day else None
    told = {"account": account.id, "amount": str(amount), "last_day": day}
    log_event(actor, GRANTED, subject=f"rebate:{rebate.id}", reason=rebate.reason, **told)
    _tell(actor, account, rebate)
    return rebate


def to_end(actor: Actor, rebate_id: int) -> tuple[RebateLeft, int]:
    """A rebate of which something is left, and its account, which is locked. Raises NotFound: there is no such."""
    actor.need(Right.LEDGER_CHANGE)
    rebate = actor.session.get(Rebate, rebate_id)
    if rebate is None:
        raise NotFound
    account = account_of(actor, rebate.account_id)
    prepaid.lock(actor, account.id)
    found = next((each for each in _read(actor, account.id) if each.id == rebate_id and each.left), None)
    if found is None:
        raise NotFound
    return found, account.id


def end(actor: Actor, rebate_id: int) -> None:
    """Take back what is left of a rebate; orders keep what they use. Raises NotFound: nothing is left."""
    found, _account_id = to_end(actor, rebate_id)
    _write(actor, None, [Part(rebate_id=rebate_id, amount=found.left)], ENDED)


def of_account(actor: Actor, account_id: int) -> list[RebateLeft]:
    """What is left of an account's rebates and does not lapse before today. Raises NotAllowed, NotFound."""
    return _today(actor, account_of(actor, account_id).id)


def left(actor: Actor, account_id: int) -> Decimal:
    """What an account may use today, of all its rebates; whoever orders for it may know."""
    return sum((each.left for each in _today(actor, account_id)), _NONE)


def usable(actor: Actor, account_id: int, total: Decimal) -> Decimal:
    """What rebates pay of an order of so much that is placed today."""
    if not shop_rules.rules(actor.session).rebates:
        return _NONE
    percent = settings.value(actor.session, REBATE_SHARE)
    there = left(actor, account_id) if percent else _NONE
    return rules.usable(total, there, percent, actor.supplier.currency)


def use(actor: Actor, order: Order) -> None:
    """Take what a new order uses from the rebates of its account, which is locked."""
    _write(actor, order, rules.drawn(order.rebate, _today(actor, order.account_id)), USED)


def give_back(actor: Actor, order: Order, amount: Decimal) -> None:
    """So much less of rebates is for an order, which is locked: others may use it, up to its last day."""
    if amount <= 0:
        return
    rows = {each.id: each for each in _read(actor, order.account_id)}
    total = type_coerce(func.sum(col(RebateUse.amount)), MONEY)
    query = select(RebateUse.rebate_id, total).where(RebateUse.order_id == order.id).group_by(col(RebateUse.rebate_id))
    uses = [(rows[rebate_id], used) for rebate_id, used in actor.session.exec(query)]
    parts = rules.given_back(amount, uses)
    _write(actor, order, [Part(rebate_id=each.rebate_id, amount=-each.amount) for each in parts], GIVEN_BACK)


def _today(actor: Actor, account_id: int) -> list[RebateLeft]:
    """Those that an order of today may use."""
    return [each for each in _read(actor, account_id) if each.counts_on(actor.today)]


def _read(actor: Actor, account_id: int) -> list[RebateLeft]:
    """Every rebate of an account, with what is left of it."""
    if not shop_rules.rules(actor.session).rebates:
        return []
    used: Any = (
        select(func.coalesce(func.sum(col(RebateUse.amount)), 0))
        .where(col(RebateUse.rebate_id) == Rebate.id)
        .scalar_subquery()
    )
    query = select(Rebate, type_coerce(used, MONEY)).where(Rebate.account_id == account_id).order_by(col(Rebate.id))
    return [
        RebateLeft(id=row.id, amount=row.amount, left=row.amount - gone, reason=row.reason, last_day=row.last_day)
        for row, gone in actor.session.exec(query)
    ]


def _write(actor: Actor, order: Order | None, parts: Iterable[Part], what: str) -> None:
    for part in parts:
        new = {"rebate_id": part.rebate_id, "order_id": order.id if order else None, "amount": part.amount}
        row = bulk.insert_one(actor.session, RebateUse, {**new, "at": actor.now})
        told = {"rebate": part.rebate_id, "of_order": new["order_id"], "amount": str(part.amount)}
        log_event(actor, what, subject=f"rebateuse:{row.id}", **told)


def _tell(actor: Actor, account: Account, rebate: Rebate) -> None:
    told = (*(person_id for person_id, _ in buyers_of(actor, [account.id])), *approvers(actor, account))
    day = rebate.last_day.isoformat() if rebate.last_day else ""
    facts: dict[str, Any] = {"amount": str(rebate.amount), "reason": rebate.reason, "last_day": day}
    notify(actor, told, NoticeKind.REBATE_GRANTED, account_id=account.id, **facts)
