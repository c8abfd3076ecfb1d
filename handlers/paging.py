"""The buttons that turn a list's pages."""

from handlers.press import Argument, button
from handlers.turn import Row
from handlers.verbs import Verb
from handlers.visit import Visit


def pages(visit: Visit, verb: Verb, page: int, *before: Argument, more: bool) -> tuple[Row, ...]:
    """◀️ and ▶️ as far as there are pages; ``before`` are the arguments in front of the page."""
    row = []
    if page:
        row.append(button(visit.say("button.previous"), verb, *before, page - 1))
    if more:
        row.append(button(visit.say("button.next"), verb, *before, page + 1))
    return (tuple(row),) if row else ()
