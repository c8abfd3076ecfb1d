"""What an account paid for goods the last time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import col, select

from domain.actor import Actor
from domain.db.list_values import listed
from domain.db.statements import Prepared, any_of
from domain.rules.order_states import AGREED
from domain.tables.columns import ID, TIME
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
_LAST = Prepared(select(OrderLine).select_from(_SKUS).join(OrderLine, col(OrderLine.id) == _NEWEST))


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
        if not new or whose is None or whose in self.actor.base_priced:
            return
        since = self.actor.now - timedelta(days=_DAYS)
        facts = {"account": whose, "since": since, "skus": new}
        found = {line.sku_id: _price(line) for (line,) in _LAST.all(self.actor.session, facts)}
        self._known.update({sku_id: found.get(sku_id) for sku_id in new})

    def of(self, sku_id: int) -> LastPrice | None:
        """What a SKU cost; nothing where the account did not take it, or pays what everybody does anyway."""
        self.know((sku_id,))
        return self._known.get(sku_id)


def _price(line: OrderLine) -> LastPrice:
    return LastPrice(unit_price=line.price, pack_price=line.pack_price, pack_size=line.pack_size)
