"""What an account paid for goods the last time, here or before there was Dinghuo."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import Date, bindparam
from sqlmodel import col, select

from domain.actor import Actor
from domain.catalogue import account_rules
from domain.db.list_values import listed
from domain.db.statements import Prepared, any_of
from domain.rules.order_states import AGREED
from domain.tables.columns import ID, TIME
from domain.tables.history import PastOrder, PastOrderLine
from domain.tables.lines import is_goods
from domain.tables.orders import Order, OrderLine

#: How far back we look, in days.
_DAYS = 366


class LastPrice(NamedTuple):
    """What one base unit cost, and a pack where one had a price of its own."""

    unit_price: Decimal
    pack_price: Decimal | None
    pack_size: int

    def per(self, size: int) -> Decimal:
        """What a unit of so many base units cost."""
        return self.pack_price if self.pack_price is not None and size == self.pack_size else self.unit_price * size


_SKUS = listed("skus")
_NEWEST = (
    select(OrderLine.id)
    .join(Order, col(Order.id) == OrderLine.order_id)
    .where(
        col(Order.account_id) == bindparam("account", type_=ID),
        col(Order.submitted_at) > bindparam("since", type_=TIME),
        any_of(col(Order.status), AGREED),
        col(OrderLine.sku_id) == _SKUS.c.id,
        is_goods(OrderLine.kind),
        col(OrderLine.quantity) > 0,
    )
    .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
    .limit(1)
    .correlate(_SKUS)
    .scalar_subquery()
)
_NEWEST_PAST = (
    select(PastOrderLine.id)
    .join(PastOrder, col(PastOrder.id) == PastOrderLine.order_id)
    .where(
        col(PastOrder.account_id) == bindparam("account", type_=ID),
        col(PastOrder.ordered_on) > bindparam("first_day", type_=Date()),
        col(PastOrderLine.sku_id) == _SKUS.c.id,
        is_goods(PastOrderLine.kind),
    )
    .order_by(col(PastOrder.ordered_on).desc(), col(PastOrder.id).desc(), col(PastOrderLine.size).desc())
    .limit(1)
    .correlate(_SKUS)
    .scalar_subquery()
)
_LAST = Prepared(
    sqlalchemy.select(_SKUS.c.id, OrderLine, col(Order.submitted_at), PastOrderLine, col(PastOrder.ordered_on))
    .select_from(_SKUS)
    .join(OrderLine, col(OrderLine.id) == _NEWEST, isouter=True)
    .join(Order, col(Order.id) == col(OrderLine.order_id), isouter=True)
    .join(PastOrderLine, col(PastOrderLine.id) == _NEWEST_PAST, isouter=True)
    .join(PastOrder, col(PastOrder.id) == col(PastOrderLine.order_id), isouter=True)
)
#: The decimals of a unit price.
_STEP = Decimal("0.0001")


class _Found(NamedTuple):
    """The last line of a SKU in an order of ours, and in a past one, each with its time."""

    sku_id: int
    line: OrderLine | None
    at: datetime | None
    past: PastOrderLine | None
    day: date | None


@dataclass(frozen=True, kw_only=True)
class LastPrices:
    """What an account paid the last time within a year, in an order that was agreed.

    ``account_id``: which; nobody's: the one that the actor orders for.
    """

    actor: Actor
    account_id: int | None = None
    _known: dict[int, LastPrice | None] = field(default_factory=dict)

    def know(self, sku_ids: Iterable[int]) -> None:
        """Look all these up at once, as far as they are not known."""
        new = [sku_id for sku_id in sku_ids if sku_id not in self._known]
        whose = self.account_id or self.actor.account_id
        if not new or whose is None or self._pays_as_all(whose):
            return
        since = self.actor.now - timedelta(days=_DAYS)
        first_day = self.actor.today - timedelta(days=_DAYS)
        facts = {"account": whose, "since": since, "first_day": first_day, "skus": new}
        found = map(_Found._make, _LAST.all(self.actor.session, facts))
        self._known.update({each.sku_id: self._price(each) for each in found})

    def of(self, sku_id: int) -> LastPrice | None:
        """What a SKU cost; nothing where the account did not take it, or always paid what everybody does."""
        self.know((sku_id,))
        return self._known.get(sku_id)

    def _pays_as_all(self, whose: int) -> bool:
        if whose not in self.actor.base_priced:
            return False
        return not account_rules.rules_of(self.actor.session, whose).past_orders

    def _price(self, found: _Found) -> LastPrice | None:
        """The later of the two; ours where both are of the same day."""
        line = found.line
        day = found.at.astimezone(self.actor.supplier.zone).date() if found.at else None
        if line and day and (found.day is None or day >= found.day):
            return LastPrice(unit_price=line.price, pack_price=line.pack_price, pack_size=line.pack_size)
        return _past_price(found.past) if found.past else None


def _past_price(line: PastOrderLine) -> LastPrice:
    """By the unit that it was for: what one costs of a pack that does not divide is rounded, and only shown."""
    one = (line.price / line.size).quantize(_STEP, ROUND_HALF_UP)
    is_pack = line.size > 1 and line.size == int(line.size)
    return LastPrice(unit_price=one, pack_price=line.price if is_pack else None, pack_size=int(line.size) or 1)
