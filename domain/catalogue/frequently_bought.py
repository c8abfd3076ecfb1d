"""The SKUs an account orders most."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from domain.actor import Actor
from domain.catalogue import visibility
from domain.db.statements import Prepared, any_of
from domain.refusals import NoAccount
from domain.rules.order_states import TAKEN_BACK
from domain.rules.rights import Right
from domain.tables.catalogue import Sku
from domain.tables.columns import ID, TIME
from domain.tables.lines import is_goods
from domain.tables.orders import Order, OrderLine

#: How far back we look.
DAYS = 90
#: More than this is a catalogue, not a habit.
MOST = 48
#: Goods of orders that were meant and went wrong count as well; of those taken back or called off they do not.
_ORDERED = (~any_of(col(Order.status), TAKEN_BACK), is_goods(OrderLine.kind))


def frequently_bought(actor: Actor) -> list[int]:
    """The ids of the SKUs on sale that the account ordered most often lately. Raises NoAccount."""
    actor.need(Right.CART_CHANGE)
    if actor.account_id is None:
        raise NoAccount
    facts = {"account": actor.account_id, "since": actor.now - timedelta(days=DAYS)}
    gone = visibility.hidden(actor.session)
    return [sku_id for sku_id in _USUAL.scalars(actor.session, facts) if sku_id not in gone]


def most_taken(actor: Actor, sku_id: int) -> Decimal:
    """The most of a SKU that the account ever ordered at once, in base units; 0 where it never did."""
    theirs = (Order.account_id == actor.account_id, *_ORDERED, OrderLine.sku_id == sku_id)
    lines = select(func.max(col(OrderLine.quantity))).join(Order, col(Order.id) == OrderLine.order_id).where(*theirs)
    found: Decimal | None = actor.session.exec(lines).one()
    return found or Decimal(0)


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    times, last = func.count(col(Order.id)), func.max(col(Order.submitted_at))
    return (
        select(OrderLine.sku_id)
        .join(Order, col(Order.id) == OrderLine.order_id)
        .join(Sku, col(Sku.id) == OrderLine.sku_id)
        .where(
            col(Order.account_id) == bindparam("account", type_=ID),
            col(Order.submitted_at) > bindparam("since", type_=TIME),
            *_ORDERED,
            col(OrderLine.quantity) > 0,
            col(Sku.on_sale).is_(True),
        )
        .group_by(col(OrderLine.sku_id))
        .order_by(times.desc(), last.desc(), col(OrderLine.sku_id))
        .limit(MOST)
    )


_USUAL = Prepared(_query())
