"""The search index of the catalogue, in memory, made anew when the catalogue's version moved on."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, select

from domain.catalogue import VERSION
from domain.prepared import Prepared
from domain.rules.intake import Reader
from domain.rules.search import Index
from domain.tables.catalogue import Counter
from storage.catalogue_rows import entries
from storage.engine import ONLY_READS

#: A catalogue of so many SKUs is indexed in a blink, before answering. A larger one is indexed beside the answers,
#: which until then come from the index before it.
AT_ONCE = 1_500

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How fresh the index is, in seconds: since it was made, and since somebody first got an answer from an old one."""

    entries: int
    age: float
    behind: float


class Shelf:
    """One process's view of the catalogue for searching; safe to share between threads."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._made = ticks()
        self._behind: float | None = None
        self._lock = threading.Lock()
        self._version = -1
        self._reader = Reader(Index(()))
        self._making: threading.Thread | None = None

    def index(self, session: Session) -> Index:
        """An index of this session's catalogue; for some seconds after a change to a large one, of how it was."""
        return self.reader(session).index

    def reader(self, session: Session) -> Reader:
        """A reader of orders over that index."""
        version = _version(session)
        with self._lock:
            if version != self._version:
                if self._version < 0 or len(self._reader.index.entries) <= AT_ONCE:
                    self._take(session, version)
                else:
                    self._behind = self._ticks() if self._behind is None else self._behind
                    self._refresh(session)
            return self._reader

    def warm(self, engine: Engine) -> None:
        """Make the index before anybody asks, beside whatever else is going on."""
        self._beside(self._warm, engine)

    @property
    def is_ready(self) -> bool:
        """Whether there is an index, and none is being made."""
        return self._version >= 0 and not self._is_making()

    def wait(self) -> None:
        """Until the index that is being made is there; before its database is closed."""
        making = self._making
        if making is not None:
            making.join()

    def seen(self) -> Seen:
        """How fresh the index is just now."""
        now = self._ticks()
        behind = now if self._behind is None else self._behind
        return Seen(entries=len(self._reader.index.entries), age=now - self._made, behind=now - behind)

    def _warm(self, engine: Engine) -> None:
        with self._lock:
            if self._version < 0:
                self._load(engine)
        self._reader.prepare()

    def _refresh(self, session: Session) -> None:
        """Begin to make a new index, unless one is being made."""
        if not self._is_making():
            self._beside(self._again, session.get_bind().engine)

    def _is_making(self) -> bool:
        return self._making is not None and self._making.is_alive()

    def _beside(self, make: Callable[[Engine], None], engine: Engine) -> None:
        self._making = threading.Thread(target=make, args=(engine,), name="shelf", daemon=True)
        self._making.start()

    def _again(self, engine: Engine) -> None:
        self._load(engine)
        self._reader.prepare()

    def _load(self, engine: Engine) -> None:
        """Make a new index in a transaction that only reads, so that nobody waits for it."""
        try:
            with Session(engine.execution_options(**{ONLY_READS: True})) as session:
                self._take(session, _version(session))
        except Exception:
            log.exception("shelf.not_refreshed")  # the next search tries again

    def _take(self, session: Session, version: int) -> None:
        reader = Reader(Index(entries(session)))
        self._reader, self._version = reader, version
        self._made, self._behind = self._ticks(), None


_VERSION = Prepared(select(Counter.value).where(Counter.name == VERSION))


def _version(session: Session) -> int:
    return next(iter(_VERSION.scalars(session)), 0)
