"""Which promotions run for an account, as the rules take them: for the goods at hand, with what is left of each."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import Date, bindparam, case
from sqlmodel import Session, col, func, or_, select

from domain import shop_rules
from domain.catalogue import visibility
from domain.catalogue.pricing import LIST_PRICE
from domain.db.list_values import is_listed
from domain.db.statements import Prepared, any_of
from domain.rules.order_states import VOID
from domain.rules.pricing.offers import BoughtLine, Offer, OfferGift, OfferGoods, OfferStep, PromotionKind
from domain.rules.pricing.promotion_terms import WITH_STEPS
from domain.tables.catalogue import Sku
from domain.tables.columns import ID, TIME
from domain.tables.orders import Order
from domain.tables.people import Account
from domain.tables.promotions import Promotion, PromotionFor, PromotionGoods, PromotionStep, PromotionUse

_DAY: Any = bindparam("day", type_=Date)
_AT: Any = bindparam("at", type_=TIME)
_ACCOUNT: Any = bindparam("account", type_=ID)
_GROUP = select(col(Account.group_id)).where(col(Account.id) == _ACCOUNT).scalar_subquery()

#: On a day, and not ended before a moment.
RUNS = (
    or_(col(Promotion.starts_on).is_(None), col(Promotion.starts_on) <= _DAY),
    or_(col(Promotion.ends_on).is_(None), col(Promotion.ends_on) >= _DAY),
    or_(col(Promotion.ended_at).is_(None), col(Promotion.ended_at) > _AT),
)
_FOR = select(PromotionFor.id).where(col(PromotionFor.promotion_id) == col(Promotion.id)).correlate(Promotion)
#: For the account: named itself or by its group, or for everybody.
CONCERNS = or_(
    ~_FOR.exists(),
    _FOR.where(or_(col(PromotionFor.account_id) == _ACCOUNT, col(PromotionFor.group_id) == _GROUP)).exists(),
)
_NARROW = select(PromotionGoods.id).where(col(PromotionGoods.promotion_id) == col(Promotion.id)).correlate(Promotion)
#: What runs for an account, and whether it is about some goods only.
_RUNNING = Prepared(
    sqlalchemy.select(
        col(Promotion.id),
        col(Promotion.name),
        col(Promotion.kind),
        col(Promotion.priority),
        col(Promotion.each),
        col(Promotion.price),
        col(Promotion.own_prices),
        col(Promotion.times),
        col(Promotion.set_aside),
        _NARROW.exists(),
    )
    .where(*RUNS, CONCERNS)
    .order_by(col(Promotion.id))
)
#: The goods at hand that these are about; of a bundle all its goods.
_GOODS = Prepared(
    sqlalchemy.select(
        col(PromotionGoods.promotion_id),
        col(PromotionGoods.sku_id),
        col(PromotionGoods.category_id),
        col(PromotionGoods.quantity),
        col(PromotionGoods.price),
        col(PromotionGoods.size),
    )
    .where(
        is_listed(col(PromotionGoods.promotion_id), "ids"),
        or_(
            is_listed(col(PromotionGoods.promotion_id), "bundles"),
            is_listed(col(PromotionGoods.sku_id), "skus"),
            is_listed(col(PromotionGoods.category_id), "categories"),
        ),
    )
    .order_by(col(PromotionGoods.promotion_id), col(PromotionGoods.id))
)
_STEPS = Prepared(
    sqlalchemy.select(PromotionStep, LIST_PRICE)
    .join(Sku, col(Sku.id) == col(PromotionStep.gift_sku_id), isouter=True)
    .where(is_listed(col(PromotionStep.promotion_id), "ids"))
    .order_by(col(PromotionStep.promotion_id), col(PromotionStep.reach), col(PromotionStep.id))
)
_LOCK = Prepared(
    select(col(Promotion.id)).where(is_listed(col(Promotion.id), "ids")).order_by(col(Promotion.id)).with_for_update()
)
#: What live orders have had of promotions, but for one order: in all, and how many of this account's.
_USED = Prepared(
    sqlalchemy.select(
        col(PromotionUse.promotion_id),
        func.sum(col(PromotionUse.quantity)),
        func.sum(case((col(PromotionUse.account_id) == _ACCOUNT, 1), else_=0)),
    )
    .join(Order, col(Order.id) == col(PromotionUse.order_id))
    .where(is_listed(col(PromotionUse.promotion_id), "ids"), ~any_of(col(Order.status), sorted(VOID)))
    .where(col(PromotionUse.order_id) != bindparam("but", type_=ID))
    .group_by(col(PromotionUse.promotion_id))
)


class _Running(NamedTuple):
    """A row of ``_RUNNING``: a promotion that runs; ``narrow``: about some goods only."""

    id: int
    name: str
    kind: PromotionKind
    priority: int
    each: bool
    price: Decimal | None
    own_prices: bool
    times: int | None
    set_aside: Decimal | None
    narrow: bool


class _GoodsRow(NamedTuple):
    """A row of ``_GOODS``."""

    promotion_id: int
    sku_id: int | None
    category_id: int | None
    quantity: Decimal
    price: Decimal | None
    size: int

    def as_offered(self) -> OfferGoods:
        """The goods as the rules take them."""
        return OfferGoods(
            sku_id=self.sku_id,
            category_id=self.category_id,
            quantity=self.quantity,
            price=self.price or Decimal(0),
            size=self.size,
        )


class _Used(NamedTuple):
    """A row of ``_USED``."""

    promotion_id: int
    quantity: Decimal
    times: int


@dataclass(frozen=True, kw_only=True)
class PromotionQuery:
    """For whom and when promotions are asked for, and for which lines.

    ``but``: an order whose own uses do not count, as it is worked out anew.
    """

    account_id: int
    day: date
    at: datetime
    lines: Sequence[BoughtLine]
    but: int = 0


@dataclass(frozen=True, kw_only=True)
class Offers:
    """The promotions that may apply, and what each is called."""

    offers: tuple[Offer, ...] = ()
    names: Mapping[int, str]


NO_OFFERS = Offers(names={})


def offers_for(session: Session, asked: PromotionQuery, *, lock: bool = False) -> Offers:
    """The promotions that may apply to these goods; one statement where none runs, none where there never was one.

    ``lock``: what limited ones have left stays so until the end of the transaction.
    """
    if not shop_rules.rules(session).promotions:
        return NO_OFFERS
    facts = {"account": asked.account_id, "day": asked.day, "at": asked.at}
    running = [*map(_Running._make, _RUNNING.all(session, facts))]
    if not running:
        return NO_OFFERS
    goods = _goods(session, running, asked.lines)
    found = [each for each in running if not each.narrow or each.id in goods]
    steps = _steps(session, found, visibility.hidden_from(session, asked.account_id))
    used = _used(session, found, asked, lock=lock)
    offers = (_offer(each, goods.get(each.id, ()), steps.get(each.id, ()), used.get(each.id)) for each in found)
    return Offers(
        offers=tuple(offer for offer in offers if offer is not None),
        names={each.id: each.name for each in found},
    )


def offers_of(session: Session, promotion_ids: Iterable[int]) -> dict[int, Offer]:
    """Promotions by their ids, whether they still run or not, with their steps: what was earned by orders of before."""
    ids = tuple(promotion_ids)
    found = session.exec(select(Promotion).where(col(Promotion.id).in_(ids))).all() if ids else ()
    steps = _steps(session, found, frozenset())
    return {
        each.id: Offer(id=each.id, kind=each.kind, steps=steps[each.id], each=each.each)
        for each in found
        if each.id in steps
    }


def _goods(
    session: Session, running: Iterable[_Running], lines: Iterable[BoughtLine]
) -> Mapping[int, Sequence[OfferGoods]]:
    """The goods that promotions are about, as far as these lines are of them; of a bundle all its goods."""
    narrow = [each for each in running if each.narrow]
    bundles = [each.id for each in narrow if each.kind is PromotionKind.BUNDLE]
    facts = {"ids": [each.id for each in narrow], "bundles": bundles}
    categories = {line.category_id for line in lines if line.category_id is not None}
    at_hand = {"skus": [line.sku_id for line in lines], "categories": sorted(categories)}
    found: dict[int, list[OfferGoods]] = {}
    for row in map(_GoodsRow._make, _GOODS.all(session, {**facts, **at_hand}) if narrow else ()):
        found.setdefault(row.promotion_id, []).append(row.as_offered())
    return found


def _steps(
    session: Session, found: Iterable["_Running | Promotion"], hidden: AbstractSet[int]
) -> dict[int, tuple[OfferStep, ...]]:
    """The steps of promotions; gifts that are hidden from the account are none."""
    rows = _STEPS.all(session, {"ids": [each.id for each in found if each.kind in WITH_STEPS]})
    seen = (row for row in rows if row[0].gift_sku_id not in hidden)
    by_reach = groupby(seen, key=lambda row: (row[0].promotion_id, row[0].reach))
    steps: dict[int, tuple[OfferStep, ...]] = {}
    for (promotion_id, reach), same in by_reach:
        each = [(step, worth) for step, worth in same]
        gifts = (
            OfferGift(sku_id=step.gift_sku_id, quantity=step.gift_quantity, worth=worth or Decimal(0))
            for step, worth in each
            if step.gift_quantity is not None
        )
        step = OfferStep(reach=reach, off=each[0][0].off or Decimal(0), gifts=tuple(gifts))
        steps[promotion_id] = (*steps.get(promotion_id, ()), step)
    return steps


def _used(session: Session, found: Iterable[_Running], asked: PromotionQuery, *, lock: bool) -> dict[int, _Used]:
    """What is used of those that are limited; the others are not counted."""
    ids = [each.id for each in found if each.times is not None or each.set_aside is not None]
    if not ids:
        return {}
    if lock:
        _LOCK.all(session, {"ids": ids})
    rows = _USED.all(session, {"ids": ids, "account": asked.account_id, "but": asked.but})
    return {row.promotion_id: row for row in map(_Used._make, rows)}


def _offer(
    running: _Running, goods: Iterable[OfferGoods], steps: tuple[OfferStep, ...], before: _Used | None
) -> Offer | None:
    """The promotion as the rules take it; nothing where the account has had it as often as it may, or gets nothing."""
    if running.times is not None and before is not None and before.times >= running.times:
        return None
    if running.kind in WITH_STEPS and not steps:
        return None
    left = running.set_aside
    if left is not None and before is not None:
        left = max(left - before.quantity, Decimal(0))
    return Offer(
        id=running.id,
        kind=running.kind,
        priority=running.priority,
        goods=tuple(goods),
        steps=steps,
        each=running.each,
        price=running.price or Decimal(0),
        own_prices=running.own_prices,
        left=left,
    )
