"""Long lists read page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlmodel import Session, func

RowT = TypeVar("RowT")
OtherT = TypeVar("OtherT")

#: Rows a page; WeChat shows no more buttons at once.
ROWS = 8


@dataclass(frozen=True, kw_only=True)
class Page(Generic[RowT]):
    """One page of a list: ``number`` counts from 0, ``total``: rows of all pages together."""

    rows: tuple[RowT, ...]
    number: int
    total: int

    def map(self, change: Callable[[RowT], OtherT]) -> "Page[OtherT]":
        """The same page of other values."""
        return Page(rows=tuple(map(change, self.rows)), number=self.number, total=self.total)


def read(session: Session, rows: Any, number: int) -> Page[Any]:
    """A page of what an ordered query finds: the last page where there is no such one; an empty list has one."""
    count = rows.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    total = session.execute(count).scalar_one()
    number = min(number, max(total - 1, 0) // ROWS)
    found = session.exec(rows.offset(number * ROWS).limit(ROWS)).all() if total else ()
    return Page(rows=tuple(found), number=number, total=total)
