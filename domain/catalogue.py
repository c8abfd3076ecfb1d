"""Reading and changing what is sold: SKUs with their product, packs and stock, always in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, column, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from domain import undoing
from domain.acting import By
from domain.listed import is_listed
from domain.prepared import Prepared, hold
from domain.records import last, note
from domain.refusals import BadPrice, NotFound, PriceChangedSince, TooLateToUndo
from domain.rules.barcodes import same_as
from domain.rules.money import is_price
from domain.rules.quantities import Limits, most_within
from domain.rules.rights import Right
from domain.tables.catalogue import Category, Pack, Product, Sku
from domain.tables.columns import ID
from domain.tables.stock import StockLevel, Warehouse

#: The warehouse that orders are served from; the table has room for more.
HOME = select(func.min(col(Warehouse.id))).scalar_subquery()
#: The counter that tells every process that the catalogue changed.
VERSION = "catalogue"
PRICED = "sku.priced"
_COUNT_UP = Prepared(
    text(
        "INSERT INTO counter (name, value) VALUES (:name, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
    ).columns(column("value", ID))
)


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A SKU with all that is needed to show, price and check it."""

    sku: Sku
    product: Product
    packs: tuple[Pack, ...]
    level: StockLevel | None

    @property
    def available(self) -> Decimal:
        """What can still be sold, in base units."""
        return self.level.available if self.level else Decimal(0)

    @property
    def limits(self) -> Limits:
        """The order rules."""
        return Limits(minimum=self.sku.minimum, multiple=self.sku.multiple, decimals=self.sku.decimals)

    def within(self, quantity: Decimal) -> Decimal:
        """As much of a quantity as can be had now, in a step that can be ordered; 0 where nothing can."""
        enough = self.sku.backorder or quantity <= self.available
        return quantity if enough else most_within(self.available, self.limits)

    @property
    def biggest_pack(self) -> Pack | None:
        """The pack dealers mostly order in."""
        return max(self.packs, key=lambda pack: pack.size, default=None)


@dataclass(frozen=True, kw_only=True)
class Priced:
    """Goods at their price. ``event_id``: to take the change back by; none where nothing was changed."""

    goods: Goods
    event_id: int | None


#: Goods with all that belongs to them; putting this together anew would cost more than running it.
_GOODS = (
    select(Sku, Product, Pack, StockLevel)
    .join(Product, col(Product.id) == Sku.product_id)
    .join(Pack, col(Pack.sku_id) == Sku.id, isouter=True)
    .join(StockLevel, (col(StockLevel.sku_id) == Sku.id) & (col(StockLevel.warehouse_id) == HOME), isouter=True)
)

_BY_ID = Prepared(_GOODS.where(is_listed(col(Sku.id), "ids")).order_by(col(Sku.id), col(Pack.size)))
_SIBLING = aliased(Sku)
_SAME_PRODUCT = select(col(_SIBLING.product_id)).where(col(_SIBLING.id) == bindparam("sku_id")).scalar_subquery()
_FAMILY = Prepared(
    _GOODS.where(col(Sku.product_id) == _SAME_PRODUCT).order_by(col(Sku.price), col(Sku.id), col(Pack.size))
)


def goods_where(
    session: Session, *conditions: Any, order_by: Sequence[Any] = (), limit: int | None = None
) -> list[Goods]:
    """The goods that meet conditions on SKU and product, in one statement."""
    wanted = select(col(Sku.id)).join(Product, col(Product.id) == Sku.product_id).where(*conditions)
    if limit is not None:
        wanted = wanted.order_by(*order_by).limit(limit)
    query = _GOODS.where(col(Sku.id).in_(wanted)).order_by(*order_by, col(Sku.id), col(Pack.size))
    return list(gather(session.execute(query)).values())


def count_where(session: Session, *conditions: Any) -> int:
    """How many goods meet conditions on SKU and product."""
    query = select(func.count(col(Sku.id))).join(Product, col(Product.id) == Sku.product_id).where(*conditions)
    return session.exec(query).one()


def goods_by_id(session: Session, sku_ids: Iterable[int]) -> dict[int, Goods]:
    """The goods of some SKUs by their id; unknown ids are left out."""
    ids = tuple(sku_ids)
    return gather(_BY_ID.all(session, {"ids": ids})) if ids else {}


def with_code(session: Session, code: str) -> list[int]:
    """The SKUs that carry a scanned code as their barcode, or as their own code."""
    forms = same_as(code)
    query = select(col(Sku.id)).where(or_(col(Sku.barcode).in_(forms), col(Sku.code).in_(forms)))
    return list(session.exec(query.order_by(col(Sku.id))))


def family(session: Session, sku_id: int) -> list[Goods]:
    """A SKU and the other sizes of its product, the cheapest first; nothing where there is no such SKU."""
    return list(gather(_FAMILY.all(session, {"sku_id": sku_id})).values())


