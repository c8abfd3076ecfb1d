"""Notices that could not be delivered are shown first when the person comes back."""

from dataclasses import replace

import structlog

from domain.tables.notices import Notice
from domain.tables.people import Channel
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply
from handlers.notices import wording
from storage import outbox

log = structlog.get_logger()


def deferred_notices(request: Request) -> tuple[Reply, ...]:
    """What was kept for this person or chat and goes before the answer; it counts as delivered with it.

    Who is switched off is told nothing. Where buttons are pressed and not typed, a number means the answer's own
    buttons: those of the last message.
    """
    if request.actor.person is None and request.identity.person_id is not None:
        return ()
    waiting = outbox.take_deferred(request.session, request.identity, request.actor.now)
    told = [_worded(request, notice) for notice in waiting]
    by_number = request.identity.channel is Channel.WECHAT
    return tuple(replace(reply, numbered=reply.numbered and by_number) for reply in told if reply is not None)


def _worded(request: Request, notice: Notice) -> Reply | None:
    """One that cannot be worded must not keep the person from every answer."""
    try:
        return wording.word(request, notice)
    except Exception:
        log.exception("kept notice cannot be worded", notice=notice.id, kind=notice.kind.value)
        return None
