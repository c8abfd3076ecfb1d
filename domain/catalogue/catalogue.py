"""Reading and changing the catalogue: SKUs with their product, packs and stock, always in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from domain import shop_rules
from domain.actor import Actor
from domain.catalogue import own_limits, visibility
from domain.catalogue.pricing import LIST_PRICE
from domain.catalogue.refusals import NoPriceYet
from domain.catalogue.versions import touch
from domain.db.list_values import is_listed
from domain.db.statements import Prepared, attach
from domain.events import undo_window
from domain.events.journal import last, log_event
from domain.refusals import BadPrice, NotFound, PriceChangedSince
from domain.rules.money import is_price
from domain.rules.quantities import QuantityLimits, most_within
from domain.rules.rights import Right
from domain.search.barcodes import same_as
from domain.stock.warehouses import HOME
from domain.tables.catalogue import Category, Pack, Product, Sku
from domain.tables.stock import StockLevel

PRICED = "sku.priced"


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A SKU with all that is needed to show, price and check it.

    ``own``: its order rules for the account that it was read for; none: those of the SKU. ``hidden``: it
    stands in its cart, and may not be seen any more.
    """

    sku: Sku
    product: Product
    packs: tuple[Pack, ...]
    level: StockLevel | None
    own: QuantityLimits | None = None
    hidden: bool = False

    @property
    def on_sale(self) -> bool:
        """Whether the account can order it."""
        return self.sku.on_sale and not self.hidden

    @property
    def sku_id(self) -> int:
        """Which SKU it is."""
        return self.sku.id

    @property
    def list_price(self) -> Decimal:
        """The price of one base unit before any account's own: ``domain/catalogue/pricing.py`` asks for it."""
        return self.sku.price

    @property
    def available(self) -> Decimal:
        """What can still be sold, in base units."""
        return self.level.available if self.level else Decimal(0)

    @property
    def limits(self) -> QuantityLimits:
        """The order rules."""
        return self.own or limits_of(self.sku)

    def within(self, quantity: Decimal) -> Decimal:
        """As much of a quantity as can be had now, in a step that can be ordered; 0 where nothing can."""
        enough = self.sku.backorder or quantity <= self.available
        return quantity if enough else most_within(self.available, self.limits)

    @property
    def biggest_pack(self) -> Pack | None:
        """The pack dealers mostly order in."""
        return max(self.packs, key=lambda pack: pack.size, default=None)


@dataclass(frozen=True, kw_only=True)
class PricedGoods:
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
_FAMILY = Prepared(_GOODS.where(col(Sku.product_id) == _SAME_PRODUCT).order_by(LIST_PRICE, col(Sku.id), col(Pack.size)))


def limits_of(sku: Sku) -> QuantityLimits:
    """The order rules of a SKU by itself."""
    return QuantityLimits(minimum=sku.minimum, multiple=sku.multiple, decimals=sku.decimals, maximum=sku.maximum)


def goods_where(
    session: Session, *conditions: Any, order_by: Sequence[Any] = (), limit: int | None = None
) -> list[Goods]:
    """The goods that meet conditions on SKU and product, in one statement."""
    seen = (*conditions, *visibility.is_visible(session))
    wanted = select(col(Sku.id)).join(Product, col(Product.id) == Sku.product_id).where(*seen)
    if limit is not None:
        wanted = wanted.order_by(*order_by).limit(limit)
    query = _GOODS.where(col(Sku.id).in_(wanted)).order_by(*order_by, col(Sku.id), col(Pack.size))
    return list(as_seen(session, gather(session.execute(query))).values())


def count_where(session: Session, *conditions: Any) -> int:
    """How many goods meet conditions on SKU and product."""
    seen = (*conditions, *visibility.is_visible(session))
    query = select(func.count(col(Sku.id))).join(Product, col(Product.id) == Sku.product_id).where(*seen)
    return session.exec(query).one()


def goods_by_id(session: Session, sku_ids: Iterable[int]) -> dict[int, Goods]:
    """The goods of some SKUs by their id; unknown ids are left out."""
    ids = tuple(sku_ids)
    return as_seen(session, gather(_BY_ID.all(session, {"ids": ids}))) if ids else {}


def ordered(session: Session, sku_ids: Iterable[int]) -> dict[int, Goods]:
    """The goods of lines that were ordered, by their id: also those that their account may not see any more."""
    ids = tuple(sku_ids)
    return gather(_BY_ID.all(session, {"ids": ids})) if ids else {}


def as_seen(session: Session, goods: dict[int, Goods]) -> dict[int, Goods]:
    """Goods as the account they are read for sees them: without those hidden from it, with its own order rules."""
    gone = visibility.hidden(session)
    seen = {sku_id: each for sku_id, each in goods.items() if sku_id not in gone} if gone else goods
    return with_limits(session, visibility.reader_account(session), seen)


