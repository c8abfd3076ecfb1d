"""``dinghuo search`` and ``dinghuo parse``: anybody can try their own catalogue without a chat."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.settings import Settings
from domain.catalogue import goods_by_id
from storage.engine import Database
from storage.schema import migrate
from storage.shelf import Shelf


def search_many(settings: Settings, queries: Iterable[str], limit: int) -> Iterator[list[dict[str, Any]]]:
    """What each query finds, best first, in the form of the contract."""
    database = Database(settings.database_url)
    migrate(database)
    with database.transaction() as session:
        index = Shelf().index(session)
        for query in queries:
            hits = index.find(query, limit)
            goods = goods_by_id(session, [hit.sku_id for hit in hits])
            yield [
                {
                    "sku": goods[hit.sku_id].sku.code,
                    "name": goods[hit.sku_id].product.name,
                    "spec": goods[hit.sku_id].sku.spec,
                    "score": round(hit.score, 2),
                    **({"near": True} if hit.near else {}),
                }
                for hit in hits
            ]
