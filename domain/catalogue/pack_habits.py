"""How an account has ordered goods so far, here and before: always by the case, or the last time in single ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy
from sqlalchemy import Date, bindparam, union_all
from sqlmodel import col, select

from domain.actor import Actor
from domain.db.list_values import is_listed
from domain.db.statements import Prepared, any_of
from domain.rules.order_states import AGREED
from domain.tables.columns import ID, TIME
from domain.tables.history import PastOrder, PastOrderLine
from domain.tables.lines import is_goods
from domain.tables.orders import Order, OrderLine

#: So many confirmed orders make a habit.
HABIT = 2
#: How far back we look, in days.
_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class PackHabit:
    """The base units of a SKU in each confirmed order of an account, the newest first."""

    quantities: tuple[Decimal, ...]

    def means_packs(self, count: Decimal, size: int) -> bool:
        """Whether so many without a unit can only be packs: it never took anything else, nor much less at once."""
        if len(self.quantities) < HABIT or any(quantity % size for quantity in self.quantities):
            return False
        most = max(self.quantities) / size
        return count <= most or (count < size and count <= most * _MUCH_MORE)

    def was_single(self, size: int) -> bool:
        """Whether the last order of it was no whole number of packs."""
        return bool(self.quantities) and self.quantities[0] % size != 0


#: More than so many times what was ever taken at once is asked about.
_MUCH_MORE = 3
_OURS: Any = (
    select(OrderLine.sku_id, col(OrderLine.quantity), col(Order.submitted_at).label("at"), col(Order.id).label("of"))
    .join(Order, col(Order.id) == OrderLine.order_id)
    .where(
        col(Order.account_id) == bindparam("account", type_=ID),
        col(Order.submitted_at) > bindparam("since", type_=TIME),
        any_of(col(Order.status), AGREED),
        is_goods(OrderLine.kind),
        is_listed(col(OrderLine.sku_id), "skus"),
    )
)
_PAST = (
    select(PastOrderLine.sku_id, col(PastOrderLine.quantity), col(PastOrder.ordered_on), PastOrder.id)
    .join(PastOrder, col(PastOrder.id) == PastOrderLine.order_id)
    .where(
        col(PastOrder.account_id) == bindparam("account", type_=ID),
        col(PastOrder.ordered_on) > bindparam("first_day", type_=Date()),
        is_goods(PastOrderLine.kind),
        is_listed(col(PastOrderLine.sku_id), "skus"),
    )
)
_BOTH = union_all(_OURS, _PAST).subquery()
_ORDERED = Prepared(sqlalchemy.select(_BOTH.c.sku_id, _BOTH.c.quantity).order_by(_BOTH.c.at.desc(), _BOTH.c.of.desc()))


@dataclass(frozen=True, kw_only=True)
class PackHabits:
    """The habits of the account that is ordered for, each looked up once."""

    actor: Actor
    _known: dict[int, PackHabit] = field(default_factory=dict)

    def of(self, sku_ids: Collection[int]) -> Mapping[int, PackHabit]:
        """Those of these SKUs; of what the account never took there are no quantities."""
        new = [sku_id for sku_id in sku_ids if sku_id not in self._known]
        if new and self.actor.account_id is not None:
            self._known.update(self._read(new))
        return {sku_id: self._known[sku_id] for sku_id in sku_ids if sku_id in self._known}

    def _read(self, sku_ids: Collection[int]) -> Mapping[int, PackHabit]:
        since = self.actor.now - timedelta(days=_DAYS)
        found: dict[int, list[Decimal]] = {sku_id: [] for sku_id in sku_ids}
        first_day = self.actor.today - timedelta(days=_DAYS)
        facts = {"account": self.actor.account_id, "since": since, "first_day": first_day, "skus": sku_ids}
        for sku_id, quantity in _ORDERED.all(self.actor.session, facts):
            found[sku_id].append(quantity)
        return {sku_id: PackHabit(quantities=tuple(each)) for sku_id, each in found.items()}
