"""The SKUs an account orders most, here and before there was Dinghuo."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy
from sqlalchemy import Date, bindparam, union_all
from sqlmodel import col, func, select

from domain.actor import Actor
from domain.catalogue import visibility
from domain.db.statements import Prepared, any_of
from domain.refusals import NoAccount
from domain.rules.order_states import TAKEN_BACK
from domain.rules.rights import Right
from domain.tables.catalogue import Sku
from domain.tables.columns import ID, TIME
from domain.tables.history import PastOrder, PastOrderLine
from domain.tables.lines import is_goods
from domain.tables.orders import Order, OrderLine

#: How far back we look.
DAYS = 90
#: More than this is a catalogue, not a habit.
MOST = 48
#: Goods of orders that were meant and went wrong count as well; of those taken back or called off they do not.
_ORDERED = (~any_of(col(Order.status), TAKEN_BACK), is_goods(OrderLine.kind))
_OF_ORDER = col(PastOrder.id) == col(PastOrderLine.order_id)


def frequently_bought(actor: Actor) -> list[int]:
    """The ids of the SKUs on sale that the account ordered most often lately. Raises NoAccount."""
    actor.need(Right.CART_CHANGE)
    if actor.account_id is None:
        raise NoAccount
    far = timedelta(days=DAYS)
    facts = {"account": actor.account_id, "since": actor.now - far, "first_day": actor.today - far}
    gone = visibility.hidden(actor.session)
    return [sku_id for sku_id in _USUAL.scalars(actor.session, facts) if sku_id not in gone]


def most_taken(actor: Actor, sku_id: int) -> Decimal:
    """The most of a SKU that the account ever ordered at once, in base units; 0 where it never did."""
    theirs = (Order.account_id == actor.account_id, *_ORDERED, OrderLine.sku_id == sku_id)
    ours = select(func.max(col(OrderLine.quantity))).join(Order, col(Order.id) == OrderLine.order_id).where(*theirs)
    before = (col(PastOrder.account_id) == actor.account_id, PastOrderLine.sku_id == sku_id)
    past = select(func.max(col(PastOrderLine.quantity))).join(PastOrder, _OF_ORDER).where(*before)
    found = actor.session.execute(sqlalchemy.select(ours.scalar_subquery(), past.scalar_subquery())).one()
    return max((each for each in found if each is not None), default=Decimal(0))


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    account = bindparam("account", type_=ID)
    ours: Any = (
        select(OrderLine.sku_id, col(Order.id).label("of"), col(Order.submitted_at).label("at"))
        .join(Order, col(Order.id) == OrderLine.order_id)
        .where(
            col(Order.account_id) == account,
            col(Order.submitted_at) > bindparam("since", type_=TIME),
            *_ORDERED,
            col(OrderLine.quantity) > 0,
        )
    )
    past = (
        select(PastOrderLine.sku_id, PastOrder.id, col(PastOrder.ordered_on))
        .join(PastOrder, _OF_ORDER)
        .where(
            col(PastOrder.account_id) == account,
            col(PastOrder.ordered_on) > bindparam("first_day", type_=Date()),
            is_goods(PastOrderLine.kind),
        )
    )
    both = union_all(ours, past).subquery()
    return (
        sqlalchemy.select(both.c.sku_id)
        .join(Sku, col(Sku.id) == both.c.sku_id)
        .where(col(Sku.on_sale).is_(True))
        .group_by(both.c.sku_id)
        .order_by(func.count(both.c.of).desc(), func.max(both.c.at).desc(), both.c.sku_id)
        .limit(MOST)
    )


_USUAL = Prepared(_query())
