"""A list in pages: the part shown, its caption, and the buttons that turn pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.db import pages
from handlers.conversation.callback_data import Argument, StaleButton, button
from handlers.conversation.request import Request
from handlers.conversation.turn import Row, Turn
from handlers.conversation.verbs import Verb

_Each = TypeVar("_Each")


@dataclass(frozen=True, kw_only=True)
class Pager:
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

    def head(self, request: Request, title: str) -> str:
        """The list's title, with the page where there are several."""
        if self.count == 1:
            return title
        return f"{title} · {request.say('paging.of', page=self.number + 1, pages=self.count)}"

    def turn(self, request: Request, verb: Verb, *before: Argument, after: Sequence[Argument] = ()) -> tuple[Row, ...]:
        """◀️ and ▶️ as far as there are pages; ``before`` and ``after``: the arguments around the page."""
        row = []
        if self.number:
            row.append(button(request.say("button.previous"), verb, *before, self.number - 1, *after))
        if self.more:
            row.append(button(request.say("button.next"), verb, *before, self.number + 1, *after))
        return (tuple(row),) if row else ()


def more(request: Request, *, part: int) -> Turn:
    """The next part of what was shown last. Raises StaleButton: nothing is on the screen."""
    if not request.screen.replies:
        raise StaleButton
    first, *rest = request.screen.replies
    return Turn(replies=(first.showing(part), *rest), question=request.question)


def of_page(found: pages.Page[Any]) -> Pager:
    """How a page that was read as one is shown."""
    return Pager(number=found.number, size=pages.ROWS, total=found.total)


def page(number: int, size: int, total: int) -> Pager:
    """A page of a list; one beyond the last is the last, for a list may have become shorter."""
    last = max(total - 1, 0) // size
    return Pager(number=min(number, last), size=size, total=total)
