from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine import Database
from tests.demo.shop import Page, Shop, database_with_transcript


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with database_with_transcript(tmp_path) as database:
        yield database


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def page(database: Database, shop: Shop) -> Iterator[Page]:
    page = Page(database, shop)
    page.start()
    yield page
    page.stop()
