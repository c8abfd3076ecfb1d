"""What goods cost: the one place that decides a price, for cart, checkout, cards and lists alike.

The sum itself is a rule, ``domain/rules/pricing/price_calculation.py``. Here the prices of an account are read:
those of its own lists, of its group's, and everybody's, the nearest first.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

import sqlalchemy
from sqlalchemy import Boolean, Date, Integer, String, and_, bindparam, literal, null, or_, union_all
from sqlmodel import col, func, select

from domain.actor import Actor
from domain.db.list_values import is_listed
from domain.db.statements import Prepared
from domain.rules.pricing.price_calculation import (
    LinePrice,
    NextTier,
    PriceSource,
    SourcePrices,
    Tier,
    base,
    by_hand,
    line_price,
    next_tier,
)
from domain.tables.catalogue import Pack, Sku
from domain.tables.columns import ID
from domain.tables.people import Account
from domain.tables.prices import Price, PriceList, PriceListFor

#: For statements that read what is priced without making objects of it.
LIST_PRICE = col(Sku.price)


class Priceable(Protocol):
    """Goods as far as their price depends on them."""

    @property
    def sku_id(self) -> int:
        """Which SKU."""

    @property
    def list_price(self) -> Decimal:
        """What one base unit costs everybody, as the SKU itself says."""


class HandPriced(Protocol):
    """A line of a cart or an order, as far as a price was set by hand."""

    @property
    def manual_price(self) -> Decimal | None:
        """That price, if one was set."""

    @property
    def manual_size(self) -> int | None:
        """Base units of the unit it is for."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a SKU: its prices in the account's lists, the nearest first, and those for everybody."""

    lists: tuple[SourcePrices, ...] = ()
    for_all: tuple[Tier, ...] = ()


_NOTHING = _Found()


@dataclass(frozen=True, kw_only=True)
class Prices:
    """What an account pays on the actor's day; the prices of each SKU are read once.

    ``account_id``: whose prices; nobody's: those of the account that the actor orders for at the time. ``known``: what
    was read so far.
    """

    actor: Actor
    account_id: int | None = None
    known: dict[tuple[int | None, int], _Found] = field(default_factory=dict)

    def know(self, goods: Iterable[Priceable]) -> None:
        """Read the prices of all these at once, as far as they are not known."""
        whose = self.account_id or self.actor.account_id
        if whose in self.actor.base_priced:
            return
        new = {each.sku_id for each in goods if (whose, each.sku_id) not in self.known}
        if new:
            self.known.update({(whose, sku_id): found for sku_id, found in _read(self.actor, whose, new).items()})

    def learn(self, other: "Prices") -> None:
        """Know what another one has read."""
        self.known.update(other.known)

    def sources(self, goods: Priceable, hand: SourcePrices | None = None) -> tuple[SourcePrices, ...]:
        """The prices of goods by their sources, the nearest first; ``hand``: one set by hand, before all others."""
        key = (self.account_id or self.actor.account_id, goods.sku_id)
        if key not in self.known:
            self.know((goods,))
        found = self.known.get(key, _NOTHING)
        nearest = (hand,) if hand else ()
        return (*nearest, *found.lists, base(goods.list_price, found.for_all))

    def line(self, goods: Priceable, quantity: Decimal, hand: SourcePrices | None = None) -> LinePrice:
        """What a quantity in base units costs, and why."""
        return line_price(self.sources(goods, hand), quantity, self.actor.supplier.currency)

    def next_tier(
        self, goods: Priceable, quantity: Decimal, size: int, hand: SourcePrices | None = None
    ) -> NextTier | None:
        """The next quantity at which a unit of so many base units is cheaper."""
        return next_tier(self.sources(goods, hand), quantity, size, self.actor.supplier.currency)


def set_by_hand(line: HandPriced, packs: Collection[Pack] = ()) -> SourcePrices | None:
    """The price that was set by hand on a line, if one was."""
    if line.manual_price is None or line.manual_size is None:
        return None
    pack_id = next((pack.id for pack in packs if pack.size == line.manual_size and pack.size > 1), None)
    return by_hand(line.manual_price, line.manual_size, pack_id)


class _PriceRow(NamedTuple):
    """A row of ``_PRICES``: a price, and the list it is in; no list where it is everybody's.

    ``place``: of the list in the order of precedence, from 1 on; ``lists``: how many there are. A list that has no
    price of the goods has a row without any.
    """

    source: str
    list_id: int | None
    list_name: str
    priority: int
    starts_on: date | None
    promotions: bool
    place: int
    lists: int
    sku_id: int | None
    pack_id: int | None
    size: int | None
    from_quantity: Decimal
    price: Decimal

    @property
    def is_final(self) -> bool:
        """Whether nothing that is farther counts: it is for one unit, from the first on."""
        return self.list_id is not None and self.pack_id is None and not self.from_quantity


def _read(actor: Actor, account_id: int | None, sku_ids: Collection[int]) -> Mapping[int, _Found]:
    """The prices in the nearest list and everybody's; where that list does not say it all, those in the others too."""
    facts = {"account": account_id, "day": actor.today}
    rows = [*map(_PriceRow._make, _PRICES.all(actor.session, {**facts, "skus": sku_ids}))]
    left = set(sku_ids).difference(row.sku_id for row in rows if row.is_final and row.sku_id)
    if left and any(row.lists > 1 for row in rows):
        rows += map(_PriceRow._make, _FARTHER.all(actor.session, {**facts, "skus": left}))
    of_skus: dict[int, dict[int, list[_PriceRow]]] = {sku_id: {} for sku_id in sku_ids}
    for row in rows:
        if row.sku_id is not None:
            of_skus[row.sku_id].setdefault(row.place, []).append(row)
    return {sku_id: _found(by_place) for sku_id, by_place in of_skus.items()}


