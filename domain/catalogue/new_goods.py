"""New goods, and whom they concern: who bought of the same category lately. Told once a week at most."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import and_, col, exists, or_, select

from domain.actor import Actor
from domain.db.statements import any_of
from domain.events.journal import last, log_event
from domain.rules.order_states import COUNTABLE
from domain.rules.rights import Role
from domain.tables.catalogue import Product, Sku
from domain.tables.columns import first_id_at
from domain.tables.limits import VisibleTo
from domain.tables.lines import is_goods
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Person

#: Whoever bought of a category within this time hears what is new in it.
BOUGHT_WITHIN = timedelta(days=60)
#: At least so long between two messages about new goods.
EVERY = timedelta(days=7)
_TOLD, _SUBJECT = "goods.told", "news:goods"


def take(actor: Actor) -> dict[int, list[int]]:
    """What is new for whom, SKUs by buyer, which counts as told; nothing within a week of the last time.

    Goods of today wait for tomorrow, so that what comes in on one day is told together.
    """
    before = last(actor, _TOLD, _SUBJECT)
    if before is not None and actor.now - before.at < EVERY:
        return {}
    until = actor.start_of(actor.today)
    since = datetime.fromisoformat(before.facts["until"]) if before else until - EVERY
    found: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, sku_id in actor.session.exec(_new_for_whom(actor, since, until)):
        found[person_id].append(sku_id)
    if found:
        goods = len({sku_id for ids in found.values() for sku_id in ids})
        log_event(actor, _TOLD, subject=_SUBJECT, until=until.isoformat(), goods=goods, people=len(found))
    return dict(found)


def _new_for_whom(actor: Actor, since: datetime, until: datetime) -> Any:
    """Buyers who want news, with each SKU on sale that was made in between, that they may see and never bought."""
    bought_sku, bought_product = Sku.__table__.alias(), Product.__table__.alias()  # type: ignore[attr-defined]
    theirs = (
        select(OrderLine.id)
        .join(Order, col(Order.id) == OrderLine.order_id)
        .where(col(Order.account_id) == col(Account.id), any_of(col(Order.status), COUNTABLE), is_goods(OrderLine.kind))
        .correlate(Account, Product, Sku)
    )
    of_category = (
        theirs.join(bought_sku, bought_sku.c.id == OrderLine.sku_id)
        .join(bought_product, bought_product.c.id == bought_sku.c.product_id)
        .where(
            bought_product.c.category_id == col(Product.category_id),
            col(Order.submitted_at) > actor.now - BOUGHT_WITHIN,
        )
    )
    return (
        select(Person.id, Sku.id)
        .select_from(Person)
        .join(Account, col(Account.id) == Person.account_id)
        .join(Sku, and_(col(Sku.id) >= first_id_at(since), col(Sku.id) < first_id_at(until), col(Sku.on_sale)))
        .join(Product, col(Product.id) == Sku.product_id)
        .where(Person.role == Role.BUYER, col(Person.active), col(Person.news), col(Account.active))
        .where(of_category.exists(), ~theirs.where(col(OrderLine.sku_id) == col(Sku.id)).exists(), _is_visible())
        .order_by(col(Person.id), col(Sku.id))
    )


def _is_visible() -> Any:
    of_sku = col(VisibleTo.sku_id) == col(Sku.id)
    theirs = or_(col(VisibleTo.account_id) == col(Account.id), col(VisibleTo.group_id) == col(Account.group_id))
    return or_(~exists().where(of_sku), exists().where(and_(of_sku, theirs)))
