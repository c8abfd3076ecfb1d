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


_COUNT_UP_TO = Prepared(
    text(
        "INSERT INTO counter (name, value) VALUES (:name, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 WHERE counter.value < :most RETURNING value"
    ).columns(column("value", ID))
)


def count_up_to(session: Session, name: str, most: int) -> int | None:
    """The next number of a counter; nothing where it has reached ``most``, which is 1 at least."""
    return next((int(number) for number in _COUNT_UP_TO.scalars(session, {"name": name, "most": most})), None)
