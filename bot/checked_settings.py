"""The settings of a command, or one clear line about the first that is wrong."""

# ruff: noqa: PLC0415
from typing import TYPE_CHECKING

from bot.command_errors import CommandError

if TYPE_CHECKING:
    from bot.settings import Settings


def checked_settings() -> "Settings":
    """The settings, or one clear line about the first that is wrong."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "DINGHUO_" + "_".join(str(part) for part in first["loc"]).upper()
        raise CommandError(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None
