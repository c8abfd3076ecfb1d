"""The business settings as they stand, and their one writer."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from domain import shop_rules
from domain.actor import Actor
from domain.db.statements import Prepared
from domain.events.journal import log_event
from domain.refusals import BadSetting, UnknownSetting
from domain.rules import quiet_hours
from domain.rules.business_settings import DEFINITIONS, QUIET_FROM, QUIET_UNTIL, Definition, nearest_names
from domain.rules.rights import Right
from domain.tables.settings import Setting

T = TypeVar("T")

_VALUE = Prepared(select(col(Setting.value)).where(col(Setting.name) == bindparam("name")))

_WRITTEN = Prepared(select(col(Setting.name), col(Setting.value)))


def value(session: Session, setting: Definition[T]) -> T:
    """What a setting is now."""
    return _read(setting, next(iter(_VALUE.scalars(session, {"name": setting.name})), None))


def several(session: Session, *wanted: Definition[Any]) -> dict[Definition[Any], Any]:
    """What some settings are now, in one statement."""
    written = {name: value for name, value in _WRITTEN.all(session)}  # noqa: C416 - rows are no pairs to dict
    return {each: _read(each, written.get(each.name)) for each in wanted}


def every(session: Session) -> dict[Definition[Any], Any]:
    """Every setting with what it is now, in the order of their definitions."""
    written = {row.name: row.value for row in session.exec(select(Setting))}
    return {each: _read(each, written.get(each.name)) for each in DEFINITIONS.values()}


def change(actor: Actor, name: str, written: str) -> Definition[Any]:
    """Set a business setting; the same again changes nothing.

    Args:
        actor: who changes it; no person means the supplier itself.
        name: of the setting.
        written: the value, in the form of its kind.

    Raises:
        UnknownSetting: there is no such setting.
        BadSetting: it cannot have this value.
    """
    actor.authorise(Right.SETTING_CHANGE)
    setting = DEFINITIONS.get(name.strip().casefold())
    if setting is None:
        raise UnknownSetting(name=name, near=nearest_names(name))
    wanted = setting.kind.read(written)
    if wanted is None:
        raise BadSetting(name=setting.name, text=written, expected=setting.kind.name)
    query = select(Setting).where(Setting.name == setting.name).with_for_update()
    row = actor.session.exec(query).first()
    before, after = setting.kind.write(_read(setting, row.value if row else None)), setting.kind.write(wanted)
    if before == after:
        return setting
    if row is None:
        actor.session.add(Setting(name=setting.name, value=after))
    else:
        row.value, row.revision = after, row.revision + 1
    shop_rules.forget(actor.session)
    log_event(actor, "setting.changed", subject=f"setting:{setting.name}", before=before, after=after)
    return setting


def is_quiet(actor: Actor) -> bool:
    """Whether it is night in the shop's zone: a job with news that can wait leaves it for the morning.

    Such news is not left with a later due time: behind it, an order's own news would wait as well.
    """
    ends = value(actor.session, QUIET_FROM), value(actor.session, QUIET_UNTIL)
    return quiet_hours.is_quiet(actor.now, actor.supplier.zone, *ends)


def awake_since(actor: Actor) -> datetime | None:
    """Since when it is day in the shop's zone; nothing at night. Where there is no night, since ever."""
    start, end = value(actor.session, QUIET_FROM), value(actor.session, QUIET_UNTIL)
    zone = actor.supplier.zone
    if quiet_hours.is_quiet(actor.now, zone, start, end):
        return None
    return datetime.min.replace(tzinfo=UTC) if start == end else quiet_hours.day_began(actor.now, zone, end)


def day_begins(actor: Actor) -> datetime | None:
    """At night: when somebody is back; nothing by day."""
    if not is_quiet(actor):
        return None
    return quiet_hours.next_end(actor.now, actor.supplier.zone, value(actor.session, QUIET_UNTIL))


def _read(setting: Definition[T], written: str | None) -> T:
    """The value; the default where none was set, or what was set no longer has a meaning."""
    found = None if written is None else setting.kind.read(written)
    return setting.default if found is None else found
