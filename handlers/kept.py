"""News that could not be brought to somebody is shown first when they come back."""

from dataclasses import replace

import structlog

from domain.tables.notices import Notice
from domain.tables.people import Channel
from handlers import notices
from handlers.turn import Reply
from handlers.visit import Visit
from storage import outbox

log = structlog.get_logger()


def news(visit: Visit) -> tuple[Reply, ...]:
    """What was kept for this person or chat and goes before the answer; it counts as delivered with it.

    Who is switched off is told nothing. Where buttons are pressed and not typed, a number means the answer's own
    buttons: those of the last message.
    """
    if visit.by.person is None and visit.identity.person_id is not None:
        return ()
    waiting = outbox.take_kept(visit.session, visit.identity, visit.by.now)
    told = [_worded(visit, notice) for notice in waiting]
    by_number = visit.identity.channel is Channel.WECHAT
    return tuple(replace(reply, numbered=reply.numbered and by_number) for reply in told if reply is not None)


def _worded(visit: Visit, notice: Notice) -> Reply | None:
    """One that cannot be worded must not keep the person from every answer."""
    try:
        return notices.word(visit, notice)
    except Exception:
        log.exception("kept notice cannot be worded", notice=notice.id, kind=notice.kind.value)
        return None
