"""Nicknames against their words and their records."""

from typing import Any

from sqlalchemy import String, and_, cast, literal, or_, select
from sqlmodel import Session, col

from domain.checks.findings import MOST, Finding, findings, rule
from domain.prepared import Prepared
from domain.tables.nicknames import Nickname
from domain.tables.orders import Event

_WORDS = Prepared(select(col(Nickname.words), col(Nickname.key)))


def keys(session: Session) -> list[Finding]:
    """A nickname is found by its words: else it would never be read again."""
    written = _WORDS.all(session)
    if not written:
        return []
    from domain.rules.nicknames import key_of  # noqa: PLC0415 - how words are read takes a third of a second to load

    odd = [(words, key_of(words), key) for words, key in written if key_of(words) != key]
    return findings("nickname_key", odd[:MOST])


@rule("nickname_event")
def events() -> Any:
    """Whatever was learnt has an event that says by whom and when, for which account, and which goods are meant."""
    subject = literal("nickname:").concat(cast(col(Nickname.id), String))
    learnt = col(Event.facts)["nickname"]
    same = (
        (col(Event.facts)["account"], col(Nickname.account_id)),
        (learnt["sku"], col(Nickname.sku_id)),
        (learnt["how"], col(Nickname.how)),
        (learnt["by"], col(Nickname.taught_by_id)),
    )
    other = [cast(said.as_string(), String) != cast(kept, String) for said, kept in same]
    return (
        select(col(Nickname.words), literal("an event that says so"), col(Event.kind))
        .join(Event, and_(col(Event.subject) == subject, col(Event.kind).like("nickname.%")), isouter=True)
        .where(or_(col(Event.id).is_(None), *other, learnt["words"].as_string() != col(Nickname.words)))
    )
