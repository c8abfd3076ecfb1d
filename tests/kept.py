"""Everything that a database holds, looked through for words."""

import json
from collections.abc import Iterator

from storage.schema import METADATA
from tests.world import World


def everything_stored(world: World) -> Iterator[tuple[str, str]]:
    """Each value of each column of every table, as text."""
    with world.database.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for row in connection.execute(table.select()).mappings():
                for column, value in row.items():
                    yield f"{table.name}.{column}", json.dumps(value, ensure_ascii=False, default=str)


def places_of(world: World, *words: str) -> set[str]:
    """Where in the whole database any of these words stands."""
    return {where for where, value in everything_stored(world) if any(word in value for word in words)}
