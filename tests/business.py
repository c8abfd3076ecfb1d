"""The business settings of a world."""

from domain import settings
from tests.world import World


def set_up(world: World, **written: str) -> None:
    """Set some business settings, as ``dinghuo set`` does."""
    with world.database.transaction() as session:
        for name, value in written.items():
            settings.change(world.actor(session), name, value)
