"""What a check hands back, and how a query becomes that."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

#: Findings of one kind beyond this many are not listed: by then the kind is clear.
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that does not add up: ``what`` rule, ``where``, what the records say, and what was found."""

    what: str
    where: str
    expected: str
    found: str


def asked(session: Session, what: str, query: Any) -> list[Finding]:
    """The rows of a query that selects where, expected and found."""
    return findings(what, session.execute(query.limit(MOST)).all())


def findings(what: str, rows: Iterable[Any]) -> list[Finding]:
    """Rows of where, expected and found."""
    return [
        Finding(what=what, where=str(where), expected=str(expected), found=str(found))
        for where, expected, found in rows
    ]
