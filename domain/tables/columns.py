"""Column types and ids shared by every table: exact decimals, UTC times, ids made before the insert."""

import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, partial
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

_RANDOM_BITS = 22
_id_lock = threading.Lock()
_last_id = 0


def new_id() -> int:
    """A new 63-bit id: milliseconds since 1970, then random bits; never the same or smaller twice in a process."""
    global _last_id  # noqa: PLW0603 - one counter a process is the point
    fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    with _id_lock:
        _last_id = max(_last_id + 1, fresh)
        return _last_id


def first_id_at(moment: datetime) -> int:
    """The smallest id that can have been made at a moment: whatever was made earlier has a smaller one."""
    return int(moment.timestamp() * 1000) << _RANDOM_BITS


@lru_cache(maxsize=16_384)
def _unscaled(value: int | None, places: int) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(places)


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal kept as a whole number of its smallest step, because SQLite's own decimals are floats."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Refuse what would have to be rounded: rounding is a rule's work, not the store's."""
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"{value} has more than {self.places} decimals")
        return whole

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """The decimal back, without trailing scale noise for whole numbers."""
        return _unscaled(value, -self.places)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], Decimal | None]:  # noqa: ARG002
        """The same without SQLAlchemy's calls around it: a message reads hundreds of amounts."""
        return partial(_unscaled, places=-self.places)


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC, aware on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a moment without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """SQLite gives the moment back without its zone: it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: Money and unit prices: up to four decimals.
MONEY = Scaled(4)
#: Shares such as tax rates: 0.13 is 13 %.
RATE = Scaled(4)
#: Quantities in base units: three decimals for goods sold by weight.
QUANTITY = Scaled(3)
#: Identifiers; SQLite's integers are 64 bits wide already.
ID = BigInteger()
TIME = UtcTime()


class Row(SQLModel):
    """What every table is. ``read_only``: read by ``domain.db.statements``, outside the session; not to be changed."""

    read_only: ClassVar[bool] = False

    def __setattr__(self, name: str, value: Any) -> None:
        """Change a column. Raises TypeError: the object is read-only: the session would not write the change."""
        if self.read_only:
            raise TypeError(f"{type(self).__name__}.{name} was read outside the session: attach it first")
        super().__setattr__(name, value)


def choice(enum: type[StrEnum]) -> Enum:
    """A column type that stores an enum's value, not its member name, as plain text."""
    return Enum(enum, values_callable=lambda members: [m.value for m in members], native_enum=False, length=24)


def zero_quantity() -> Column[Any]:
    """A quantity that counts up from nothing."""
    return Column(QUANTITY, nullable=False, default=Decimal(0), server_default="0")


def no_money() -> Column[Any]:
    """An amount that is nothing until something is said of it."""
    return Column(MONEY, nullable=False, default=Decimal(0), server_default="0")
