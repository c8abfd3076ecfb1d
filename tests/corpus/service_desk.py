"""A browser that asks to be let in to the desk."""

from domain.people import desk_logins
from tests.corpus.service_world import WAREHOUSE
from tests.world import World


def code_shown(world: World) -> str:
    """What it shows: who sends it from their chat is asked for the number."""
    with world.database.transaction() as session:
        return desk_logins.begin(world.actor(session, WAREHOUSE.name), "Chrome · Windows").code
