"""Notices that a platform would not let us push are shown first when the person comes back."""

import structlog

from domain.tables.notices import Notice
from domain.tables.people import Channel
from handlers import notices
from handlers.turn import Reply
from handlers.visit import Visit
from storage import outbox

log = structlog.get_logger()


def before(visit: Visit, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """What was kept for this person, then the answer; the kept notices count as delivered with it."""
    if visit.by.person is None or visit.identity.channel is not Channel.WECHAT:
        return replies
    waiting = outbox.take_kept(visit.session, visit.identity, visit.by.now)
    told = [_worded(visit, notice) for notice in waiting]
    return (*(reply for reply in told if reply is not None), *replies)


def _worded(visit: Visit, notice: Notice) -> Reply | None:
    """One that cannot be worded must not keep the person from every answer."""
    try:
        return notices.word(visit, notice)
    except Exception:
        log.exception("kept notice cannot be worded", notice=notice.id, kind=notice.kind.value)
        return None