def with_goods(query: Any, sku_id: Any, *, order_by: Any, isouter: bool = False) -> Any:
    """A query that reads the goods of a column of SKU ids as well: its last four columns, a row for each pack."""
    here = (col(StockLevel.sku_id) == Sku.id) & (col(StockLevel.warehouse_id) == HOME)
    return (
        query.add_columns(Sku, Product, Pack, StockLevel)
        .join(Sku, col(Sku.id) == sku_id, isouter=isouter)
        .join(Product, col(Product.id) == Sku.product_id, isouter=isouter)
        .join(Pack, col(Pack.sku_id) == Sku.id, isouter=True)
        .join(StockLevel, here, isouter=True)
        .order_by(order_by, col(Pack.size))
    )


def gather(rows: Iterable[Any]) -> dict[int, Goods]:
    """Goods by SKU id, in the order of rows that end in SKU, product, pack and level, a row for each pack."""
    found: dict[int, Goods] = {}
    for *_, sku, product, pack, level in rows:
        if sku is not None:
            before = found.get(sku.id)
            packs = (before.packs if before else ()) + ((pack,) if pack else ())
            found[sku.id] = Goods(sku=sku, product=product, packs=packs, level=level)
    return found


def one(session: Session, sku_id: int) -> Goods:
    """The goods of one SKU.

    Raises:
        NotFound: there is no such SKU.
    """
    found = goods_by_id(session, [sku_id]).get(sku_id)
    if found is None:
        raise NotFound
    return found


def home(session: Session) -> int:
    """The warehouse that orders are served from, made on first need: a new house has one."""
    found: int | None = session.exec(select(HOME)).one()
    if found is not None:
        return found
    first = Warehouse(name="1")
    session.add(first)
    session.flush()
    return first.id


def categories(session: Session) -> list[tuple[Category, int]]:
    """The shelves that have something on sale, with how many SKUs."""
    return list(
        session.exec(
            select(Category, func.count(col(Sku.id)))
            .join(Product, col(Product.category_id) == Category.id)
            .join(Sku, (col(Sku.product_id) == Product.id) & col(Sku.on_sale))
            .group_by(col(Category.id))
            .order_by(col(Category.position), col(Category.id))
        )
    )


def put_on_sale(by: By, sku_id: int, *, on_sale: bool) -> Goods:
    """Put a SKU on sale or take it off."""
    by.need(Right.CATALOGUE_CHANGE)
    goods = one(by.session, sku_id)
    if goods.sku.on_sale is not on_sale:
        goods = replace(goods, sku=hold(by.session, goods.sku))
        goods.sku.on_sale = on_sale
        note(by, "sku.on_sale" if on_sale else "sku.off_sale", subject=f"sku:{sku_id}")
        touch(by.session)
    return goods


def change_price(by: By, sku_id: int, price: Decimal) -> Priced:
    """Change the price of one base unit. Orders already submitted keep theirs.

    Raises:
        BadPrice: negative, absurd or with more than four decimals.
    """
    by.need(Right.CATALOGUE_CHANGE)
    if not is_price(price):
        raise BadPrice
    goods = one(by.session, sku_id)
    if goods.sku.price == price:
        return Priced(goods=goods, event_id=None)
    return _price(by, goods, price)


def undo_price(by: By, event_id: int) -> Priced:
    """Take a change of a price back. Twice changes nothing more.

    Raises:
        PriceChangedSince: it was changed again.
        TooLateToUndo: that was more than ten minutes ago.
    """
    by.need(Right.CATALOGUE_CHANGE)
    event = undoing.done(by, event_id, PRICED)
    sku_id = int(event.subject.partition(":")[2])
    by.session.exec(select(Sku.id).where(Sku.id == sku_id).with_for_update()).first()
    goods, newest = one(by.session, sku_id), last(by, PRICED, event.subject) or event
    if undoing.is_undone(event, newest):
        return Priced(goods=goods, event_id=None)
    if newest.id != event.id:
        raise PriceChangedSince(sku_id=sku_id, event_id=newest.id)
    if undoing.is_late(by, event.at):
        raise TooLateToUndo(minutes=undoing.MINUTES, sku_id=sku_id)
    return _price(by, goods, Decimal(event.facts["before"]), undoes=event.id)


def _price(by: By, goods: Goods, price: Decimal, **noted: int) -> Priced:
    told = {"before": str(goods.sku.price), "after": str(price)}
    event = note(by, PRICED, subject=f"sku:{goods.sku.id}", **told, **noted)
    goods = replace(goods, sku=hold(by.session, goods.sku))
    goods.sku.price = price
    return Priced(goods=goods, event_id=event.id)


def count_up(session: Session, name: str) -> int:
    """The next number of a counter; the first is 1."""
    (number,) = _COUNT_UP.scalars(session, {"name": name})
    return int(number)


def touch(session: Session) -> None:
    """Tell every process that its search index is old."""
    count_up(session, VERSION)
