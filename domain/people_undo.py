"""Taking back what an admin just did to somebody: for ten minutes, and unless somebody changed it since."""

from collections.abc import Callable, Mapping

from domain import account_moves, chats, open_invites, switching_off, undoing
from domain.acting import By
from domain.refusals import NotFound, TooLateToUndo
from domain.rules.rights import Right
from domain.tables.orders import Event


def undo(by: By, event_id: int) -> Event:
    """Take back what an event says was done; it is returned.

    Raises:
        NotFound: nothing of the kind was done.
        TooLateToUndo, ChangedSince: it stays as it is.
    """
    by.need(Right.PERSON_INVITE)
    event = by.session.get(Event, event_id)
    if event is None or event.kind not in _BACK:
        raise NotFound
    if undoing.is_late(by, event.at):
        raise TooLateToUndo(minutes=undoing.MINUTES)
    _BACK[event.kind](by, event)
    return event


def _reopen(by: By, event: Event) -> None:
    """The invite can be used again, if it was called back by just this event."""
    open_invites.reopen(by, int(event.subject.partition(":")[2]))


_BACK: Mapping[str, Callable[[By, Event], object]] = {
    account_moves.ASSIGNED: account_moves.take_back,
    chats.UNBOUND: chats.take_back,
    open_invites.REVOKED: _reopen,
    switching_off.OFF: switching_off.take_back,
}
