"""The one writer of delivery days: of the shop, an area or an account, and of days that are otherwise."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import col, select

from domain import settings, shop_rules
from domain.actor import Actor
from domain.events.journal import log_event
from domain.people import on_behalf
from domain.refusals import NotFound
from domain.rules.business_settings import DELIVERY_DAYS
from domain.rules.delivery_days import DeliveryDays
from domain.rules.rights import Right
from domain.tables.delivery import AreaDelivery, DeliveryException
from domain.tables.people import Account


def areas(actor: Actor) -> list[str]:
    """The areas that accounts are in."""
    named = select(Account.area).where(col(Account.area) != "", col(Account.active).is_(True)).distinct()
    return sorted(actor.session.exec(named))


def of_shop(actor: Actor, days: DeliveryDays | None) -> str:
    """Set when the shop delivers; nothing: no day is promised. What it was."""
    before = settings.value(actor.session, DELIVERY_DAYS)
    settings.change(actor, DELIVERY_DAYS.name, str(days) if days else "-")
    return str(before) if before.weekdays else ""


def of_area(actor: Actor, area: str, days: DeliveryDays | None) -> str:
    """Set when an area is delivered to; nothing: as the shop. What it was. Raises NotFound: no account is there."""
    actor.authorise(Right.SETTING_CHANGE)
    if area not in areas(actor):
        raise NotFound
    row = actor.session.exec(select(AreaDelivery).where(AreaDelivery.area == area)).first()
    before, after = row.delivery_days if row else "", str(days) if days else ""
    if before == after:
        return before
    if row is None:
        actor.session.add(AreaDelivery(area=area, delivery_days=after))
    elif days is None:
        actor.session.delete(row)
    else:
        row.delivery_days = after
    _changed(actor, "delivery.area", "", area=area, before=before, after=after)
    return before


def of_account(actor: Actor, account_id: int, days: DeliveryDays | None) -> str:
    """Set when an account is delivered to; nothing: as its area. What it was. Raises NotFound: none of theirs."""
    actor.need(Right.ACCOUNT_SERVE)
    account = next((each for each in on_behalf.accounts_of(actor) if each.id == account_id), None)
    if account is None:
        raise NotFound
    before, after = account.delivery_days, str(days) if days else ""
    if before != after:
        account.delivery_days = after
        _changed(actor, "delivery.account", f"account:{account_id}", before=before, after=after)
    return before


def otherwise(actor: Actor, days: Iterable[date], *, delivers: bool, area: str = "") -> None:
    """Say that there is a delivery on some days, or none, whatever their weekday. Raises NotFound: no such area."""
    actor.authorise(Right.SETTING_CHANGE)
    if area and area not in areas(actor):
        raise NotFound
    wanted = tuple(days)
    mine = select(DeliveryException).where(col(DeliveryException.day).in_(wanted), DeliveryException.area == area)
    there = {each.day: each for each in actor.session.exec(mine)}
    for day in wanted:
        if day in there:
            there[day].delivers = delivers
        else:
            actor.session.add(DeliveryException(day=day, area=area, delivers=delivers))
    _changed(actor, "delivery.day", "", area=area, days=[f"{day}" for day in wanted], delivers=delivers)


def _changed(actor: Actor, kind: str, subject: str, **facts: object) -> None:
    actor.session.flush()
    shop_rules.forget(actor.session)
    log_event(actor, kind, subject=subject, **facts)
