"""The day on which goods that an account orders now would come, by its delivery days, its area's, or the shop's."""

from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import col, select

from domain import shop_rules
from domain.actor import Actor
from domain.db.statements import Prepared
from domain.rules.business_settings import DELIVERY_DAYS
from domain.rules.delivery_days import NO_DAYS, DeliveryDays, ExpectedDay, expected_day, read_delivery_days
from domain.tables.columns import ID
from domain.tables.delivery import AreaDelivery, DeliveryException
from domain.tables.people import Account
from domain.tables.settings import Setting

#: So far ahead days that are otherwise are read.
_LOOK_AHEAD = timedelta(days=732)
_DAYS = Prepared(
    sqlalchemy.select(
        col(Account.delivery_days),
        col(Account.area),
        col(AreaDelivery.delivery_days),
        select(Setting.value).where(Setting.name == DELIVERY_DAYS.name).scalar_subquery(),
    )
    .join(AreaDelivery, col(AreaDelivery.area) == Account.area, isouter=True)
    .where(col(Account.id) == bindparam("account", type_=ID))
)
_EXCEPTIONS = Prepared(
    sqlalchemy.select(col(DeliveryException.day), col(DeliveryException.area), col(DeliveryException.delivers)).where(
        col(DeliveryException.day).between(bindparam("first"), bindparam("last")),
        col(DeliveryException.area).in_(("", bindparam("area"))),
    )
)


class _Written(NamedTuple):
    """Whose days there are, the nearest first."""

    own: str
    area: str
    of_area: str | None
    of_shop: str | None


def days_of(actor: Actor, account_id: int) -> DeliveryDays | None:
    """When an account is delivered to; nothing where nobody said."""
    return _nearest(actor, account_id)[0]


def of_account(actor: Actor, account_id: int, wanted: date | None = None) -> ExpectedDay | None:
    """When goods ordered now would come, not before the day they are wanted; nothing without delivery days."""
    days, area = _nearest(actor, account_id)
    if days is None:
        return None
    facts = {"first": actor.today, "last": actor.today + _LOOK_AHEAD, "area": area}
    otherwise = sorted(_EXCEPTIONS.all(actor.session, facts), key=lambda row: row[1])  # those of the area win
    exceptions = {day: bool(delivers) for day, _, delivers in otherwise}
    return expected_day(days, actor.now.astimezone(actor.supplier.zone), wanted, exceptions)


def _nearest(actor: Actor, account_id: int) -> tuple[DeliveryDays | None, str]:
    """The days of an account, and its area."""
    if not shop_rules.rules(actor.session).deliveries:
        return None, ""
    found = _Written._make(_DAYS.all(actor.session, {"account": account_id})[0])
    days = next((read for each in (found.own, found.of_area, found.of_shop) if (read := _read(each))), None)
    return days, found.area


def _read(written: str | None) -> DeliveryDays | None:
    days = read_delivery_days(written) if written else None
    return days if days and days != NO_DAYS else None
