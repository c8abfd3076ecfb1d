"""The supplier's own words: added, changed and removed; every process reads by them at once."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.catalogue.entries import entries
from domain.catalogue.versions import touch
from domain.events.journal import log_event
from domain.order_text.nickname_keys import key_of
from domain.refusals import NotFound
from domain.rules.rights import Right
from domain.search.entries import Entry
from domain.search.supplier_synonyms import Synonym, WordFault, faults
from domain.tables.supplier_words import SupplierWord, WordKind


def every(session: Session) -> list[SupplierWord]:
    """All of them, by kind and word."""
    return list(session.exec(select(SupplierWord).order_by(col(SupplierWord.kind), col(SupplierWord.word))))


def known(session: Session, keys: Iterable[str]) -> dict[str, SupplierWord]:
    """Those with these keys."""
    return {each.key: each for each in session.exec(select(SupplierWord).where(col(SupplierWord.key).in_(keys)))}


def put(actor: Actor, word: str, means: str, kind: WordKind) -> SupplierWord:
    """From now on the word means so for every account; the caller has checked ``faults_of``."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    row = next(iter(known(actor.session, [key_of(word)]).values()), None)
    before = _facts(row) if row else None
    row = row or SupplierWord(key=key_of(word), word=word, means=means, kind=kind)
    row.word, row.means, row.kind = word, means, kind
    actor.session.add(row)
    kind_of_event = "word.changed" if before else "word.added"
    log_event(actor, kind_of_event, subject=f"word:{row.id}", before=before, after=_facts(row))
    touch(actor.session)
    return row


def remove(actor: Actor, word: str) -> SupplierWord:
    """The word means nothing of its own any more.

    Raises:
        NotFound: there is no such word.
    """
    actor.authorise(Right.CATALOGUE_CHANGE)
    row = next(iter(known(actor.session, [key_of(word)]).values()), None)
    if row is None:
        raise NotFound
    log_event(actor, "word.removed", subject=f"word:{row.id}", before=_facts(row), after=None)
    actor.session.delete(row)
    touch(actor.session)
    return row


def synonym(row: SupplierWord) -> Synonym:
    """A word as goods are found by it."""
    return Synonym(word=row.word, means=row.means, is_unit=row.kind is WordKind.UNIT)


def faults_of(session: Session, synonyms: Sequence[Synonym]) -> dict[Synonym, tuple[WordFault, Entry | None]]:
    """What keeps words from meaning what they shall among the goods on sale."""
    return faults(synonyms, entries(session)) if synonyms else {}


def meaningless(session: Session) -> list[SupplierWord]:
    """The words that mean nothing on sale."""
    rows = {synonym(row): row for row in every(session)}
    return [
        rows[each] for each, (fault, _) in faults_of(session, list(rows)).items() if fault is WordFault.MEANS_NOTHING
    ]


def _facts(row: SupplierWord) -> dict[str, str]:
    return {"word": row.word, "means": row.means, "kind": row.kind}
