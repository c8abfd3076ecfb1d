"""A list in pages: which part of it is shown, what is said of that, and the buttons that turn it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from handlers.press import Argument, button
from handlers.turn import Row
from handlers.verbs import Verb
from handlers.visit import Visit

_Each = TypeVar("_Each")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a list: ``number`` counts from 0, ``size`` rows a page, ``total`` rows in all."""

    number: int
    size: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(self.total - 1, 0) // self.size + 1

    @property
    def start(self) -> int:
        """The first row's place in the list."""
        return self.number * self.size

    @property
    def more(self) -> bool:
        """Whether another page follows."""
        return self.number + 1 < self.count

    def of(self, rows: Sequence[_Each]) -> Sequence[_Each]:
        """The rows of this page."""
        return rows[self.start : self.start + self.size]

    def head(self, visit: Visit, title: str) -> str:
        """The list's title, with the page where there are several."""
        if self.count == 1:
            return title
        return f"{title} · {visit.say('paging.of', page=self.number + 1, pages=self.count)}"

    def turn(self, visit: Visit, verb: Verb, *before: Argument) -> tuple[Row, ...]:
        """◀️ and ▶️ as far as there are pages; ``before`` are the arguments in front of the page."""
        return pages(visit, verb, self.number, *before, more=self.more)


def page(number: int, size: int, total: int) -> Page:
    """A page of a list; one beyond the last is the last, for a list may have become shorter."""
    last = max(total - 1, 0) // size
    return Page(number=min(number, last), size=size, total=total)


def pages(visit: Visit, verb: Verb, number: int, *before: Argument, more: bool) -> tuple[Row, ...]:
    """◀️ and ▶️ of a list whose length nobody counted."""
    row = []
    if number:
        row.append(button(visit.say("button.previous"), verb, *before, number - 1))
    if more:
        row.append(button(visit.say("button.next"), verb, *before, number + 1))
    return (tuple(row),) if row else ()
