"""Nicknames against their words and their records."""

from sqlalchemy import String, cast, literal, select
from sqlmodel import Session, col

from domain.checks.findings import MOST, Finding, asked, findings
from domain.rules.nicknames import key_of
from domain.tables.nicknames import Nickname
from domain.tables.orders import Event


def keys(session: Session) -> list[Finding]:
    """A nickname is found by its words: else it would never be read again."""
    rows = session.execute(select(col(Nickname.words), col(Nickname.key))).all()
    odd = [(words, key_of(words), key) for words, key in rows if key_of(words) != key]
    return findings("nickname_key", odd[:MOST])


def events(session: Session) -> list[Finding]:
    """Whatever was learnt has an event that says by whom and when."""
    subject = literal("nickname:").concat(cast(col(Nickname.id), String))
    query = (
        select(col(Nickname.words), literal("an event"), literal("none"))
        .join(Event, col(Event.subject) == subject, isouter=True)
        .where(col(Event.id).is_(None))
    )
    return asked(session, "nickname_event", query)
