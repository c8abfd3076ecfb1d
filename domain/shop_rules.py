"""Which rules the shop has at all, read at once: where there are none of a kind, nothing more is asked about them."""

from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import or_, text
from sqlmodel import Session, col, select

from domain.db.statements import Prepared, any_of
from domain.rules.business_settings import (
    APPROVAL_AMOUNT,
    DELIVERY_DAYS,
    DISCOUNT_LIMIT,
    FIRST_ORDER_APPROVAL,
    OWN_ORDER_AMOUNT,
    TERMS,
)
from domain.rules.finance.terms import PREPAID
from domain.tables.delivery import AreaDelivery
from domain.tables.ledger import PaymentAllocation
from domain.tables.limits import OrderLimit, VisibleTo
from domain.tables.people import Account
from domain.tables.promotions import Promotion
from domain.tables.rebates import Rebate
from domain.tables.settings import Setting

_KNOWN = "rules of the shop"
#: The settings that say when an order asks for more approvals.
APPROVAL_SETTINGS = (APPROVAL_AMOUNT, DISCOUNT_LIMIT, OWN_ORDER_AMOUNT, FIRST_ORDER_APPROVAL)


class ShopRules(NamedTuple):
    """``hides``: whether any goods are not everybody's; ``limits``: whether anybody has limits of their own.

    ``credit``: whether any account has a limit, or is held or stopped when it is late.
    ``named``: whether a payment was ever for certain orders.
    ``prepaid``: whether any account pays before its goods are picked.
    ``deliveries``: whether any delivery days are kept.
    ``rebates``: whether any account was ever granted one.
    ``promotions``: whether there ever was one; ``approvals``: whether any of ``APPROVAL_SETTINGS`` was set.
    """

    hides: bool
    limits: bool
    promotions: bool
    approvals: bool
    credit: bool
    named: bool
    prepaid: bool
    deliveries: bool
    rebates: bool


#: For any statement: what ``ShopRules`` is made of.
COLUMNS: tuple[Any, ...] = (
    select(VisibleTo.id).exists(),
    select(OrderLimit.id).exists(),
    select(Promotion.id).exists(),
    select(Setting.name).where(any_of(col(Setting.name), [each.name for each in APPROVAL_SETTINGS])).exists(),
    select(Account.id).where(or_(col(Account.credit_limit).is_not(None), text("on_limit <> 'warn'"))).exists(),
    select(PaymentAllocation.id).exists(),
    or_(
        select(Account.id).where(text(f"terms = '{PREPAID}'")).exists(),
        select(Setting.name).where(Setting.name == TERMS.name, Setting.value == PREPAID).exists(),
    ),
    or_(
        select(Account.id).where(text("delivery_days <> ''")).exists(),
        select(AreaDelivery.id).exists(),
        select(Setting.name).where(Setting.name == DELIVERY_DAYS.name).exists(),
    ),
    select(Rebate.id).exists(),
)
_RULES = Prepared(sqlalchemy.select(*COLUMNS))


def rules(session: Session) -> ShopRules:
    """What the shop has; read once in a transaction."""
    known: ShopRules | None = session.info.get(_KNOWN)
    if known is None:
        known = session.info[_KNOWN] = ShopRules(*_RULES.all(session)[0])
    return known


def remember(session: Session, found: ShopRules) -> None:
    """What was read together with something else, so that it need not be asked."""
    session.info[_KNOWN] = found


def forget(session: Session) -> None:
    """Such a rule was changed in this transaction."""
    session.info.pop(_KNOWN, None)
