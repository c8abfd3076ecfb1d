"""``dinghuo desk-login``: a one-time address that enters the desk as a person."""

from functools import partial

from bot.command_context import in_use, perform_command
from bot.command_errors import CommandError
from bot.desk.address import address_of
from bot.settings import Settings
from domain.actor import Actor
from domain.people import desk_logins, directory
from domain.refusals import NotAllowed


def write_address(settings: Settings, name: str) -> dict[str, str]:
    """The address, as the contract says. Raises CommandError: there is no such person, or they may not enter."""
    try:
        address = address_of(settings)
    except ValueError as error:
        raise CommandError(str(error)) from None
    with in_use(settings) as database:
        try:
            token = perform_command(settings, database, partial(_link, name=name))
        except NotAllowed:
            raise CommandError(f"{name} is none of the staff, who alone may enter the desk") from None
    return {"url": f"{address.url}/desk/in/{token}/now"}


def _link(actor: Actor, name: str) -> str:
    found = directory.named(actor, name)
    if len(found) != 1:
        raise CommandError(f"there is nobody called {name}" if not found else f"{len(found)} people are called {name}")
    return desk_logins.link(actor, found[0])
