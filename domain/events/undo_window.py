"""Whether an act can be undone: within ten minutes, and unless somebody changed the same since."""

from datetime import datetime, timedelta

from domain.actor import Actor
from domain.refusals import NotFound, Refusal, TooLateToUndo
from domain.tables.orders import Event

#: So long; afterwards others have relied on it.
UNDO_FOR = timedelta(minutes=10)
MINUTES = int(UNDO_FOR.total_seconds()) // 60


def is_late(actor: Actor, at: datetime) -> bool:
    """Whether what was done at that moment can no longer be taken back at one tap."""
    return actor.now - at > UNDO_FOR


def need_in_time(actor: Actor, at: datetime, **about: int) -> None:
    """Raises TooLateToUndo, with what it is ``about``: it was done too long ago."""
    if is_late(actor, at):
        raise TooLateToUndo(minutes=MINUTES, **about)


def done(actor: Actor, event_id: int, *kinds: str) -> Event:
    """The event of what shall be taken back. Raises NotFound: nothing of these kinds was done."""
    event = actor.session.get(Event, event_id)
    if event is None or event.kind not in kinds:
        raise NotFound
    return event


def value_before(actor: Actor, event: Event, now: str, changed: Refusal, **about: int) -> str | None:
    """What a written value goes back to; nothing where it is so already.

    Raises ``changed``: it is not what the event made it; TooLateToUndo.
    """
    before: str = event.facts["before"]
    if now == before:
        return None
    if now != event.facts["after"]:
        raise changed
    need_in_time(actor, event.at, **about)
    return before


def is_undone(event: Event, newest: Event) -> bool:
    """Whether the newest change of the same thing took just this one back."""
    return newest.facts.get("undoes") == event.id
