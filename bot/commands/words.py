"""``dinghuo words``: the supplier's own words, and taking one away."""

from typing import Any

from bot.command_context import perform_command, up_to_date
from bot.command_errors import CommandError
from bot.settings import Settings
from domain.catalogue import supplier_words
from domain.refusals import NotFound


def listed(settings: Settings) -> list[dict[str, Any]]:
    """Every word with what it means, and whether that is on sale, as JSON-ready data."""
    with up_to_date(settings) as database, database.reading() as session:
        idle = {row.id for row in supplier_words.meaningless(session)}
        return [
            {"word": row.word, "means": row.means, "kind": row.kind.value, "on_sale": row.id not in idle}
            for row in supplier_words.every(session)
        ]


def remove(settings: Settings, word: str) -> None:
    """Take a word away.

    Raises:
        CommandError: there is none.
    """
    with up_to_date(settings) as database:
        try:
            perform_command(settings, database, lambda actor: supplier_words.remove(actor, word))
        except NotFound:
            raise CommandError(f"there is no word {word}: dinghuo words lists them") from None
