from collections.abc import Iterator

import pytest

from storage.engine import Database
from tests.demo.shop import Page, Shop


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def page(database: Database, shop: Shop) -> Iterator[Page]:
    page = Page(database, shop)
    page.start()
    yield page
    page.stop()
