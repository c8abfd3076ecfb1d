"""The desk of each world."""

import pytest

from tests.bot.desk.house import DeskHouse
from tests.world import World


@pytest.fixture
def house(world: World) -> DeskHouse:
    return DeskHouse(world)
