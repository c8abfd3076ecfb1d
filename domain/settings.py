"""The business settings as they stand, and their one writer."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from domain import shop_rules
from domain.actor import Actor
from domain.db.statements import Prepared
from domain.events import undo_window
from domain.events.journal import log_event
from domain.refusals import BadSetting, NotFound, Outdated, UnknownSetting
from domain.rules import quiet_hours
from domain.rules.business_settings import DEFINITIONS, QUIET_FROM, QUIET_UNTIL, Definition, nearest_names
from domain.rules.rights import Right
from domain.tables.orders import Event
from domain.tables.settings import Setting

T = TypeVar("T")

_VALUE = Prepared(select(col(Setting.value)).where(col(Setting.name) == bindparam("name")))

CHANGED = "setting.changed"

_ALL_WRITTEN = Prepared(select(col(Setting.name), col(Setting.value)))


class SettingMoved(Outdated):
    """The setting is not as the person was shown it: somebody changed it."""

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)


def value(session: Session, setting: Definition[T]) -> T:
    """What a setting is now."""
    return _read(setting, next(iter(_VALUE.scalars(session, {"name": setting.name})), None))


def several(session: Session, *wanted: Definition[Any]) -> dict[Definition[Any], Any]:
    """What some settings are now, in one statement."""
    written = {name: value for name, value in _ALL_WRITTEN.all(session)}  # noqa: C416 - rows are no pairs to dict
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
    row = _locked(actor, setting)
    _put(actor, setting, row, _written(setting, row), _as_written(setting, written))
    return setting


def change_from(actor: Actor, name: str, before: str, written: str) -> Event | None:
    """Change a setting from what the person was shown; nothing where it is so already.

    Raises UnknownSetting, BadSetting; SettingMoved: it is no longer ``before``.
    """
    actor.need(Right.SETTING_CHANGE)
    setting = DEFINITIONS.get(name)
    if setting is None:
        raise UnknownSetting(name=name, near=nearest_names(name))
    after, row = _as_written(setting, written), _locked(actor, setting)
    now = _written(setting, row)
    if now not in (before, after):
        raise SettingMoved(name=name)
    return _put(actor, setting, row, now, after)


def undo(actor: Actor, event_id: int) -> Definition[Any]:
    """Undo a change; idempotent. Raises NotFound, TooLateToUndo; SettingMoved: somebody changed it since."""
    actor.need(Right.SETTING_CHANGE)
    event = undo_window.done(actor, event_id, CHANGED)
    setting = DEFINITIONS.get(event.subject.removeprefix("setting:"))
    if setting is None:
        raise NotFound
    row = _locked(actor, setting)
    now = _written(setting, row)
    before = undo_window.value_before(actor, event, now, SettingMoved(name=setting.name))
    if before is not None:
        _put(actor, setting, row, now, before, undoes=event.id)
    return setting


def _as_written(setting: Definition[Any], written: str) -> str:
    """A value in the one form in which it is kept. Raises BadSetting: it cannot be so."""
    wanted = setting.kind.read(written)
    if wanted is None:
        raise BadSetting(name=setting.name, text=written, expected=setting.kind.name)
    return setting.kind.write(wanted)


def _locked(actor: Actor, setting: Definition[Any]) -> Setting | None:
    return actor.session.exec(select(Setting).where(Setting.name == setting.name).with_for_update()).first()


def _written(setting: Definition[Any], row: Setting | None) -> str:
    return setting.kind.write(_read(setting, row.value if row else None))


def _put(
    actor: Actor, setting: Definition[Any], row: Setting | None, before: str, after: str, **noted: int
) -> Event | None:
    if before == after:
        return None
    if row is None:
        actor.session.add(Setting(name=setting.name, value=after))
    else:
        row.value, row.revision = after, row.revision + 1
    shop_rules.forget(actor.session)
    return log_event(actor, CHANGED, subject=f"setting:{setting.name}", before=before, after=after, **noted)


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
