"""Order numbers against the counters of their days."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, cast, func, literal, or_, select
from sqlmodel import Session

from domain.checks.findings import computed, rule
from domain.checks.tables import Counter, Order
from domain.db.statements import Prepared
from domain.rules.order_numbers import whole_number

_COUNTER = "order:"
#: ``20261123`` in ``D20261123-0042``.
_DAY = func.substr(Order.number, 2, 8)
_DAY_OF_COUNTER = func.substr(Counter.name, len(_COUNTER) + 1)
_LONGEST = 16


@rule("number_form")
def form() -> Any:
    """A number is a D, a day, a dash and at least four digits."""
    odd = or_(~Order.number.like("D________-____%"), func.length(Order.number) > _LONGEST)
    return select(Order.number, literal("D20261123-0042"), Order.number).where(odd)


@rule("number")
def once() -> Any:
    """No two orders have one number."""
    return select(Order.number, 1, func.count()).group_by(Order.number).having(func.count() > 1)


#: How many orders each day has, its last number with its length before it, and its counter.
_LAST = func.max(cast(func.length(Order.number), String).concat(Order.number))
_DAYS = select(_DAY.label("day"), func.count().label("orders"), _LAST.label("last")).group_by(_DAY).subquery()
_COUNTED = Prepared(
    select(_DAYS.c.day, _DAYS.c.orders, _DAYS.c.last, func.coalesce(Counter.value, 0)).join(
        Counter, Counter.name == literal(_COUNTER).concat(_DAYS.c.day), isouter=True
    )
)
_ALONE = Prepared(
    select(_DAY_OF_COUNTER, Counter.value)
    .join(_DAYS, _DAYS.c.day == _DAY_OF_COUNTER, isouter=True)
    .where(Counter.name.like(f"{_COUNTER}%"), Counter.value != 0, _DAYS.c.day.is_(None))
)


@computed("counter")
def counters(session: Session) -> Iterator[Any]:
    """A day's orders are numbered without a gap, and its counter stands at the last: else no new one is taken."""
    for day, orders, last, counter in _COUNTED.all(session):
        number = last[2:]
        if number != whole_number(day, orders) or counter != orders:
            found = f"{orders} orders, the last one {number}, counter at {counter}"
            yield day, f"orders 1 to {max(orders, counter)}", found
    for day, counter in _ALONE.all(session):
        yield day, f"orders 1 to {counter}", "none"
