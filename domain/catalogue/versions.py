"""The version of the catalogue: raised by whoever changes what goods are found by."""

from sqlmodel import Session

from domain.db.counters import count_up

#: The counter that tells every process that the catalogue changed.
VERSION = "catalogue"


def touch(session: Session) -> None:
    """Tell every process that its search index is old."""
    count_up(session, VERSION)
