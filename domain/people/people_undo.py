"""Undoing an admin's act on a person: within ten minutes, and unless somebody changed the same since."""

from collections.abc import Callable, Mapping

from domain.actor import Actor
from domain.events import undo_window
from domain.people import account_transfers, chats, deactivation, open_invites
from domain.rules.rights import Right
from domain.tables.orders import Event


def undo(actor: Actor, event_id: int) -> Event:
    """Undo what an event says; returns it. Raises NotFound, TooLateToUndo, ChangedSince: nothing was changed."""
    actor.need(Right.PERSON_INVITE)
    event = undo_window.done(actor, event_id, *_BACK)
    undo_window.need_in_time(actor, event.at)
    _BACK[event.kind](actor, event)
    return event


def _reopen(actor: Actor, event: Event) -> None:
    """The invite can be used again, if it was called back by just this event."""
    open_invites.reopen(actor, event.subject_id)


_BACK: Mapping[str, Callable[[Actor, Event], object]] = {
    account_transfers.ASSIGNED: account_transfers.take_back,
    chats.UNBOUND: chats.take_back,
    open_invites.REVOKED: _reopen,
    deactivation.OFF: deactivation.take_back,
}
