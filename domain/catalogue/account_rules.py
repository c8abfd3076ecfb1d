"""What an order of an account is worth at least, by all that may say so, and its past: read at once."""

from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from domain import shop_rules
from domain.db.statements import Prepared
from domain.rules.business_settings import MINIMUM_ORDER
from domain.tables.columns import ID
from domain.tables.history import PastOrder
from domain.tables.people import Account
from domain.tables.prices import AccountGroup
from domain.tables.settings import Setting

_KNOWN = "rules of accounts"


class AccountRules(NamedTuple):
    """What an order is worth at least: of the account, of its group, and as the shop's setting is written.

    ``past_orders``: whether any of its orders from before Dinghuo are known.
    """

    own_minimum: Decimal | None
    group_minimum: Decimal | None
    shop_minimum: str | None
    past_orders: bool = False


#: For statements that read an account: what ``AccountRules`` is made of.
COLUMNS: tuple[Any, ...] = (
    col(Account.minimum_order),
    select(col(AccountGroup.minimum_order))
    .where(col(AccountGroup.id) == col(Account.group_id))
    .correlate(Account)
    .scalar_subquery(),
    select(col(Setting.value)).where(col(Setting.name) == MINIMUM_ORDER.name).scalar_subquery(),
    select(PastOrder.id).where(col(PastOrder.account_id) == col(Account.id)).correlate(Account).exists(),
)
_RULES = Prepared(
    sqlalchemy.select(*COLUMNS).select_from(Account).where(col(Account.id) == bindparam("account", type_=ID))
)
_NONE = AccountRules(own_minimum=None, group_minimum=None, shop_minimum=None)


def rules_of(session: Session, account_id: int) -> AccountRules:
    """What is to be asked for an account; read once in a transaction."""
    known: dict[int, AccountRules] = session.info.setdefault(_KNOWN, {})
    if account_id not in known:
        row = _RULES.first(session, {"account": account_id})
        known[account_id] = AccountRules(*row) if row else _NONE
    return known[account_id]


def remember(session: Session, account_id: int, rules: AccountRules) -> None:
    """What was read together with the account, so that it need not be asked."""
    session.info.setdefault(_KNOWN, {})[account_id] = rules


def forget(session: Session) -> None:
    """Such a rule, or one of the shop's, was changed in this transaction."""
    shop_rules.forget(session)
    session.info.pop(_KNOWN, None)
