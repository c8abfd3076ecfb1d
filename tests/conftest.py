"""A fresh world for every test, on both channels."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from domain.tables.people import Channel
from tests.world import World, make_template, open_world

#: How long an example takes says more of the machine than of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(params=[Channel.TELEGRAM, Channel.WECHAT], ids=lambda channel: channel.value)
def channel(request: pytest.FixtureRequest) -> Channel:
    """Every story runs on both."""
    chosen: Channel = request.param
    return chosen


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[Channel, Path]:
    """Furnished databases, made once."""
    folder = tmp_path_factory.mktemp("templates")
    return {each: make_template(folder / f"{each}.sqlite", each) for each in (Channel.TELEGRAM, Channel.WECHAT)}


@pytest.fixture
def world(channel: Channel, templates: dict[Channel, Path], tmp_path: Path) -> Iterator[World]:
    """A small wholesaler with its dealers."""
    world = open_world(templates[channel], tmp_path / "world.sqlite", channel)
    yield world
    world.database.close()
