"""Numbers that only grow, counted in one statement: two who count at once wait for one another."""

from sqlalchemy import column, text
from sqlmodel import Session

from domain.db.statements import Prepared
from domain.tables.columns import ID

_COUNT_UP = Prepared(
    text(
        "INSERT INTO counter (name, value) VALUES (:name, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
    ).columns(column("value", ID))
)


def count_up(session: Session, name: str) -> int:
    """The next number of a counter; the first is 1."""
    (number,) = _COUNT_UP.scalars(session, {"name": name})
    return int(number)
