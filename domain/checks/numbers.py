"""Order numbers against the counters of their days."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, cast, func, literal, or_, select
from sqlmodel import Session, col

from domain.checks.findings import MOST, Finding, rule
from domain.prepared import Prepared
from domain.rules.order_numbers import whole_number
from domain.tables.catalogue import Counter
from domain.tables.orders import Order

_COUNTER = "order:"
#: ``20261123`` in ``D20261123-0042``.
_DAY = func.substr(col(Order.number), 2, 8)
_DAY_OF_COUNTER = func.substr(col(Counter.name), len(_COUNTER) + 1)
_LONGEST = 16


@rule("number_form")
def form() -> Any:
    """A number is a D, a day, a dash and at least four digits."""
    odd = or_(~col(Order.number).like("D________-____%"), func.length(col(Order.number)) > _LONGEST)
    return select(col(Order.number), literal("D20261123-0042"), col(Order.number)).where(odd)


@rule("number")
def once() -> Any:
    """No two orders have one number."""
    return select(col(Order.number), 1, func.count()).group_by(col(Order.number)).having(func.count() > 1)


#: How many orders each day has, its last number with its length before it, and its counter.
_LAST = func.max(cast(func.length(col(Order.number)), String).concat(col(Order.number)))
_DAYS = select(_DAY.label("day"), func.count().label("orders"), _LAST.label("last")).group_by(_DAY).subquery()
_COUNTED = Prepared(
    select(_DAYS.c.day, _DAYS.c.orders, _DAYS.c.last, func.coalesce(col(Counter.value), 0)).join(
        Counter, col(Counter.name) == literal(_COUNTER).concat(_DAYS.c.day), isouter=True
    )
)
_ALONE = Prepared(
    select(_DAY_OF_COUNTER, col(Counter.value))
    .join(_DAYS, _DAYS.c.day == _DAY_OF_COUNTER, isouter=True)
    .where(col(Counter.name).like(f"{_COUNTER}%"), col(Counter.value) != 0, _DAYS.c.day.is_(None))
)


def counters(session: Session) -> list[Finding]:
    """A day's orders are numbered without a gap, and its counter stands at the last: else no new one is taken."""
    return list(_gaps(session))[:MOST]


def _gaps(session: Session) -> Iterator[Finding]:
    for day, orders, last, counter in _COUNTED.all(session):
        number = last[2:]
        if number != whole_number(day, orders) or counter != orders:
            found = f"{orders} orders, the last one {number}, counter at {counter}"
            yield Finding(what="counter", where=day, expected=f"orders 1 to {max(orders, counter)}", found=found)
    for day, counter in _ALONE.all(session):
        yield Finding(what="counter", where=day, expected=f"orders 1 to {counter}", found="none")
