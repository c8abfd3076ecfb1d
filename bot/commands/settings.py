"""``dinghuo settings`` and ``dinghuo set``: the business settings, and changing one."""

from typing import Any

from bot.command_context import perform_command, up_to_date
from bot.command_errors import CommandError
from bot.settings import Settings
from domain import settings as business
from domain.refusals import BadSetting, UnknownSetting
from domain.rules.business_settings import DEFINITIONS
from locales import words_for


def listed(settings: Settings) -> list[dict[str, Any]]:
    """Every business setting with its value and default, as they are written, and what it means."""
    say = words_for(settings.language)
    with up_to_date(settings) as database, database.reading() as session:
        return [
            {
                "name": each.name,
                "value": each.kind.write(value),
                "default": each.kind.write(each.default),
                "meaning": say(f"setting.{each.name}"),
            }
            for each, value in business.every(session).items()
        ]


def change(settings: Settings, name: str, written: str) -> str:
    """Set a business setting; what it is now.

    Raises:
        CommandError: there is no such setting, or it cannot have this value.
    """
    say = words_for(settings.language)
    with up_to_date(settings) as database:
        try:
            changed = perform_command(settings, database, lambda actor: business.change(actor, name, written))
        except UnknownSetting as wrong:
            raise CommandError(say("refusal.UnknownSetting", **wrong.facts)) from None
        except BadSetting as wrong:
            expected = say(f"setting.expects_{wrong.facts['expected']}")
            raise CommandError(say("refusal.BadSetting", **wrong.facts | {"expected": expected})) from None
        with database.reading() as session:
            value = business.value(session, DEFINITIONS[changed.name])
    return f"{changed.name} = {changed.kind.write(value)}"