def _found(by_place: dict[int, list[_PriceRow]]) -> _Found:
    for_all = tuple(map(_tier, by_place.pop(0, ())))
    return _Found(lists=tuple(_source(by_place[place]) for place in sorted(by_place)), for_all=for_all)


def _source(rows: list[_PriceRow]) -> SourcePrices:
    first = rows[0]
    return SourcePrices(
        source=PriceSource(first.source),
        tiers=tuple(map(_tier, rows)),
        list_id=first.list_id,
        list_name=first.list_name,
        priority=first.priority,
        starts_on=first.starts_on,
        promotions=first.promotions,
    )


def _tier(row: _PriceRow) -> Tier:
    return Tier(
        price=row.price,
        from_quantity=row.from_quantity,
        size=row.size or 1,
        is_pack=row.pack_id is not None,
        pack_id=row.pack_id,
    )


def _lists() -> Any:
    """The lists of an account and of its group that count on a day, with their places in the order of precedence."""
    account: Any = bindparam("account", type_=ID)
    day = bindparam("day", type_=Date)
    own: Any = sqlalchemy.select(
        literal(PriceSource.ACCOUNT_LIST.value, String).label("source"),
        literal(0, Integer).label("far"),
        col(PriceListFor.list_id).label("list_id"),
    ).where(col(PriceListFor.account_id) == account)
    shared = (
        sqlalchemy.select(literal(PriceSource.GROUP_LIST.value, String), literal(1, Integer), col(PriceListFor.list_id))
        .join(Account, col(Account.group_id) == PriceListFor.group_id)
        .where(col(Account.id) == account)
    )
    given = union_all(own, shared).subquery()
    starts = col(PriceList.starts_on)
    nearest = (given.c.far, col(PriceList.priority).desc(), starts.is_(None), starts.desc(), col(PriceList.id).desc())
    of_list: tuple[Any, ...] = (PriceList.id, PriceList.name, PriceList.priority, starts, PriceList.promotions)
    place = func.row_number().over(order_by=nearest).label("place")
    return (
        sqlalchemy.select(given.c.source, *of_list, place, func.count().over().label("lists"))
        .join_from(given, PriceList, col(PriceList.id) == given.c.list_id)
        .where(or_(starts.is_(None), starts <= day))
        .where(or_(col(PriceList.ends_on).is_(None), col(PriceList.ends_on) >= day))
        .cte("theirs")
    )


#: What is read of a price.
_OF_PRICE: tuple[Any, ...] = (
    col(Price.sku_id),
    col(Price.pack_id),
    col(Pack.size),
    col(Price.from_quantity),
    col(Price.price),
)
_IS_WANTED = is_listed(col(Price.sku_id), "skus")


_IN_LIST = ("source", "id", "name", "priority", "starts_on", "promotions", "place", "lists")


def _in_nearest() -> Any:
    """The prices in the nearest of these lists."""
    theirs = _lists()
    return (
        sqlalchemy.select(*(theirs.c[name] for name in _IN_LIST), *_OF_PRICE)
        .join_from(theirs, Price, and_(col(Price.list_id) == theirs.c.id, _IS_WANTED), isouter=True)
        .join(Pack, col(Pack.id) == Price.pack_id, isouter=True)
        .where(theirs.c.place == 1)
    )


def _in_others() -> Any:
    """The prices in the others; none behind the first that has a price of one unit from the first unit on."""
    theirs = _lists()
    final = (
        sqlalchemy.select(col(Price.sku_id), func.min(theirs.c.place).label("place"))
        .join_from(theirs, Price, col(Price.list_id) == theirs.c.id)
        .where(_IS_WANTED, col(Price.pack_id).is_(None), col(Price.from_quantity) == 0, theirs.c.place > 1)
        .group_by(col(Price.sku_id))
        .cte("final")
    )
    return (
        sqlalchemy.select(*(theirs.c[name] for name in _IN_LIST), *_OF_PRICE)
        .join_from(theirs, Price, col(Price.list_id) == theirs.c.id)
        .join(final, final.c.sku_id == col(Price.sku_id), isouter=True)
        .join(Pack, col(Pack.id) == Price.pack_id, isouter=True)
        .where(_IS_WANTED, theirs.c.place > 1, or_(final.c.place.is_(None), theirs.c.place <= final.c.place))
    )


def _for_all() -> Any:
    """Everybody's prices."""
    no_list: tuple[Any, ...] = (
        sqlalchemy.cast(null(), ID),
        literal("", String),
        literal(0, Integer),
        sqlalchemy.cast(null(), Date),
        literal(True, Boolean),  # noqa: FBT003 - a value, not an argument
        literal(0, Integer),
        literal(0, Integer),
    )
    return (
        sqlalchemy.select(literal(PriceSource.BASE.value, String), *no_list, *_OF_PRICE)
        .join_from(Price, Pack, col(Pack.id) == Price.pack_id, isouter=True)
        .where(col(Price.list_id).is_(None), _IS_WANTED)
    )


#: Whether the account of a row of ``Account``, or everybody, has any price beside those of the SKUs themselves.
HAS_PRICES = or_(
    select(Price.id).where(col(Price.list_id).is_(None)).exists(),
    select(PriceListFor.id).where(col(PriceListFor.account_id) == col(Account.id)).correlate(Account).exists(),
    select(PriceListFor.id).where(col(PriceListFor.group_id) == col(Account.group_id)).correlate(Account).exists(),
)
#: The prices of some SKUs that count for an account on a day: of most accounts they are all in one list.
_PRICES = Prepared(union_all(_in_nearest(), _for_all()))
_FARTHER = Prepared(_in_others())
