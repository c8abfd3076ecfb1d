"""How much of goods an account may order: its own limits, its group's, and what a period leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, literal_column, type_coerce
from sqlmodel import Session, col, func, or_, select

from domain import shop_rules
from domain.actor import ACTOR, Actor
from domain.catalogue import account_rules
from domain.db.list_values import is_listed
from domain.db.statements import Prepared, any_of
from domain.rules.business_settings import MINIMUM_ORDER
from domain.rules.order_limits import OwnLimit, nearest_first, period_of, within_period
from domain.rules.order_states import COUNTABLE
from domain.rules.quantities import QuantityLimits
from domain.tables.catalogue import Pack
from domain.tables.columns import ID, QUANTITY, TIME
from domain.tables.limits import OrderLimit
from domain.tables.lines import is_goods
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account

_ACCOUNT = bindparam("account", type_=ID)
_GROUP = select(col(Account.group_id)).where(col(Account.id) == _ACCOUNT).scalar_subquery()
_OWN = Prepared(
    select(OrderLimit)
    .where(
        or_(col(OrderLimit.account_id) == _ACCOUNT, col(OrderLimit.group_id) == _GROUP),
        is_listed(col(OrderLimit.sku_id), "skus"),
    )
    .order_by(col(OrderLimit.sku_id), col(OrderLimit.account_id).is_(None))
)
_LIMITED = Prepared(
    select(col(OrderLimit.sku_id))
    .where(or_(col(OrderLimit.account_id) == _ACCOUNT, col(OrderLimit.group_id) == _GROUP))
    .distinct()
    .order_by(col(OrderLimit.sku_id))
)
_PACKS = Prepared(select(col(Pack.sku_id), col(Pack.size)).where(is_listed(col(Pack.sku_id), "skus")))
_TAKEN = Prepared(
    select(
        type_coerce(
            func.coalesce(func.sum(col(OrderLine.quantity) - col(OrderLine.refused)), literal_column("0")), QUANTITY
        )
    )
    .join(Order, col(Order.id) == OrderLine.order_id)
    .where(
        col(Order.account_id) == _ACCOUNT,
        col(Order.submitted_at) > bindparam("since", type_=TIME),
        col(Order.id) != bindparam("without", type_=ID),
        any_of(col(Order.status), COUNTABLE),
        col(OrderLine.sku_id) == bindparam("sku", type_=ID),
        is_goods(OrderLine.kind),
    )
)


def limits_for(
    session: Session, account_id: int | None, of_skus: Mapping[int, QuantityLimits], *, without: int = 0
) -> Mapping[int, QuantityLimits]:
    """The limits of SKUs for an account, given those of the SKUs; ``without``: an order that a period does not count.

    Where nobody has limits of their own, nothing more is read.
    """
    if account_id is None or not of_skus or not shop_rules.rules(session).limits:
        return of_skus
    own: dict[int, list[OrderLimit]] = {}
    for row in _OWN.scalars(session, {"account": account_id, "skus": tuple(of_skus)}):
        own.setdefault(row.sku_id, []).append(row)
    packs = _pack_sizes(session, own) if own else {}
    found = dict(of_skus)
    for sku_id, rows in own.items():
        said = [_said(row) for row in rows]
        limits = nearest_first(of_skus[sku_id], said, packs.get(sku_id, ()))
        period = period_of(said)
        if period is not None:
            limits = within_period(limits, period, _taken(session, account_id, sku_id, period[1], without))
        found[sku_id] = limits
    return found


def limited_goods(session: Session, account_id: int) -> list[int]:
    """The SKUs that an account has limits of its own for, or its group has."""
    return _LIMITED.scalars(session, {"account": account_id})


def lock_account(session: Session, account_id: int) -> None:
    """Wait for whoever orders for the account just now, so that a period's quantity is not given out twice."""
    query = select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
    session.exec(query).one()


def minimum_order(session: Session, account_id: int) -> Decimal:
    """What an order of an account is worth at least: its own minimum, its group's, or the shop's."""
    rules = account_rules.rules_of(session, account_id)
    shop = None if rules.shop_minimum is None else MINIMUM_ORDER.kind.read(rules.shop_minimum)
    found = (rules.own_minimum, rules.group_minimum, shop, MINIMUM_ORDER.default)
    return next(each for each in found if each is not None)


def _said(row: OrderLimit) -> OwnLimit:
    period = None if row.period_quantity is None or row.period_days is None else (row.period_quantity, row.period_days)
    return OwnLimit(
        minimum=row.minimum,
        multiple=row.multiple,
        maximum=row.maximum,
        pack_only=row.pack_only,
        period=period,
    )


def _pack_sizes(session: Session, own: Mapping[int, Sequence[OrderLimit]]) -> dict[int, list[int]]:
    wanted = tuple(sku_id for sku_id, rows in own.items() if any(row.pack_only for row in rows))
    found: dict[int, list[int]] = {}
    for sku_id, size in _PACKS.all(session, {"skus": wanted}) if wanted else ():
        found.setdefault(sku_id, []).append(size)
    return found


def _taken(session: Session, account_id: int, sku_id: int, days: int, without: int) -> Decimal:
    since = _now(session) - timedelta(days=days)
    facts = {"account": account_id, "sku": sku_id, "since": since, "without": without}
    return Decimal(_TAKEN.scalars(session, facts)[0])


def _now(session: Session) -> datetime:
    actor: Actor = session.info[ACTOR]
    return actor.now
