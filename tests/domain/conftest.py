"""Rules and acts know no channel: once is enough."""

import pytest

from domain.tables.people import Channel


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM
