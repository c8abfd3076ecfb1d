"""The search index of the catalogue, in memory, rebuilt when the catalogue's version changes."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, select

from domain.catalogue import supplier_words, visibility
from domain.catalogue.entries import entries
from domain.catalogue.versions import VERSION
from domain.db.statements import Prepared
from domain.order_text.reader import OrderReader
from domain.search.entries import Entry
from domain.search.index import Index
from domain.search.supplier_synonyms import spoken
from domain.tables.catalogue import Counter
from storage.engine import ONLY_READS
from storage.free_memory import give_back

#: A catalogue of at most this many SKUs is indexed before answering. A larger one is indexed in the background; until
#: then the previous index answers.
AT_ONCE = 1_500

#: Indexes without hidden goods that are kept, one for each set of them.
_PARTIAL_MOST = 8

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """How fresh the index is, in seconds: since it was built, and since it first answered when outdated."""

    entries: int
    age: float
    behind: float


class CatalogueIndex:
    """One process's search index; safe to share between threads."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._made = ticks()
        self._behind: float | None = None
        self._lock = threading.Lock()
        self._version = -1
        self._partial: dict[frozenset[int], OrderReader] = {}
        self._reader = OrderReader(Index(()))
        self._building: threading.Thread | None = None

    def index(self, session: Session) -> Index:
        """The index of this session's catalogue; after a change to a large one, the previous index for some seconds."""
        return self.reader(session).index

    def reader(self, session: Session) -> OrderReader:
        """An order reader over that index."""
        version = _version(session)
        with self._lock:
            if version != self._version:
                if self._version < 0 or len(self._reader.index.entries) <= AT_ONCE:
                    self._replace(session, version)
                else:
                    self._behind = self._ticks() if self._behind is None else self._behind
                    self._refresh(session)
            gone = visibility.hidden(session) & self._reader.index.entries.keys()
            return self._without(frozenset(gone)) if gone else self._reader

    def _without(self, gone: frozenset[int]) -> OrderReader:
        """A reader for those to whom some goods do not exist; kept for the next of them, until the index is new."""
        if gone not in self._partial:
            entries = self._reader.index.entries
            reader = OrderReader(Index(entry for sku_id, entry in entries.items() if sku_id not in gone))
            self._partial = dict([*self._partial.items(), (gone, reader)][-_PARTIAL_MOST:])
        return self._partial[gone]

    def entry(self, sku_id: int) -> Entry | None:
        """Goods as they were when the index was last asked for; nothing where it is not built, or has them not."""
        return self._reader.index.entries.get(sku_id)

    def warm(self, engine: Engine) -> None:
        """Build the index in the background before anybody asks."""
        self._in_background(self._warm, engine)

    @property
    def is_ready(self) -> bool:
        """Whether there is an index, and none is being built."""
        return self._version >= 0 and not self._is_building()

    def wait(self) -> None:
        """Wait for the index under construction; before its database is closed."""
        building = self._building
        if building is not None:
            building.join()

    def freshness(self) -> Freshness:
        """How fresh the index is now."""
        now = self._ticks()
        behind = now if self._behind is None else self._behind
        return Freshness(entries=len(self._reader.index.entries), age=now - self._made, behind=now - behind)

    def _warm(self, engine: Engine) -> None:
        with self._lock:
            if self._version < 0:
                self._load(engine)
        self._reader.prepare()

    def _refresh(self, session: Session) -> None:
        """Start to build a new index, unless one is being built."""
        if not self._is_building():
            self._in_background(self._rebuild, session.get_bind().engine)

    def _is_building(self) -> bool:
        return self._building is not None and self._building.is_alive()

    def _in_background(self, make: Callable[[Engine], None], engine: Engine) -> None:
        self._building = threading.Thread(target=make, args=(engine,), name="catalogue index", daemon=True)
        self._building.start()

    def _rebuild(self, engine: Engine) -> None:
        self._load(engine)
        self._reader.prepare()

    def _load(self, engine: Engine) -> None:
        """Build a new index in a read-only transaction, which blocks nobody."""
        try:
            with Session(engine.execution_options(**{ONLY_READS: True})) as session:
                self._replace(session, _version(session))
        except Exception:
            log.exception("catalogue_index.not_refreshed")  # the next search tries again

    def _replace(self, session: Session, version: int) -> None:
        reader = OrderReader(Index(_entries(session)))
        self._reader, self._version, self._partial = reader, version, {}
        self._made, self._behind = self._ticks(), None
        if len(reader.index.entries) > AT_ONCE:
            give_back()


def _entries(session: Session) -> Iterator[Entry]:
    """What is on sale, with the supplier's own words."""
    added = spoken([supplier_words.synonym(row) for row in supplier_words.every(session)])
    return map(added, entries(session))


_VERSION = Prepared(select(Counter.value).where(Counter.name == VERSION))


def _version(session: Session) -> int:
    return next(iter(_VERSION.scalars(session)), 0)
