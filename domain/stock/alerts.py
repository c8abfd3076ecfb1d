"""Who waits for goods that are not there: asked for, told in turn when they arrive; and what was wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import type_coerce
from sqlmodel import col, func, select

from domain import settings
from domain.actor import Actor
from domain.events.journal import notify
from domain.refusals import BadQuantity, NoAccount, NotFound
from domain.rules.allotment import allot
from domain.rules.business_settings import ALERT_DAYS
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.stock.warehouses import HOME
from domain.tables.catalogue import Sku
from domain.tables.columns import QUANTITY
from domain.tables.notices import NoticeKind
from domain.tables.people import Person
from domain.tables.stock import StockAlert, StockLevel

#: How many alerts one run looks at; the next run takes the rest.
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class WantedGoods:
    """A SKU that was wanted and not there: by how many people, and how much together, in base units."""

    sku_id: int
    people: int
    quantity: Decimal


def ask(actor: Actor, sku_id: int, quantity: Decimal) -> StockAlert:
    """Tell this person when so much arrives; asked again, the new quantity counts from now on.

    Raises NotFound: there is no such SKU; BadQuantity: not positive, absurd, or finer than the SKU is measured.
    """
    person = actor.need(Right.CART_CHANGE)
    if actor.account_id is None:
        raise NoAccount
    sku = actor.session.get(Sku, sku_id)
    if sku is None:
        raise NotFound
    if not 0 < quantity <= MOST or quantity != round(quantity, sku.decimals):
        raise BadQuantity(sku_id=sku_id, quantity=Decimal(1))
    mine = (StockAlert.person_id == person.id, StockAlert.account_id == actor.account_id, StockAlert.sku_id == sku_id)
    alert = actor.session.exec(select(StockAlert).where(*mine)).first()
    if alert is None:
        alert = StockAlert(person_id=person.id, account_id=actor.account_id, sku_id=sku_id, asked_at=actor.now)
    alert.quantity, alert.asked_at, alert.told_at = quantity, actor.now, None
    actor.session.add(alert)
    return alert


def tell(actor: Actor, sku_ids: Collection[int] | None = None) -> int:
    """Tell those who wait for goods that are there now, in the order they asked, as many as the goods serve.

    Each hears once a day at most, and not at night: the job that asks about all SKUs makes up for it.
    """
    if settings.is_quiet(actor):
        return 0
    told_today = select(StockAlert.person_id).where(col(StockAlert.told_at) >= actor.start_of(actor.today))
    free: Any = type_coerce(col(StockLevel.on_hand) - col(StockLevel.reserved) - col(StockLevel.allocated), QUANTITY)
    query: Any = select(StockAlert, free).join(StockLevel, col(StockLevel.sku_id) == StockAlert.sku_id)
    query = query.join(Person, col(Person.id) == StockAlert.person_id).join(Sku, col(Sku.id) == StockAlert.sku_id)
    query = query.where(*_open(actor), StockLevel.warehouse_id == HOME, free > 0, col(Sku.on_sale).is_(True))
    query = query.where(col(Person.active).is_(True), col(StockAlert.person_id).not_in(told_today))
    if sku_ids is not None:
        query = query.where(col(StockAlert.sku_id).in_(tuple(sku_ids)))
    query = query.order_by(col(StockAlert.asked_at), col(StockAlert.id)).limit(AT_ONCE)
    found = actor.session.exec(query.with_for_update(of=StockAlert, skip_locked=True)).all()
    return _tell(actor, _served([(alert, there) for alert, there in found]))


def wanted(actor: Actor) -> list[WantedGoods]:
    """What people wait to be told of, the most wanted first."""
    actor.need(Right.STOCK_READ)
    people, much = func.count(col(StockAlert.id)), type_coerce(func.sum(col(StockAlert.quantity)), QUANTITY)
    query = select(col(StockAlert.sku_id), people, much).where(*_open(actor)).group_by(col(StockAlert.sku_id))
    rows = actor.session.exec(query.order_by(people.desc(), col(StockAlert.sku_id)).limit(AT_ONCE))
    return [WantedGoods(sku_id=sku_id, people=count, quantity=quantity) for sku_id, count, quantity in rows]


def _served(waiting: list[tuple[StockAlert, Decimal]]) -> list[StockAlert]:
    """Those whom what there is of each SKU serves, at least in part."""
    there = {alert.sku_id: amount for alert, amount in waiting}
    served: set[int] = set()
    for sku_id, amount in there.items():
        served |= allot(amount, ((each.id, each.quantity) for each, _ in waiting if each.sku_id == sku_id)).keys()
    return [alert for alert, _ in waiting if alert.id in served]


def _tell(actor: Actor, served: list[StockAlert]) -> int:
    """One message for each person, of all that arrived for them."""
    of_person: dict[int, list[StockAlert]] = {}
    for alert in served:
        of_person.setdefault(alert.person_id, []).append(alert)
        alert.told_at = actor.now
    for person_id, alerts in of_person.items():
        skus = {str(each.sku_id): str(each.quantity) for each in alerts}
        notify(actor, [person_id], NoticeKind.GOODS_ARRIVED, skus=skus)
    return len(of_person)


def _open(actor: Actor) -> tuple[Any, ...]:
    """Not told yet, and not too long ago."""
    since = actor.now - timedelta(days=settings.value(actor.session, ALERT_DAYS))
    return col(StockAlert.told_at).is_(None), col(StockAlert.asked_at) > since
