"""Whether an act can be undone: within ten minutes, and unless somebody changed the same since."""

from datetime import datetime, timedelta

from domain.actor import Actor
from domain.refusals import NotFound
from domain.tables.orders import Event

#: So long; afterwards others have relied on it.
UNDO_FOR = timedelta(minutes=10)
MINUTES = int(UNDO_FOR.total_seconds()) // 60


def is_late(actor: Actor, at: datetime) -> bool:
    """Whether what was done at that moment can no longer be taken back at one tap."""
    return actor.now - at > UNDO_FOR


def done(actor: Actor, event_id: int, kind: str) -> Event:
    """The event of what shall be taken back. Raises NotFound: nothing of this kind was done."""
    event = actor.session.get(Event, event_id)
    if event is None or event.kind != kind:
        raise NotFound
    return event


def is_undone(event: Event, newest: Event) -> bool:
    """Whether the newest change of the same thing took just this one back."""
    return newest.facts.get("undoes") == event.id
