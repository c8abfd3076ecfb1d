"""Nicknames and the supplier's own words against their keys and their records."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, and_, cast, literal, or_, select, union_all
from sqlmodel import Session

from domain.checks.findings import computed, rule
from domain.checks.tables import Event, Nickname, SupplierWord, WordProposal
from domain.db.statements import Prepared

_WORDS = Prepared(
    union_all(
        select(Nickname.words, Nickname.key),
        select(SupplierWord.word, SupplierWord.key),
        select(WordProposal.words, WordProposal.key),
    )
)


@computed("nickname_key")
def keys(session: Session) -> Iterator[Any]:
    """A nickname, and a word of the supplier, is found by its words: else it would never be read again."""
    for words, key in _WORDS.all(session):
        from domain.order_text.nickname_keys import key_of  # noqa: PLC0415 - it takes a third of a second to load

        if key_of(words) != key:
            yield words, key_of(words), key


@rule("nickname_event")
def events() -> Any:
    """Whatever was learnt has an event that says by whom and when, for which account, and which goods are meant."""
    subject = literal("nickname:").concat(cast(Nickname.id, String))
    learnt = Event.facts["nickname"]
    same = (
        (Event.facts["account"], Nickname.account_id),
        (learnt["sku"], Nickname.sku_id),
        (learnt["how"], Nickname.how),
        (learnt["by"], Nickname.taught_by_id),
    )
    other = [cast(said.as_string(), String) != cast(kept, String) for said, kept in same]
    of_nickname = and_(Event.subject == subject, Event.kind.like("nickname.%"))
    query = select(Nickname.words, literal("an event that says so"), Event.kind)
    query = query.join(Event, of_nickname, isouter=True)
    return query.where(or_(Event.id.is_(None), *other, learnt["words"].as_string() != Nickname.words))