def with_limits(
    session: Session, account_id: int | None, goods: dict[int, Goods], *, without: int = 0
) -> dict[int, Goods]:
    """Goods with the order rules of an account; ``without``: an order that a period limit does not count."""
    if account_id is None or not shop_rules.rules(session).limits:
        return goods
    plain = {sku_id: limits_of(each.sku) for sku_id, each in goods.items()}
    own = own_limits.limits_for(session, account_id, plain, without=without)
    return {sku_id: replace(each, own=own[sku_id]) for sku_id, each in goods.items()}


def with_code(session: Session, code: str) -> list[int]:
    """The SKUs that carry a scanned code as their barcode, or as their own code."""
    forms = same_as(code)
    carries = or_(col(Sku.barcode).in_(forms), col(Sku.code).in_(forms))
    query = select(col(Sku.id)).where(carries, *visibility.is_visible(session))
    return list(session.exec(query.order_by(col(Sku.id))))


def family(session: Session, sku_id: int) -> list[Goods]:
    """A SKU and the other sizes of its product, the cheapest first; nothing where there is no such SKU."""
    found = as_seen(session, gather(_FAMILY.all(session, {"sku_id": sku_id})))
    return list(found.values()) if sku_id in found else []


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
    """Goods by SKU id, in the order of rows that end in SKU, product, pack and level, a row for each pack.

    Goods that stand on several lines come with their packs once for each.
    """
    found: dict[int, Goods] = {}
    for *_, sku, product, pack, level in rows:
        if sku is not None:
            before = found.get(sku.id)
            packs = before.packs if before else ()
            if pack and all(each.id != pack.id for each in packs):
                packs += (pack,)
            found[sku.id] = Goods(sku=sku, product=product, packs=packs, level=level)
    return found


def one(session: Session, sku_id: int) -> Goods:
    """The goods of one SKU. Raises NotFound: there is no such SKU."""
    found = goods_by_id(session, [sku_id]).get(sku_id)
    if found is None:
        raise NotFound
    return found


def categories(session: Session) -> list[tuple[Category, int]]:
    """The shelves that have something on sale, with how many SKUs."""
    return list(
        session.exec(
            select(Category, func.count(col(Sku.id)))
            .join(Product, col(Product.category_id) == Category.id)
            .join(Sku, (col(Sku.product_id) == Product.id) & col(Sku.on_sale))
            .where(*visibility.is_visible(session))
            .group_by(col(Category.id))
            .order_by(col(Category.position), col(Category.id))
        )
    )


def put_on_sale(actor: Actor, sku_id: int, *, on_sale: bool) -> Goods:
    """Put a SKU on sale or take it off. Raises NoPriceYet: nothing says what it costs."""
    actor.need(Right.CATALOGUE_CHANGE)
    goods = one(actor.session, sku_id)
    if on_sale and not goods.list_price:
        raise NoPriceYet(sku_id=sku_id)
    if goods.sku.on_sale is not on_sale:
        goods = replace(goods, sku=attach(actor.session, goods.sku))
        goods.sku.on_sale = on_sale
        kind = "sku.on_sale" if on_sale else "sku.off_sale"
        log_event(actor, kind, subject=f"sku:{sku_id}", before=not on_sale, after=on_sale)
        touch(actor.session)
    return goods


def change_price(actor: Actor, sku_id: int, price: Decimal) -> PricedGoods:
    """Change the price of one base unit; submitted orders keep theirs. Raises BadPrice: no valid price."""
    actor.need(Right.CATALOGUE_CHANGE)
    if not is_price(price):
        raise BadPrice
    goods = one(actor.session, sku_id)
    if goods.list_price == price:
        return PricedGoods(goods=goods, event_id=None)
    return _price(actor, goods, price)


def undo_price(actor: Actor, event_id: int) -> PricedGoods:
    """Undo a change of a price; idempotent. Raises PriceChangedSince, TooLateToUndo."""
    actor.need(Right.CATALOGUE_CHANGE)
    event = undo_window.done(actor, event_id, PRICED)
    sku_id = event.subject_id
    actor.session.exec(select(Sku.id).where(Sku.id == sku_id).with_for_update()).first()
    goods, newest = one(actor.session, sku_id), last(actor, PRICED, event.subject) or event
    if undo_window.is_undone(event, newest):
        return PricedGoods(goods=goods, event_id=None)
    if newest.id != event.id:
        raise PriceChangedSince(sku_id=sku_id, event_id=newest.id)
    undo_window.need_in_time(actor, event.at, sku_id=sku_id)
    return _price(actor, goods, Decimal(event.facts["before"]), undoes=event.id)


def _price(actor: Actor, goods: Goods, price: Decimal, **noted: int) -> PricedGoods:
    told = {"before": str(goods.list_price), "after": str(price)}
    event = log_event(actor, PRICED, subject=f"sku:{goods.sku.id}", **told, **noted)
    goods = replace(goods, sku=attach(actor.session, goods.sku))
    goods.sku.price = price
    return PricedGoods(goods=goods, event_id=event.id)
