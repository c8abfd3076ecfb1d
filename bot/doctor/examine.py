"""``dinghuo doctor``: runs every check, one after another."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from bot.doctor.database import check_database
from bot.doctor.diagnosis import Diagnosis, fail, none
from bot.doctor.machine import check_machine
from bot.doctor.settings import check_settings as sanity
from bot.settings import Settings

ENV_FILE = Path(str(Settings.model_config.get("env_file") or ".env"))


def examine(settings: Settings, now: Callable[[], datetime], env_file: Path = ENV_FILE) -> Iterator[Diagnosis]:
    """Every diagnosis, as it is made; a check that raises becomes a failure and hides no other."""
    yield from _guarded("settings", lambda: sanity(settings, env_file))
    yield from _guarded("machine", lambda: check_machine(settings, now))
    yield from _guarded("database", lambda: check_database(settings.database_url, now))
    yield from _guarded("telegram", lambda: _telegram(settings, now))
    yield from _guarded("wechat", lambda: _wechat(settings, now))
    yield from _guarded("carriers", lambda: _carriers(settings))


def _guarded(name: str, check: Callable[[], Iterable[Diagnosis]]) -> Iterator[Diagnosis]:
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001 - its words may hold a token, its kind does not
        yield fail(name, f"the check itself broke down: {type(error).__name__}")


def _telegram(settings: Settings, now: Callable[[], datetime]) -> Iterable[Diagnosis]:
    """Imported when used: a supplier without Telegram does without the library."""
    if not settings.telegram_token.get_secret_value():
        return (none("telegram", "not configured"),)
    from bot.doctor.telegram import check_telegram  # noqa: PLC0415

    return check_telegram(settings, now())


def _wechat(settings: Settings, now: Callable[[], datetime]) -> Iterable[Diagnosis]:
    if not settings.wechat_app_id:
        return (none("wechat", "not configured"),)
    from bot.doctor.wechat import check_wechat  # noqa: PLC0415

    return check_wechat(settings, now)


def _carriers(settings: Settings) -> Iterable[Diagnosis]:
    if not settings.kuaidi100_customer and not settings.kuaidi100_key.get_secret_value():
        return (none("carriers", "not configured: parcels are tracked by hand"),)
    from bot.doctor.carriers import check_carriers  # noqa: PLC0415

    return check_carriers(settings)
